import { estimateProbability, type Estimate } from '../../numeric/confidence.js';
import type { ConstraintCheck } from '../../search/evaluation.js';
import { countLosses, estimateStatistic, scaleSamples, type MetricContext } from '../../simulation/metrics.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { LossConstraint, PolicyConstraint } from '../config/policy-file.js';

/** Samples that a tail figure needs beyond its level, and a mean at all, before its interval may rule a candidate out. */
const TAIL_PATHS_MIN = 5;
const MEAN_PATHS_MIN = 32;

/** Keeps 100 × (1 − 0.99) from counting as more than 1. */
const ROUNDING_SLACK = 1e-9;

const COLUMN_OF = { badDebt: 'badDebtUsd', liquidatedDebt: 'liquidatedDebtUsd', penalty: 'penaltyUsd', fundDraw: 'fundDrawUsd' } as const;

/**
 * Holds one candidate's samples against a policy's constraints, each at the upper end of its 95 % interval.
 *
 * @param newlyLiquidatableShareRatio debt that the change itself makes liquidatable, over all debt
 */
export function checkConstraints(
  constraints: readonly PolicyConstraint[],
  samples: PathSamples,
  newlyLiquidatableShareRatio: number,
  context: MetricContext,
): ConstraintCheck[] {
  return constraints.map((constraint) => {
    if (constraint.metric === 'newlyLiquidatableDebt') {
      const exact = { value: newlyLiquidatableShareRatio, ciLow: newlyLiquidatableShareRatio, ciHigh: newlyLiquidatableShareRatio };
      return toCheck(`newlyLiquidatableDebt ≤ ${constraint.max} ${constraint.unit}`, constraint.metric, constraint.max, 1, exact);
    }
    const statisticText = constraint.level === undefined ? constraint.statistic : `${constraint.statistic} ${constraint.level}`;
    const text = `${constraint.metric} ${statisticText} ≤ ${constraint.max} ${constraint.unit}`;
    return toCheck(text, constraint.metric, constraint.max, pathsMinOf(constraint), estimateConstraint(constraint, samples, context), measureLargestShare(samples[COLUMN_OF[constraint.metric]], constraint));
  });
}

function estimateConstraint(constraint: LossConstraint, samples: PathSamples, context: MetricContext): Estimate {
  const values = samples[COLUMN_OF[constraint.metric]];
  if (constraint.statistic === 'probability') return estimateProbability(countLosses(values), values.length);
  const scaled = scaleSamples(values, constraint.unit === 'supply-ratio' ? context.supplyUsd : 1);
  if (constraint.statistic === 'mean') return estimateStatistic(scaled, { kind: 'mean' });
  const kind = constraint.statistic === 'var' ? 'value-at-risk' : 'expected-shortfall';
  return estimateStatistic(scaled, { kind, level: constraint.level! });
}

/** Paths below which a statistic says too little to rule anything out. */
export function pathsMinOf({ statistic, level }: Pick<LossConstraint, 'statistic' | 'level'>): number {
  if (statistic === 'probability') return 1;
  return level === undefined ? MEAN_PATHS_MIN : Math.round(TAIL_PATHS_MIN / (1 - level));
}

/** Share of a mean, or of an expected shortfall, that its largest sample makes: near 1, one path decides the figure. Special case: `null` of all others. */
export function measureLargestShare(values: Float64Array, { statistic, level }: Pick<LossConstraint, 'statistic' | 'level'>): number | null {
  if (statistic !== 'mean' && statistic !== 'es') return null;
  const inTail = statistic === 'es' ? Math.max(1, values.length * (1 - level!)) : values.length;
  const sorted = statistic === 'es' ? values.slice().sort().reverse().subarray(0, Math.ceil(inTail - ROUNDING_SLACK)) : values;
  const sum = sorted.reduce((total, value) => total + value, 0);
  return sum > 0 ? sorted.reduce((most, value) => Math.max(most, value), 0) / sum : null;
}

export function toCheck(text: string, metric: string, limit: number, pathsMin: number, { value, ciLow, ciHigh }: Pick<Estimate, 'value' | 'ciLow' | 'ciHigh'>, largestShareRatio: number | null = null): ConstraintCheck {
  return { text, metric, limit, value, bound: ciHigh, lowerBound: ciLow, pathsMin, largestShareRatio, holds: ciHigh <= limit };
}
