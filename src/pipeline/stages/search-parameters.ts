import type { CandidateSummary, ConstraintOutcome, NewlyLiquidatable, Recommendation, ReserveParameters } from '../../core/run-result.js';
import { isFeasible, meanCost, type ConstraintCheck, type Evaluate, type Evaluation } from '../../search/evaluation.js';
import { findNonDominated } from '../../search/frontier.js';
import { recommend } from '../../search/recommend.js';
import type { Candidate, ParameterSpace } from '../../search/space.js';
import { searchInStages, type StagedSearchResult } from '../../search/staged-search.js';
import { applyReserveParameters, sumStartValueUsd, type BorrowerResponse } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { PolicyFile } from '../config/policy-file.js';
import { checkConstraints } from './check-constraints.js';
import { describeRecommendation } from './describe-recommendation.js';
import { explainInfeasible } from './explain-infeasible.js';
import { findNewlyLiquidatable } from './newly-liquidatable.js';
import { parametersOf } from './parameter-space.js';

const NO_RESPONSE: BorrowerResponse = { kind: 'none', shareRatio: 0 };

/** One candidate with everything that was learnt about it. */
export interface ExaminedCandidate {
  readonly parameters: ReserveParameters;
  readonly samples: PathSamples;
  readonly newlyLiquidatable: NewlyLiquidatable;
  readonly constraints: readonly ConstraintCheck[];
}

export interface ParameterSearch {
  readonly current: ExaminedCandidate;
  readonly recommended: ExaminedCandidate;
  readonly recommendation: Recommendation;
  /** The finalists: every one evaluated on the full number of paths. */
  readonly frontier: readonly CandidateSummary[];
  readonly candidates: number;
  readonly feasible: number;
  readonly pathsPerStage: readonly number[];
}

/**
 * Searches a reserve's parameters under a policy: evaluates through the simulation, recommends through the search.
 *
 * @throws InfeasibleError when no candidate meets the policy: names the constraint that binds and the nearest miss; the signal's reason
 * once it is aborted
 */
export async function searchParameters(
  shared: SharedJob,
  executor: Executor,
  space: ParameterSpace,
  policy: PolicyFile,
  context: MetricContext,
  { onProgress, signal }: { readonly onProgress: (fraction: number, note: string) => void; readonly signal?: AbortSignal | undefined },
): Promise<ParameterSearch> {
  const examined = new Map<string, ExaminedCandidate>();
  const evaluate = createEvaluate(shared, executor, policy, context, examined, signal);
  const options = { screeningPaths: policy.paths.screening, finalPaths: policy.paths.final, batchSize: 12, seed: shared.seed, onProgress };
  const search = await searchInStages(space, evaluate, options);
  const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
  if (!choice) throw explainInfeasible(search.evaluations, policy.name);
  const chosen = search.evaluations[choice.index]!;
  const current = examined.get(keyOf(search.evaluations[0]!.candidate))!;
  const recommended = examined.get(keyOf(chosen.candidate))!;
  return {
    current,
    recommended,
    recommendation: {
      ...recommended.parameters,
      decision: choice.index === 0 ? 'keep' : 'change',
      reason: describeRecommendation(choice, search, space, policy),
    },
    frontier: summariseFrontier(search, examined, choice.index, context),
    candidates: search.evaluations.length,
    feasible: search.finalists.filter((index) => isFeasible(search.evaluations[index]!)).length,
    pathsPerStage: search.pathsPerStage,
  };
}

function createEvaluate(
  shared: SharedJob,
  executor: Executor,
  policy: PolicyFile,
  context: MetricContext,
  examined: Map<string, ExaminedCandidate>,
  signal: AbortSignal | undefined,
): Evaluate {
  const currentBook = shared.scenario.book;
  const debtUsd = sumStartValueUsd(currentBook, 'debt');
  return async (candidates, pathCount, onProgress) => {
    const parameters = candidates.map(parametersOf);
    const samples = await evaluateCandidates(executor, parameters, pathCount, { onProgress, signal });
    return candidates.map((candidate, index): Evaluation => {
      // What the change itself does to accounts as they stand, before any borrower answers it.
      const changedBook = applyReserveParameters(currentBook, shared.reserveAsset, shared.current, parameters[index]!, NO_RESPONSE);
      const newlyLiquidatable = findNewlyLiquidatable(currentBook, changedBook);
      const constraints = checkConstraints(policy.constraints, samples[index]!, newlyLiquidatable.debtUsd / debtUsd, context);
      examined.set(keyOf(candidate), { parameters: parameters[index]!, samples: samples[index]!, newlyLiquidatable, constraints });
      const metrics = summariseSamples(samples[index]!, parameters[index]!, context);
      return {
        candidate,
        objective: metrics['borrowingPowerUsd']!.value,
        costByPath: samples[index]!.penaltyUsd,
        risk: metrics['badDebtEs99Usd']!.value,
        constraints,
      };
    });
  };
}

function summariseFrontier(
  { evaluations, finalists }: StagedSearchResult,
  examined: ReadonlyMap<string, ExaminedCandidate>,
  chosen: number,
  context: MetricContext,
): CandidateSummary[] {
  const finals = finalists.map((index) => evaluations[index]!);
  // What breaks a constraint is no choice, however good its figures: infinitely bad here, so that it beats nothing.
  const onFrontier = findNonDominated(
    finals.map((evaluation) => (isFeasible(evaluation) ? [-evaluation.objective, evaluation.risk, meanCost(evaluation)] : [Infinity, Infinity, Infinity])),
  );
  return finals.map((evaluation, position) => {
    const { parameters, samples, newlyLiquidatable, constraints } = examined.get(keyOf(evaluation.candidate))!;
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

function keyOf(candidate: Candidate): string {
  return candidate.join(',');
}
