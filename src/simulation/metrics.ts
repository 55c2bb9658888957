import type { SearchedParameters } from '../core/reserve-parameters.js';
import type { Metric, MetricSet } from '../core/run-result.js';
import {
  estimateEs,
  estimateMean,
  estimatePairedDifference,
  estimateProbability,
  estimateVar,
  type Estimate,
} from '../numeric/confidence.js';
import type { SampleStatistic } from '../numeric/influence.js';
import { estimateWeightedMean, estimateWeightedStatistic } from '../numeric/weighted-estimate.js';
import type { PathSamples } from './samples.js';

/** The level of every tail figure in the summary. */
const TAIL_LEVEL = 0.99;

/** What the samples are seen against. */
export interface MetricContext {
  readonly horizonSeconds: number;
  /** USD value of all collateral in the book at the start: the denominator of a `supply-ratio`. */
  readonly supplyUsd: number;
  /** USD value of the reserve under study at the start. */
  readonly reserveUsd: number;
  /** USD values of the further reserves that are searched, by asset. */
  readonly furtherReserveUsd?: Readonly<Record<string, number>>;
  readonly accounts: number;
  /** Σ value / (1 − LTV) over the other collateral: what their maximum leverage counts for, weighted by value. */
  readonly otherLeverageUsd: number;
  /** What the scenario has beyond liquidators: figures of what it does not have are left out. */
  readonly parts: { readonly fund: boolean; readonly owners: boolean; readonly alongside: boolean };
}

interface SampledFigure {
  readonly name: string;
  readonly column: keyof PathSamples;
  readonly statistic: SampleStatistic;
  readonly unit: Metric['unit'];
  /** Divides the samples, e.g. by supply. */
  readonly scale: (context: MetricContext) => number;
  /** The part of the scenario that the figure is about; always shown when left out. */
  readonly part?: keyof MetricContext['parts'];
}

const ONE = (): number => 1;
const MEAN: SampleStatistic = { kind: 'mean' };
const VAR: SampleStatistic = { kind: 'value-at-risk', level: TAIL_LEVEL };
const ES: SampleStatistic = { kind: 'expected-shortfall', level: TAIL_LEVEL };

