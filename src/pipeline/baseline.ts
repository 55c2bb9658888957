import { UsageError } from '../core/errors.js';
import { BASELINE_DEFAULTS } from '../search/baselines/defaults.js';
import { findGauntletMorphoLltv, type GauntletMorphoInput, type GauntletMorphoRow } from '../search/baselines/gauntlet-morpho.js';
import { computeHistoricalVarThreshold } from '../search/baselines/historical-var.js';
import { computeSmartLtv, type SmartLtvInput } from '../search/baselines/smart-ltv.js';
import type { FitContext } from './fit/fit-context.js';
import { loadFitSeries, type SeriesOptions } from './fit/load-series.js';
import { runStage } from './progress.js';

/** What every baseline command answers: one number, what went in, and what the rule computed on the way. */
export interface BaselineReply {
  readonly rule: 'smart-ltv' | 'gauntlet-morpho' | 'historical-var';
  /** Recommended loan-to-value or liquidation threshold as a ratio; `null` when the rule finds none. */
  readonly ltv: number | null;
  readonly inputs: Readonly<Record<string, number | string>>;
  readonly details: Readonly<Record<string, number>>;
  /** Bad debt by LLTV around the answer; of the Gauntlet × Morpho rule only. */
  readonly badDebtByLltv: readonly GauntletMorphoRow[];
}

export interface HistoricalVarOptions extends SeriesOptions {
  readonly horizonSteps?: number | undefined;
  readonly level?: number | undefined;
  readonly bonus?: number | undefined;
}

export const BASELINE_STAGES = { load: 'Read the data', measure: 'Measure falls' } as const;

/** Rows shown on each side of the answer. */
const NEIGHBOURS = 2;

/** Answers with SmartLTV's formula. @throws UsageError naming the input that is out of range */
export function runSmartLtv(given: Omit<SmartLtvInput, 'beta' | 'c'> & { readonly beta?: number | undefined; readonly c?: number | undefined }): BaselineReply {
  const input: SmartLtvInput = { ...given, beta: given.beta ?? BASELINE_DEFAULTS.beta, c: given.c ?? BASELINE_DEFAULTS.c };
  return { rule: 'smart-ltv', ltv: computeSmartLtv(input), inputs: { ...input }, details: { liquidityOverDebt: input.liquidityUsd / input.debtUsd }, badDebtByLltv: [] };
}

/** Answers with the Gauntlet × Morpho rule. @throws UsageError naming the input that is out of range */
export function runGauntletMorpho(input: GauntletMorphoInput): BaselineReply {
  const { lltv, rows } = findGauntletMorphoLltv(input);
  const at = lltv === null ? 0 : Math.round(lltv * 100) - 1;
  const near = rows.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1);
  const first = rows.find(({ badDebtUsd }) => badDebtUsd > 0);
  const details: Record<string, number> = first ? { firstLltvWithBadDebt: first.lltv, badDebtThereUsd: first.badDebtUsd } : {};
  return { rule: 'gauntlet-morpho', ltv: lltv, inputs: { ...input }, details, badDebtByLltv: near };
}

/** Answers with a haircut by historical value-at-risk. @throws UsageError or DataError naming what is wrong */
export async function runHistoricalVar(options: HistoricalVarOptions, context: FitContext): Promise<BaselineReply> {
  const series = await runStage(context, BASELINE_STAGES.load, () => loadFitSeries({ ...options, kind: options.kind ?? 'price', scale: 1 }, context), ({ rows }) => `${rows} rows`);
  const horizonSteps = options.horizonSteps ?? BASELINE_DEFAULTS.horizonSteps;
  if (!Number.isInteger(horizonSteps) || horizonSteps < 1) throw new UsageError(`horizon must be a whole number of steps, found ${horizonSteps}`, { where: 'horizon' });
  const level = options.level ?? BASELINE_DEFAULTS.level;
  const bonus = options.bonus ?? BASELINE_DEFAULTS.bonus;
  const logPrices = new Float64Array(series.returns.length + 1);
  series.returns.forEach((value, index) => (logPrices[index + 1] = logPrices[index]! + value));
  const measure = (): ReturnType<typeof computeHistoricalVarThreshold> => computeHistoricalVarThreshold({ logPrices, horizonSteps, level, bonus });
  const { threshold, fallRatio, windows } = await runStage(context, BASELINE_STAGES.measure, measure, (found) => `${found.windows} windows`);
  return {
    rule: 'historical-var',
    ltv: threshold,
    inputs: { source: series.source, horizonSteps, level, bonus },
    details: { fallRatio, windows },
    badDebtByLltv: [],
  };
}
