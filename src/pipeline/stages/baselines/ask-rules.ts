import { UsageError } from '../../../core/errors.js';
import type { ReserveParameters } from '../../../core/reserve-parameters.js';
import type { BaselineOutcome } from '../../../core/run-result.js';
import { findParameterViolations } from '../../../protocol/lending/reserve-validity.js';
import { BASELINE_DEFAULTS } from '../../../search/baselines/defaults.js';
import { findGauntletMorphoLltv } from '../../../search/baselines/gauntlet-morpho.js';
import { computeHistoricalVarThreshold } from '../../../search/baselines/historical-var.js';
import { computeSmartLtv } from '../../../search/baselines/smart-ltv.js';
import type { BaselineInputs } from './baseline-inputs.js';

const BPS = 10_000;

/** A rule's answer before it is held against anything. */
export type RuleAnswer = Pick<BaselineOutcome, 'rule' | 'name' | 'thresholdRatio' | 'inputs'>;

/** Asks every rule about a reserve with this bonus. The answer of one that cannot work on this market is `null`. */
export function askRules(measured: BaselineInputs, bonusBps: number, capacityUsdPerStep: number): RuleAnswer[] {
  const { sigmaPerDay: sigma, liquidityUsd, debtUsd, largestCollateralUsd: collateralUsd, maxDrawdownRatio, logPrices } = measured;
  const { c, level, horizonSteps } = BASELINE_DEFAULTS;
  const beta = bonusBps / BPS;
  const repayUsd = Math.min(liquidityUsd, capacityUsdPerStep);
  const whale = { collateralUsd, repayUsd, maxDrawdownRatio };
  const history = answerOrNull(() => computeHistoricalVarThreshold({ logPrices, horizonSteps, level, bonus: beta }));
  return [
    { rule: 'smart-ltv', name: 'SmartLTV', thresholdRatio: answerOrNull(() => computeSmartLtv({ sigma, liquidityUsd, debtUsd, beta, c })), inputs: onlyKnown({ sigma, liquidityUsd, debtUsd, beta, c }) },
    { rule: 'gauntlet-morpho', name: 'Gauntlet × Morpho', thresholdRatio: answerOrNull(() => findGauntletMorphoLltv(whale).lltv), inputs: onlyKnown(whale) },
    {
      rule: 'historical-var',
      name: 'Historical VaR haircut',
      thresholdRatio: history?.threshold ?? null,
      inputs: onlyKnown({ horizonSteps, level, bonus: beta, ...(history ? { fallRatio: history.fallRatio, windows: history.windows } : {}) }),
    },
  ];
}

/** A rule that cannot work on this market (too short a history, nobody in debt) has no answer; the run has one all the same. */
export function answerOrNull<T>(ask: () => T): T | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function onlyKnown(inputs: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => Number.isFinite(value)));
}

/** The reserve's parameters with this threshold, as far up as the venue lets it go beside the bonus in force; `null` where there is none, or none that can be set. */
export function toSettable(thresholdRatio: number | null, current: ReserveParameters): ReserveParameters | null {
  if (thresholdRatio === null) return null;
  const { liquidationBonusBps } = current;
  const highestBps = Math.floor((BPS * BPS) / (BPS + liquidationBonusBps));
  const liquidationThresholdBps = Math.min(highestBps, Math.floor(thresholdRatio * BPS));
  const ltvBps = liquidationThresholdBps - (current.liquidationThresholdBps - current.ltvBps);
  const set: ReserveParameters = { ltvBps, liquidationThresholdBps, liquidationBonusBps };
  return ltvBps > 0 && findParameterViolations(set).length === 0 ? set : null;
}
