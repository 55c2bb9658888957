import type { Metric, MetricSet } from '../../core/run-result.js';
import { estimatePairedDifference, estimateProbability, type Estimate } from '../../numeric/confidence.js';
import type { SampleStatistic } from '../../numeric/influence.js';
import { countLosses, estimateStatistic } from '../metrics.js';
import type { PathSamples } from '../samples.js';
import type { MarginEfficiency } from './margin-change.js';

const TAIL_LEVEL = 0.99;
const MEAN: SampleStatistic = { kind: 'mean' };
const VAR: SampleStatistic = { kind: 'value-at-risk', level: TAIL_LEVEL };
const ES: SampleStatistic = { kind: 'expected-shortfall', level: TAIL_LEVEL };

/** What the samples are seen against. */
export interface PerpMetricContext {
  readonly horizonSeconds: number;
  /** Notional of all positions at the start: the denominator of an `open-interest-ratio`. */
  readonly openInterestUsd: number;
  readonly accounts: number;
}

interface SampledFigure {
  readonly name: string;
  readonly column: keyof PathSamples;
  readonly statistic: SampleStatistic | 'probability';
  readonly unit: Metric['unit'];
}

/** The sampled figures of a summary, in the order in which they are printed: what is lost, who pays, what liquidation does. */
const SAMPLED_FIGURES: readonly SampledFigure[] = [
  { name: 'deficitMeanUsd', column: 'badDebtUsd', statistic: MEAN, unit: 'usd' },
  { name: 'deficitProbability', column: 'badDebtUsd', statistic: 'probability', unit: 'ratio' },
  { name: 'deficitVar99Usd', column: 'badDebtUsd', statistic: VAR, unit: 'usd' },
  { name: 'deficitEs99Usd', column: 'badDebtUsd', statistic: ES, unit: 'usd' },
  { name: 'fundDrawMeanUsd', column: 'fundDrawUsd', statistic: MEAN, unit: 'usd' },
  { name: 'fundDrawEs99Usd', column: 'fundDrawUsd', statistic: ES, unit: 'usd' },
  { name: 'deleveragedMeanUsd', column: 'adlUsd', statistic: MEAN, unit: 'usd' },
  { name: 'deleveragingProbability', column: 'adlUsd', statistic: 'probability', unit: 'ratio' },
  { name: 'deleveragedEs99Usd', column: 'adlUsd', statistic: ES, unit: 'usd' },
  { name: 'socialisedLossEs99Usd', column: 'socialisedUsd', statistic: ES, unit: 'usd' },
  { name: 'closedNotionalMeanUsd', column: 'liquidatedDebtUsd', statistic: MEAN, unit: 'usd' },
  { name: 'marginLostMeanUsd', column: 'liquidatedCollateralUsd', statistic: MEAN, unit: 'usd' },
  { name: 'liquidatedAccountsMean', column: 'liquidatedAccounts', statistic: MEAN, unit: 'accounts' },
  { name: 'peakImpactMeanRatio', column: 'peakImpactRatio', statistic: MEAN, unit: 'ratio' },
];

/** One table with its samples, for a comparison. */
export interface SampledTable {
  readonly samples: PathSamples;
  readonly efficiency: MarginEfficiency;
}

/** Summarises one table's samples: efficiency first, which carries no sampling error, then losses, layers and liquidations with intervals. */
export function summarisePerpSamples({ samples, efficiency }: SampledTable, context: PerpMetricContext): MetricSet {
  return collect(efficiency, context, ({ column, statistic }) =>
    statistic === 'probability' ? estimateProbability(countLosses(samples[column]), samples[column].length) : estimateStatistic(samples[column], statistic),
  );
}

/** Gives the figures of `a` minus those of `b` on the same paths; the intervals are those of the paired differences. */
export function comparePerpSamples(a: SampledTable, b: SampledTable, context: PerpMetricContext): MetricSet {
  const efficiency: MarginEfficiency = {
    initialMarginUsd: a.efficiency.initialMarginUsd - b.efficiency.initialMarginUsd,
    maxLeverageMultiple: a.efficiency.maxLeverageMultiple - b.efficiency.maxLeverageMultiple,
  };
  return collect(efficiency, context, ({ column, statistic }) =>
    statistic === 'probability'
      ? estimatePairedDifference(markLosses(a.samples[column]), markLosses(b.samples[column]), MEAN)
      : estimatePairedDifference(a.samples[column], b.samples[column], statistic),
  );
}

function collect(efficiency: MarginEfficiency, { accounts, horizonSeconds }: PerpMetricContext, estimate: (figure: SampledFigure) => Estimate): MetricSet {
  const exact = (value: number, unit: Metric['unit']): Metric => ({ value, unit, ciLow: value, ciHigh: value, level: null, horizonSeconds: 0, n: accounts, evidence: 'estimated' });
  const metrics: Record<string, Metric> = {
    maxLeverageMultiple: exact(efficiency.maxLeverageMultiple, 'multiple'),
    initialMarginUsd: exact(efficiency.initialMarginUsd, 'usd'),
  };
  for (const figure of SAMPLED_FIGURES) {
    const { value, ciLow, ciHigh, n } = estimate(figure);
    const level = figure.statistic === 'probability' || figure.statistic.kind === 'mean' ? null : figure.statistic.level;
    metrics[figure.name] = { value, ciLow, ciHigh, n, unit: figure.unit, level, horizonSeconds, evidence: 'simulated' };
  }
  return metrics;
}

/** 1 for a path with anything, 0 otherwise: the mean is the probability. */
function markLosses(values: Float64Array): Float64Array {
  return values.map((value) => (value > 0 ? 1 : 0));
}
