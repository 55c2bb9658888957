import { computeKendallTau } from '../../numeric/kendall.js';
import { computeQuantile } from '../../numeric/quantile.js';
import { testTwoSamples } from '../../numeric/two-sample.js';
import type { LiquidationCall } from './replay-calls.js';

/** A sample in a few figures. */
export interface SampleShape {
  readonly n: number;
  /** At `QUANTILE_LEVELS`. */
  readonly quantiles: readonly number[];
}

/** One property of liquidations, recorded and simulated. */
export interface CallMeasure {
  readonly name: 'debtPerCallUsd' | 'debtPerCallOverMedian' | 'callsPerAccountDay' | 'nextOverPreviousCall' | 'debtPerDayOverMedian';
  readonly recorded: SampleShape;
  readonly simulated: SampleShape;
  /** Kolmogorov–Smirnov over both samples. */
  readonly distance: number;
  readonly pValue: number;
  readonly agrees: boolean;
}

/** What liquidators took above the debt, of one collateral asset: medians, as ratios. */
export interface PenaltyComparison {
  readonly asset: string;
  readonly recordedCalls: number;
  readonly recordedRatio: number;
  readonly simulatedCalls: number;
  readonly simulatedRatio: number;
  /** Both within half a percentage point. */
  readonly agrees: boolean;
}

/** Whether the same days are bad. */
export interface DayComparison {
  readonly days: number;
  readonly kendallTau: number;
  /** Normal statistic of tau if the days had nothing to do with each other. */
  readonly z: number;
  /** Of the ten days with most liquidated debt on record, how many are among the ten of the simulation. */
  readonly sharedWorstDays: number;
  /** Share of all liquidated debt that falls on the busiest 5 % of days. */
  readonly recordedWorstShare: number;
  readonly simulatedWorstShare: number;
  readonly agrees: boolean;
}

export interface CallComparison {
  readonly measures: readonly CallMeasure[];
  readonly penalties: readonly PenaltyComparison[];
  readonly days: DayComparison;
}

export const QUANTILE_LEVELS = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99] as const;
export const CALL_SIGNIFICANCE = 0.05;
const DAY_SECONDS = 86_400;
/** Calls on one debt of one account so close to each other that the owner hardly changed it between. */
const SEQUENCE_SECONDS = 3600;
const SIGNIFICANT_Z = 1.645;
const PENALTY_TOLERANCE = 0.005;
/** Fewer recorded or simulated calls say nothing of an asset's median. */
const PENALTY_CALLS_MIN = 20;
const WORST_DAYS = 10;
const WORST_SHARE = 0.05;

/**
 * Holds simulated liquidation calls against recorded ones of the same span.
 *
 * Shape: both in rising time, neither empty. Special case: dependence between calls of one crash makes the p-values too small, never too large.
 */
export function compareCalls(recorded: readonly LiquidationCall[], simulated: readonly LiquidationCall[], fromUnixSeconds: number, toUnixSeconds: number): CallComparison {
  const days = Math.floor((toUnixSeconds - fromUnixSeconds) / DAY_SECONDS);
  const [recordedDays, simulatedDays] = [recorded, simulated].map((calls) => sumDays(calls, fromUnixSeconds, days)) as [Float64Array, Float64Array];
  const positive = (values: Float64Array): Float64Array => values.filter((value) => value > 0);
  const sizes = [recorded, simulated].map((calls) => Float64Array.from(calls, ({ debtRepaidUsd }) => debtRepaidUsd)) as [Float64Array, Float64Array];
  return {
    measures: [
      measure('debtPerCallUsd', ...sizes),
      measure('debtPerCallOverMedian', overMedian(sizes[0]), overMedian(sizes[1])),
      measure('callsPerAccountDay', countAccountDays(recorded), countAccountDays(simulated)),
      ...measureIfAny('nextOverPreviousCall', listSequences(recorded), listSequences(simulated)),
      measure('debtPerDayOverMedian', overMedian(positive(recordedDays)), overMedian(positive(simulatedDays))),
    ],
    penalties: comparePenalties(recorded, simulated),
    days: compareDays(recordedDays, simulatedDays),
  };
}

function measure(name: CallMeasure['name'], recorded: Float64Array, simulated: Float64Array): CallMeasure {
  const { distance, pValue } = testTwoSamples(recorded, simulated);
  return { name, recorded: describeShape(recorded), simulated: describeShape(simulated), distance, pValue, agrees: pValue >= CALL_SIGNIFICANCE };
}