/** The sampled figures of a summary, in the order in which they are printed. */
const SAMPLED_FIGURES: readonly SampledFigure[] = [
  { name: 'badDebtMeanUsd', column: 'badDebtUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'badDebtVar99Usd', column: 'badDebtUsd', statistic: VAR, unit: 'usd', scale: ONE },
  { name: 'badDebtEs99Usd', column: 'badDebtUsd', statistic: ES, unit: 'usd', scale: ONE },
  { name: 'badDebtEs99SupplyRatio', column: 'badDebtUsd', statistic: ES, unit: 'supply-ratio', scale: ({ supplyUsd }) => supplyUsd },
  { name: 'liquidatedDebtMeanUsd', column: 'liquidatedDebtUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'liquidatedDebtEs99Usd', column: 'liquidatedDebtUsd', statistic: ES, unit: 'usd', scale: ONE },
  { name: 'liquidatedCollateralMeanUsd', column: 'liquidatedCollateralUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'penaltyMeanUsd', column: 'penaltyUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'protocolFeeMeanUsd', column: 'protocolFeeUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'liquidatorProfitMeanUsd', column: 'liquidatorProfitUsd', statistic: MEAN, unit: 'usd', scale: ONE },
  { name: 'ownersPaidMeanUsd', column: 'ownersPaidUsd', statistic: MEAN, unit: 'usd', scale: ONE, part: 'owners' },
  { name: 'fundDrawMeanUsd', column: 'fundDrawUsd', statistic: MEAN, unit: 'usd', scale: ONE, part: 'fund' },
  { name: 'fundDrawEs99Usd', column: 'fundDrawUsd', statistic: ES, unit: 'usd', scale: ONE, part: 'fund' },
  { name: 'socialisedMeanUsd', column: 'socialisedUsd', statistic: MEAN, unit: 'usd', scale: ONE, part: 'fund' },
  { name: 'socialisedEs99Usd', column: 'socialisedUsd', statistic: ES, unit: 'usd', scale: ONE, part: 'fund' },
  { name: 'liquidatedAccountsMean', column: 'liquidatedAccounts', statistic: MEAN, unit: 'accounts', scale: ONE },
  { name: 'peakImpactMeanRatio', column: 'peakImpactRatio', statistic: MEAN, unit: 'ratio', scale: ONE },
  { name: 'alongsideBadDebtMeanUsd', column: 'alongsideBadDebtUsd', statistic: MEAN, unit: 'usd', scale: ONE, part: 'alongside' },
  { name: 'alongsideLiquidatedDebtMeanUsd', column: 'alongsideLiquidatedDebtUsd', statistic: MEAN, unit: 'usd', scale: ONE, part: 'alongside' },
];

function figuresOf({ parts }: MetricContext): readonly SampledFigure[] {
  return SAMPLED_FIGURES.filter(({ part }) => part === undefined || parts[part]);
}

/**
 * Summarises one candidate's samples: efficiency first, then loss, liquidation and cost figures with their intervals.
 *
 * `borrowingPower = Σ reserve value · LTV` and `maxLeverage = 1 / (1 − LTV)`, the mean by value, over the searched reserves; `weightedMaxLeverage` is that
 * mean over all collateral. These carry no sampling error and n counts accounts.
 * @param logWeights of paths that were drawn under a tilt; the probability's interval is then normal and not Wilson's
 */
export function summariseSamples(samples: PathSamples, parameters: SearchedParameters, context: MetricContext, logWeights?: Float64Array): MetricSet {
  const { horizonSeconds } = context;
  const metrics: Record<string, Metric> = summariseEfficiency(parameters, context);
  for (const figure of figuresOf(context)) {
    const values = scaleSamples(samples[figure.column], figure.scale(context));
    const estimate = logWeights ? estimateWeightedStatistic(values, logWeights, figure.statistic) : estimateStatistic(values, figure.statistic);
    metrics[figure.name] = toMetric(estimate, figure, horizonSeconds);
    if (figure.name === 'badDebtMeanUsd') metrics['badDebtProbability'] = lossProbability(samples.badDebtUsd, horizonSeconds, logWeights);
  }
  return metrics;
}

/** Gives the figures of `a` minus those of `b` on the same paths; the intervals are those of the paired differences. */
export function compareSamples(
  a: { readonly samples: PathSamples; readonly parameters: SearchedParameters },
  b: { readonly samples: PathSamples; readonly parameters: SearchedParameters },
  context: MetricContext,
): MetricSet {
  const differences: Record<string, Metric> = {};
  const before = summariseEfficiency(b.parameters, context);
  for (const [name, metric] of Object.entries(summariseEfficiency(a.parameters, context))) {
    const value = metric.value - before[name]!.value;
    differences[name] = { ...metric, value, ciLow: value, ciHigh: value };
  }
  for (const figure of figuresOf(context)) {
    const scale = figure.scale(context);
    const estimate = estimatePairedDifference(
      scaleSamples(a.samples[figure.column], scale),
      scaleSamples(b.samples[figure.column], scale),
      figure.statistic,
    );
    differences[figure.name] = toMetric(estimate, figure, context.horizonSeconds);
    if (figure.name === 'badDebtMeanUsd') differences['badDebtProbability'] = compareProbability(a.samples, b.samples, context);
  }
  return differences;
}

/** Estimates one statistic of per-path values. */
export function estimateStatistic(values: Float64Array, statistic: SampleStatistic): Estimate {
  if (statistic.kind === 'mean') return estimateMean(values);
  return statistic.kind === 'value-at-risk' ? estimateVar(values, statistic.level) : estimateEs(values, statistic.level);
}

/** Divides every sample; units follow the divisor. */
export function scaleSamples(values: Float64Array, divisor: number): Float64Array {
  return divisor === 1 ? values : values.map((value) => value / divisor);
}

/** Counts paths that lost anything. */
export function countLosses(badDebtUsd: Float64Array): number {
  return badDebtUsd.reduce((count, loss) => count + (loss > 0 ? 1 : 0), 0);
}

function summariseEfficiency(parameters: SearchedParameters, context: MetricContext): Record<string, Metric> {
  const reserves = listReserves(parameters, context);
  const reserveUsd = reserves.reduce((sum, { valueUsd }) => sum + valueUsd, 0);
  const leverageUsd = reserves.reduce((sum, { valueUsd, ltvRatio }) => sum + valueUsd / (1 - ltvRatio), 0);
  const exact = (value: number, unit: Metric['unit']): Metric => ({
    value,
    unit,
    ciLow: value,
    ciHigh: value,
    level: null,
    horizonSeconds: 0,
    n: context.accounts,
    evidence: 'estimated',
  });
  return {
    borrowingPowerUsd: exact(computeBorrowingPowerUsd(parameters, context), 'usd'),
    maxLeverageMultiple: exact(reserves.length === 1 ? 1 / (1 - reserves[0]!.ltvRatio) : leverageUsd / reserveUsd, 'multiple'),
    weightedMaxLeverageMultiple: exact((leverageUsd + context.otherLeverageUsd) / context.supplyUsd, 'multiple'),
  };
}

/** What may be borrowed against the searched reserves: Σ value · LTV. */
export function computeBorrowingPowerUsd(parameters: SearchedParameters, context: Pick<MetricContext, 'reserveUsd' | 'furtherReserveUsd'>): number {
  return listReserves(parameters, context).reduce((sum, { valueUsd, ltvRatio }) => sum + valueUsd * ltvRatio, 0);
}

function listReserves({ ltvBps, furtherReserves = {} }: SearchedParameters, { reserveUsd, furtherReserveUsd = {} }: Pick<MetricContext, 'reserveUsd' | 'furtherReserveUsd'>): { valueUsd: number; ltvRatio: number }[] {
  const further = Object.entries(furtherReserves).map(([asset, parameters]) => ({ valueUsd: furtherReserveUsd[asset]!, ltvRatio: parameters.ltvBps / 10_000 }));
  return [{ valueUsd: reserveUsd, ltvRatio: ltvBps / 10_000 }, ...further];
}

function lossProbability(badDebtUsd: Float64Array, horizonSeconds: number, logWeights?: Float64Array): Metric {
  const estimate = logWeights ? estimateWeightedMean(markLosses(badDebtUsd), logWeights) : estimateProbability(countLosses(badDebtUsd), badDebtUsd.length);
  return { ...intervalOf(estimate), unit: 'ratio', level: null, horizonSeconds, n: estimate.n, evidence: 'simulated' };
}

function compareProbability(a: PathSamples, b: PathSamples, { horizonSeconds }: MetricContext): Metric {
  const estimate = estimatePairedDifference(markLosses(a.badDebtUsd), markLosses(b.badDebtUsd), MEAN);
  return { ...intervalOf(estimate), unit: 'ratio', level: null, horizonSeconds, n: estimate.n, evidence: 'simulated' };
}

/** 1 for a path that lost anything, 0 otherwise: the mean is the probability. */
function markLosses(badDebtUsd: Float64Array): Float64Array {
  return badDebtUsd.map((loss) => (loss > 0 ? 1 : 0));
}

function toMetric(estimate: Estimate, { unit, statistic }: SampledFigure, horizonSeconds: number): Metric {
  const level = statistic.kind === 'mean' ? null : statistic.level;
  return { ...intervalOf(estimate), unit, level, horizonSeconds, n: estimate.n, evidence: 'simulated' };
}

function intervalOf({ value, ciLow, ciHigh }: Estimate): Pick<Metric, 'value' | 'ciLow' | 'ciHigh'> {
  return { value, ciLow, ciHigh };
}
