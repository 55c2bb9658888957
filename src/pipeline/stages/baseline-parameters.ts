import { UsageError } from '../../core/errors.js';
import type { ReserveParameters } from '../../core/run-result.js';
import { findParameterViolations } from '../../protocol/lending/reserve-validity.js';
import { findGauntletMorphoLltv } from '../../search/baselines/gauntlet-morpho.js';
import { computeHistoricalVarThreshold } from '../../search/baselines/historical-var.js';
import { computeSmartLtv } from '../../search/baselines/smart-ltv.js';
import type { LendingBook } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import type { RunInputs } from '../inputs.js';

/** What a simpler rule would set on the reserve, and what it was given. */
export interface BaselineParameters {
  readonly rule: string;
  /** The rule's inputs in words. */
  readonly basis: string;
  readonly parameters: ReserveParameters;
}

const BPS = 10_000;
const LEVEL = 0.99;
const SMART_LTV_CONFIDENCE = 3;
const SMART_LTV_STEPS = 24;

/**
 * Gives the parameters of three published rules for the reserve under study: haircut by historical value-at-risk, SmartLTV, Gauntlet × Morpho.
 *
 * Each rule gives one ratio, taken as the liquidation threshold in whole percent; the bonus stays in force, and so does the distance from
 * threshold to LTV. Special cases: a rule is left out when it finds no ratio, or one that the venue would refuse.
 */
export function listBaselineParameters({ dataset, market }: RunInputs, shared: SharedJob): BaselineParameters[] {
  const { scenario, reserveAsset, current } = shared;
  const { unixSeconds, close } = dataset.prices.get(scenario.factors[0]!)!;
  const logPrices = close.filter((_, index) => unixSeconds[index]! <= dataset.snapshotUnixSeconds).map(Math.log);
  const bonus = current.liquidationBonusBps / BPS;
  const days = market.horizonDays;
  const soldUsd = measureDepthUsd(shared, bonus);
  const { debtUsd, largestUsd } = measureReserve(scenario.book, reserveAsset);
  const fall = findFall(logPrices, scenario.steps);
  const sigma = measureSigma(logPrices, SMART_LTV_STEPS);
  const rules = [
    { rule: 'historical VaR', basis: `${LEVEL * 100} % of ${days}-day falls of ${scenario.factors[0]} known at the snapshot`, find: () => computeHistoricalVarThreshold({ logPrices, horizonSteps: scenario.steps, level: LEVEL, bonus }).threshold },
    { rule: 'SmartLTV', basis: `daily volatility ${percent(sigma)}, $${millions(soldUsd)}M sold within the bonus, $${millions(debtUsd)}M of debt, c = ${SMART_LTV_CONFIDENCE}`, find: () => computeSmartLtv({ sigma, liquidityUsd: soldUsd, debtUsd, beta: bonus, c: SMART_LTV_CONFIDENCE }) },
    { rule: 'Gauntlet × Morpho', basis: `a whale of $${millions(largestUsd)}M, $${millions(soldUsd)}M repaid per step, a fall of ${percent(fall)}`, find: () => findGauntletMorphoLltv({ collateralUsd: largestUsd, repayUsd: soldUsd, maxDrawdownRatio: fall }).lltv },
  ];
  return rules.flatMap(({ rule, basis, find }): BaselineParameters[] => {
    const parameters = toParameters(tryRule(find), current);
    return parameters === null ? [] : [{ rule, basis, parameters }];
  });
}

/** A rule that refuses its inputs has no answer. */
function tryRule(find: () => number | null): number | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function toParameters(ratio: number | null, current: ReserveParameters): ReserveParameters | null {
  if (ratio === null || !(ratio > 0)) return null;
  const liquidationThresholdBps = Math.floor(ratio * 100 + 1e-9) * 100;
  const ltvBps = liquidationThresholdBps - (current.liquidationThresholdBps - current.ltvBps);
  const parameters = { ltvBps, liquidationThresholdBps, liquidationBonusBps: current.liquidationBonusBps };
  return ltvBps > 0 && findParameterViolations(parameters).length === 0 ? parameters : null;
}

/** USD that can be sold at once before the impact on some factor of the reserve's asset eats the bonus up. */
function measureDepthUsd({ scenario, reserveAsset }: SharedJob, bonus: number): number {
  const sizes = scenario.book.assets[reserveAsset]!.factors.map((factor) => {
    const { coefficient, exponent, quoteStartPriceUsd } = scenario.depth[factor]!;
    return (bonus / coefficient) ** (1 / exponent) * quoteStartPriceUsd;
  });
  return Math.min(...sizes);
}

/** Debt of the accounts that hold the reserve, and the largest single holding. */
function measureReserve(book: LendingBook, reserveAsset: number): { readonly debtUsd: number; readonly largestUsd: number } {
  let debtUsd = 0;
  let largestUsd = 0;
  for (let account = 0; account < book.accounts.length; account++) {
    let heldUsd = 0;
    for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
      if (book.collateralAsset[row] === reserveAsset) heldUsd += book.collateralAmount[row]! * book.assets[reserveAsset]!.startPriceUsd;
    }
    largestUsd = Math.max(largestUsd, heldUsd);
    if (heldUsd === 0) continue;
    for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) debtUsd += book.debtAmount[row]! * book.assets[book.debtAsset[row]!]!.startPriceUsd;
  }
  return { debtUsd, largestUsd };
}

/** The largest fall over so many steps, as a ratio. */
function findFall(logPrices: Float64Array, steps: number): number {
  let lowest = 0;
  for (let t = steps; t < logPrices.length; t++) lowest = Math.min(lowest, logPrices[t]! - logPrices[t - steps]!);
  return -Math.expm1(lowest);
}

/** Root mean square of non-overlapping log returns over so many steps. */
function measureSigma(logPrices: Float64Array, steps: number): number {
  let sum = 0;
  let count = 0;
  for (let t = steps; t < logPrices.length; t += steps, count++) sum += (logPrices[t]! - logPrices[t - steps]!) ** 2;
  return Math.sqrt(sum / count);
}

function percent(ratio: number): string {
  return `${(100 * ratio).toFixed(1)} %`;
}

function millions(valueUsd: number): string {
  return (valueUsd / 1e6).toFixed(1);
}
