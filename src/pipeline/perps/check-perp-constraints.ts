import { estimateProbability, type Estimate } from '../../numeric/confidence.js';
import type { ConstraintCheck } from '../../search/evaluation.js';
import { countLosses, estimateStatistic, scaleSamples } from '../../simulation/metrics.js';
import type { PathSamples } from '../../simulation/samples.js';
import { measureLargestShare, pathsMinOf, toCheck } from '../stages/check-constraints.js';
import type { PerpConstraint, PerpLossConstraint } from './perp-policy-file.js';

const COLUMN_OF = { deficit: 'badDebtUsd', fundDraw: 'fundDrawUsd', deleveraged: 'adlUsd', socialisedLoss: 'socialisedUsd', closedNotional: 'liquidatedDebtUsd' } as const;

/**
 * Holds one table's samples against a policy's constraints, each at the upper end of its 95 % interval.
 *
 * @param newlyLiquidatableRatio notional that the change itself makes liquidatable, over open interest
 */
export function checkPerpConstraints(constraints: readonly PerpConstraint[], samples: PathSamples, newlyLiquidatableRatio: number, openInterestUsd: number): ConstraintCheck[] {
  return constraints.map((constraint) => {
    if (constraint.metric === 'newlyLiquidatable') {
      const exact = { value: newlyLiquidatableRatio, ciLow: newlyLiquidatableRatio, ciHigh: newlyLiquidatableRatio };
      return toCheck(`newlyLiquidatable ≤ ${constraint.max} ${constraint.unit}`, constraint.metric, constraint.max, 1, exact);
    }
    const statisticText = constraint.level === undefined ? constraint.statistic : `${constraint.statistic} ${constraint.level}`;
    return toCheck(`${constraint.metric} ${statisticText} ≤ ${constraint.max} ${constraint.unit}`, constraint.metric, constraint.max, pathsMinOf(constraint), estimate(constraint, samples, openInterestUsd), measureLargestShare(samples[COLUMN_OF[constraint.metric]], constraint));
  });
}

function estimate({ metric, statistic, unit, level }: PerpLossConstraint, samples: PathSamples, openInterestUsd: number): Estimate {
  const values = samples[COLUMN_OF[metric]];
  if (statistic === 'probability') return estimateProbability(countLosses(values), values.length);
  const scaled = scaleSamples(values, unit === 'open-interest-ratio' ? openInterestUsd : 1);
  if (statistic === 'mean') return estimateStatistic(scaled, { kind: 'mean' });
  return estimateStatistic(scaled, { kind: statistic === 'var' ? 'value-at-risk' : 'expected-shortfall', level: level! });
}