function measureIfAny(name: CallMeasure['name'], recorded: Float64Array, simulated: Float64Array): CallMeasure[] {
  return recorded.length > 0 && simulated.length > 0 ? [measure(name, recorded, simulated)] : [];
}

function describeShape(sample: Float64Array): SampleShape {
  const sorted = sample.slice().sort();
  return { n: sorted.length, quantiles: QUANTILE_LEVELS.map((level) => computeQuantile(sorted, level)) };
}

function overMedian(values: Float64Array): Float64Array {
  const median = computeQuantile(values.slice().sort(), 0.5);
  return values.map((value) => value / median);
}

/** Calls of each account on each day on which it had any. */
function countAccountDays(calls: readonly LiquidationCall[]): Float64Array {
  const counts = new Map<string, number>();
  for (const { account, unixSeconds } of calls) {
    const key = `${account} ${Math.floor(unixSeconds / DAY_SECONDS)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Float64Array.from(counts.values());
}

/** Each call over the one before it on the same debt of the same account, within an hour: ½ where each takes half of what is left. */
function listSequences(calls: readonly LiquidationCall[]): Float64Array {
  const last = new Map<string, LiquidationCall>();
  const ratios: number[] = [];
  for (const call of calls) {
    const key = `${call.account} ${call.debtAsset}`;
    const before = last.get(key);
    if (before && call.unixSeconds - before.unixSeconds < SEQUENCE_SECONDS) ratios.push(call.debtRepaidUsd / before.debtRepaidUsd);
    last.set(key, call);
  }
  return Float64Array.from(ratios);
}

function comparePenalties(recorded: readonly LiquidationCall[], simulated: readonly LiquidationCall[]): PenaltyComparison[] {
  const group = (calls: readonly LiquidationCall[]): ReadonlyMap<string, number[]> => {
    const groups = new Map<string, number[]>();
    for (const { collateralAsset, seizedOverRepaid } of calls) groups.set(collateralAsset, [...(groups.get(collateralAsset) ?? []), seizedOverRepaid - 1]);
    return groups;
  };
  const [before, now] = [group(recorded), group(simulated)];
  const median = (values: readonly number[]): number => computeQuantile(Float64Array.from(values).sort(), 0.5);
  return [...before.keys()].sort().flatMap((asset) => {
    const [ours, theirs] = [now.get(asset) ?? [], before.get(asset)!];
    if (Math.min(ours.length, theirs.length) < PENALTY_CALLS_MIN) return [];
    const [recordedRatio, simulatedRatio] = [median(theirs), median(ours)];
    return [{ asset, recordedCalls: theirs.length, recordedRatio, simulatedCalls: ours.length, simulatedRatio, agrees: Math.abs(recordedRatio - simulatedRatio) <= PENALTY_TOLERANCE }];
  });
}

function sumDays(calls: readonly LiquidationCall[], fromUnixSeconds: number, days: number): Float64Array {
  const sums = new Float64Array(days);
  for (const { unixSeconds, debtRepaidUsd } of calls) {
    const day = Math.floor((unixSeconds - fromUnixSeconds) / DAY_SECONDS);
    if (day >= 0 && day < days) sums[day]! += debtRepaidUsd;
  }
  return sums;
}

function compareDays(recorded: Float64Array, simulated: Float64Array): DayComparison {
  const n = recorded.length;
  const kendallTau = computeKendallTau(recorded, simulated);
  const z = (3 * kendallTau * Math.sqrt(n * (n - 1))) / Math.sqrt(2 * (2 * n + 5));
  const worst = (sums: Float64Array): number[] => Array.from(sums.keys()).sort((a, b) => sums[b]! - sums[a]! || a - b).slice(0, WORST_DAYS);
  const [theirs, ours] = [new Set(worst(recorded)), worst(simulated)];
  return { days: n, kendallTau, z, sharedWorstDays: ours.filter((day) => theirs.has(day)).length, recordedWorstShare: computeWorstShare(recorded), simulatedWorstShare: computeWorstShare(simulated), agrees: z > SIGNIFICANT_Z };
}

function computeWorstShare(sums: Float64Array): number {
  const sorted = sums.slice().sort().reverse();
  const total = sorted.reduce((sum, value) => sum + value, 0);
  return total === 0 ? 0 : sorted.subarray(0, Math.ceil(WORST_SHARE * sorted.length)).reduce((sum, value) => sum + value, 0) / total;
}
