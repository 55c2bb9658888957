import type { UpdateSchedule } from '../../core/run-result.js';
import { findParameterViolations } from '../../protocol/lending/reserve-validity.js';
import { planSteps } from '../../search/change-schedule.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import { clipToLimit, longestDelaySeconds, type LimitsFile } from '../config/limits-file.js';
import type { SpaceEvaluator } from './evaluate-space.js';
import { candidateOf, PARAMETER_NAMES, parametersOf } from './parameter-space.js';
import { toOutcome, type ParameterSearch } from './search-parameters.js';

/**
 * Says what a party with these limits can set of the recommendation: the clipped set of its first update, and the updates that lead to the
 * rest, each simulated as it would stand, on the same paths.
 *
 * A set that a limit clips was never searched; that it lies between two that were says nothing about its risk.
 */
export async function scheduleUpdates(evaluator: SpaceEvaluator, { current, recommended }: ParameterSearch, file: LimitsFile, pathCount: number, context: MetricContext): Promise<UpdateSchedule | null> {
  const [from, to] = [candidateOf(current.parameters), candidateOf(recommended.parameters)];
  const steps = planSteps(
    from,
    to,
    (dimension, value, wanted) => clipToLimit(file.limits[PARAMETER_NAMES[dimension]!], value, wanted),
    (candidate) => findParameterViolations(parametersOf(candidate)).length === 0,
  );
  if (steps.length === 0) return null;
  const examined = await evaluator.examine(steps.map(parametersOf), pathCount);
  return {
    name: file.name,
    source: file.source,
    clipped: PARAMETER_NAMES.filter((_, dimension) => steps[0]![dimension] !== to[dimension]),
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
