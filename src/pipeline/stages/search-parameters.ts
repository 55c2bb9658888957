import { ModelError } from '../../core/errors.js';
import type { CandidateSummary, ConstraintOutcome, Recommendation } from '../../core/run-result.js';
import type { SearchStop } from '../../core/search-result.js';
import { describeParameters } from '../../report/words/parameters.js';
import { isFeasible, meanCost, type ConstraintCheck } from '../../search/evaluation.js';
import { findNonDominated } from '../../search/frontier.js';
import type { SearchStanding } from '../../search/ledger.js';
import { findMonotonicityBreaks, type MonotonicityBreak } from '../../search/monotonicity.js';
import { judgeSeparation, recommend } from '../../search/recommend.js';
import type { ParameterSpace } from '../../search/space.js';
import { searchInStages, type StagedSearchResult } from '../../search/staged-search.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { PolicyFile } from '../config/policy-file.js';
import { describeRecommendation } from './describe-recommendation.js';
import type { ExaminedCandidate, SpaceEvaluator } from './evaluate-space.js';
import { explainInfeasible } from './explain-infeasible.js';
import type { ParameterLayout } from './parameter-layout.js';

/** Contenders that are raced together. */
const BATCH_SIZE = 12;

export interface ParameterSearch {
  readonly current: ExaminedCandidate;
  readonly recommended: ExaminedCandidate;
  readonly recommendation: Recommendation;
  /** The finalists: every one evaluated on the full number of paths. */
  readonly frontier: readonly CandidateSummary[];
  readonly candidates: number;
  readonly feasible: number;
  readonly pathsPerStage: readonly number[];
  /** Candidates × paths that were simulated. */
  readonly pathEvaluations: number;
  readonly stop: SearchStop;
}

/**
 * Searches the parameters of one reserve or several under a policy: evaluates through the simulation, recommends through the search.
 *
 * @throws InfeasibleError when no candidate meets the policy: names the constraint that binds and the nearest miss; UsageError when the space
 *   is empty; ModelError when the simulation contradicts itself
 */
export async function searchParameters(
  evaluator: SpaceEvaluator,
  space: ParameterSpace,
  policy: PolicyFile,
  seed: number,
  context: MetricContext,
  onProgress: (fraction: number, standing: SearchStanding, note: string) => void,
): Promise<ParameterSearch> {
  const { parametersOf } = evaluator.layout;
  const options = { screeningPaths: policy.paths.screening, finalPaths: policy.paths.final, batchSize: BATCH_SIZE, seed, materiality: policy.objective, look: evaluator.look, onProgress };
  const search = await searchInStages(space, evaluator.evaluate, options);
  const [contradiction] = findMonotonicityBreaks(space, search.evaluations);
  if (contradiction) throw refuseContradiction(contradiction, parametersOf);
  const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
  if (!choice) throw explainInfeasible(search.evaluations, policy.name, { describe: (candidate) => describeParameters(parametersOf(candidate)), widen: 'widen changeLimits' });
  const stop = judgeSeparation(search.evaluations, choice.index, policy.objective);
  const recommended = evaluator.of(search.evaluations[choice.index]!.candidate);
  return {
    current: evaluator.of(search.evaluations[0]!.candidate),
    recommended,
    recommendation: {
      ...recommended.parameters,
      decision: choice.index === 0 ? 'keep' : 'change',
      reason: describeRecommendation(choice, search, space, policy),
    },
    frontier: summariseFrontier(search, evaluator, choice.index, context),
    candidates: search.evaluations.length,
    feasible: search.finalists.filter((index) => isFeasible(search.evaluations[index]!)).length,
    pathsPerStage: search.pathsPerStage,
    pathEvaluations: search.pathEvaluations,
    stop,
  };
}

/** A finding about the simulation, not about the market: nothing that rests on it may be recommended. */
function refuseContradiction({ dimension, lower, higher, lossDifference, standardErrors, paths }: MonotonicityBreak, parametersOf: ParameterLayout['parametersOf']): ModelError {
  const describe = (candidate: readonly number[]): string => JSON.stringify(parametersOf(candidate));
  return new ModelError(`the simulation contradicts itself: raising ${dimension} alone lowers the mean bad debt by ${(-lossDifference).toPrecision(4)} USD, ${(-standardErrors).toFixed(1)} standard errors over ${paths} common paths`, {
    where: `${describe(lower.candidate)} against ${describe(higher.candidate)}`,
    suggestions: ['Nothing is recommended on such a model. Run `plimsoll simulate` with both sets and compare the worst paths: in a shallow market early liquidations can themselves push the price.', 'Where that is not it, this is a fault of Plimsoll: please report it with the market and policy files.'],
  });
}

function summariseFrontier(
  { evaluations, finalists }: StagedSearchResult,
  evaluator: SpaceEvaluator,
  chosen: number,
  context: MetricContext,
): CandidateSummary[] {
  const finals = finalists.map((index) => evaluations[index]!);
  // What breaks a constraint is no choice, however good its figures: infinitely bad here, so that it beats nothing.
  const onFrontier = findNonDominated(
    finals.map((evaluation) => (isFeasible(evaluation) ? [-evaluation.objective, evaluation.risk, meanCost(evaluation)] : [Infinity, Infinity, Infinity])),
  );
  return finals.map((evaluation, position) => {
    const { parameters, samples, newlyLiquidatable, constraints } = evaluator.of(evaluation.candidate);
    return {
      parameters,
      metrics: summariseSamples(samples, parameters, context),
      constraints: constraints.map(toOutcome),
      feasible: isFeasible(evaluation),
      onFrontier: onFrontier[position]! && isFeasible(evaluation),
      isCurrent: finalists[position] === 0,
      isRecommended: finalists[position] === chosen,
      newlyLiquidatableAccounts: newlyLiquidatable.accounts,
      newlyLiquidatableDebtUsd: newlyLiquidatable.debtUsd,
    };
  });
}

/** Leaves out the lower bound, which only the search needs. */
export function toOutcome({ text, metric, limit, value, bound, holds }: ConstraintCheck): ConstraintOutcome {
  return { text, metric, limit, value, bound, holds };
}
