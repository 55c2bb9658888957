import type { UpdateSchedule } from '../../core/run-result.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import { planSteps } from '../../search/change-schedule.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import { clipToLimit, longestDelaySeconds, type LimitsFile } from '../config/limits-file.js';
import type { SpaceEvaluator } from './evaluate-space.js';
import { toOutcome, type ParameterSearch } from './search-parameters.js';

/**
 * Says what a party with these limits can set of the recommendation: the clipped set of its first update, and the updates that lead to the
 * rest, each simulated as it would stand, on the same paths.
 *
 * A set that a limit clips was never searched; that it lies between two that were says nothing about its risk. The penalty's shape is named by no
 * limits: nobody with an update of his own may set it, and it stays as it is.
 */
export async function scheduleUpdates(evaluator: SpaceEvaluator, { current, recommended }: ParameterSearch, file: LimitsFile, pathCount: number, context: MetricContext): Promise<UpdateSchedule | null> {
  const { entries, candidateOf, parametersOf } = evaluator.layout;
  const from = candidateOf(current.parameters);
  const wanted = candidateOf(recommended.parameters);
  const to = wanted.map((value, dimension) => (entries[dimension]!.of === 'penalty' ? from[dimension]! : value));
  const steps = planSteps(
    from,
    to,
    (dimension, value, next) => {
      const entry = entries[dimension]!;
      return entry.of === 'penalty' ? value : clipToLimit(file.limits[entry.key], value, next);
    },
    (candidate) => findSetViolations(parametersOf(candidate)).length === 0,
  );
  const outOfReach = entries.flatMap(({ name }, dimension) => (to[dimension] === wanted[dimension] ? [] : [name]));
  if (steps.length === 0 && outOfReach.length === 0) return null;
  const examined = await evaluator.examine(steps.map(parametersOf), pathCount);
  return {
    name: file.name,
    source: file.source,
    clipped: steps.length === 0 ? [] : entries.flatMap(({ name }, dimension) => (steps[0]![dimension] === to[dimension] ? [] : [name])),
    ...(outOfReach.length > 0 ? { outOfReach } : {}),
    updates: examined.map(({ parameters, samples, constraints, newlyLiquidatable }, index) => ({
      afterSeconds: index * longestDelaySeconds(file),
      parameters,
      metrics: summariseSamples(samples, parameters, context),
      constraints: constraints.map(toOutcome),
      newlyLiquidatableAccounts: newlyLiquidatable.accounts,
      newlyLiquidatableDebtUsd: newlyLiquidatable.debtUsd,
    })),
  };
}
