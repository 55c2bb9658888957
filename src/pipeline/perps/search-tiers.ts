import type { PerpCandidateSummary, PerpRunResult } from '../../core/perp-run-result.js';
import type { SearchStop } from '../../core/search-result.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { isFeasible, meanCost } from '../../search/evaluation.js';
import { findNonDominated } from '../../search/frontier.js';
import type { SearchStanding } from '../../search/ledger.js';
import { judgeSeparation, recommend, type RecommendedChoice } from '../../search/recommend.js';
import type { ParameterSpace } from '../../search/space.js';
import { searchInStages, type StagedSearchResult } from '../../search/staged-search.js';
import { summarisePerpSamples, type PerpMetricContext } from '../../simulation/perps/perp-metrics.js';
import { explainInfeasible } from '../stages/explain-infeasible.js';
import { toOutcome } from '../stages/search-parameters.js';
import type { ExaminedTable, TierEvaluator } from './evaluate-tiers.js';
import type { PerpPolicyFile } from './perp-policy-file.js';
import { tableOf } from './tier-space.js';

/** Contenders that are raced together. */
const BATCH_SIZE = 12;

export interface TierSearch {
  readonly current: ExaminedTable;
  readonly recommended: ExaminedTable;
  readonly recommendation: PerpRunResult['recommended'];
  /** The finalists: every one evaluated on the full number of paths. */
  readonly frontier: readonly PerpCandidateSummary[];
  readonly candidates: number;
  readonly feasible: number;
  readonly pathsPerStage: readonly number[];
  /** Candidates × paths that were simulated. */
  readonly pathEvaluations: number;
  readonly stop: SearchStop;
}

/**
 * Searches margin tiers under a policy: leverage that the positions as they stand may have, against deficits, fund and deleveraging.
 *
 * @throws InfeasibleError when no table meets the policy: names the constraint that binds and the nearest miss
 */
export async function searchTiers(
  evaluator: TierEvaluator,
  space: ParameterSpace,
  policy: PerpPolicyFile,
  seed: number,
  context: PerpMetricContext,
  onProgress: (fraction: number, standing: SearchStanding, note: string) => void,
): Promise<TierSearch> {
  const search = await searchInStages(space, evaluator.evaluate, { screeningPaths: policy.paths.screening, finalPaths: policy.paths.final, batchSize: BATCH_SIZE, seed, materiality: policy.objective, onProgress });
  const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
  if (!choice) throw explainInfeasible(search.evaluations, policy.name, { describe: (candidate) => describeTable(tableOf(candidate)), widen: 'widen tiers' });
  const recommended = evaluator.of(search.evaluations[choice.index]!.candidate);
  return {
    current: evaluator.of(search.evaluations[0]!.candidate),
    recommended,
    recommendation: { table: recommended.table, decision: choice.index === 0 ? 'keep' : 'change', reason: describeChoice(choice, search, policy) },
    frontier: summariseFrontier(search, evaluator, choice.index, context),
    candidates: search.evaluations.length,
    feasible: search.finalists.filter((index) => isFeasible(search.evaluations[index]!)).length,
    pathsPerStage: search.pathsPerStage,
    pathEvaluations: search.pathEvaluations,
    stop: judgeSeparation(search.evaluations, choice.index, policy.objective),
  };
}

function summariseFrontier({ evaluations, finalists }: StagedSearchResult, evaluator: TierEvaluator, chosen: number, context: PerpMetricContext): PerpCandidateSummary[] {
  const finals = finalists.map((index) => evaluations[index]!);
  // What breaks a constraint is no choice, however good its figures: infinitely bad here, so that it beats nothing.
  const onFrontier = findNonDominated(finals.map((evaluation) => (isFeasible(evaluation) ? [-evaluation.objective, evaluation.risk, meanCost(evaluation)] : [Infinity, Infinity, Infinity])));
  return finals.map((evaluation, position) => {
    const found = evaluator.of(evaluation.candidate);
    return {
      table: found.table,
      metrics: summarisePerpSamples(found, context),
      constraints: found.constraints.map(toOutcome),
      feasible: isFeasible(evaluation),
      onFrontier: onFrontier[position]! && isFeasible(evaluation),
      isCurrent: finalists[position] === 0,
      isRecommended: finalists[position] === chosen,
      newlyLiquidatableAccounts: found.newlyLiquidatable.accounts,
      newlyLiquidatableNotionalUsd: found.newlyLiquidatable.notionalUsd,
    };
  });
}

/** Says in a plain sentence why this table and not another. */
function describeChoice({ ground, index }: RecommendedChoice, search: StagedSearchResult, policy: PerpPolicyFile): string {
  const current = search.evaluations[0]!;
  const winner = search.evaluations[index]!;
  const gain = `${(100 * (winner.objective / current.objective - 1)).toFixed(1)} %`;
  const total = `${search.evaluations.length} tables`;
  switch (ground) {
    case 'objective-gain':
      return `It allows ${gain} more leverage on the positions as they stand than today, the most among ${total} that keeps every constraint of policy ${policy.name} at its upper 95 % bound.`;
    case 'restores-feasibility':
      return `Today's tiers break policy ${policy.name}; among ${total} this keeps every constraint with the most leverage on the positions as they stand (${gain.replace('-', '−')} against today).`;
    case 'cost-fall':
      return `It keeps every constraint and today's leverage while liquidation costs traders ${(100 * (1 - meanCost(winner) / meanCost(current))).toFixed(1)} % less on the same paths.`;
    case 'keep-not-material':
      return `Today's tiers keep every constraint of policy ${policy.name}, and the best of ${total} would gain less than ${(100 * policy.objective.minimumGainRatio).toFixed(1)} % of leverage: not worth a vote.`;
    case 'keep-best':
      return `Today's tiers keep every constraint of policy ${policy.name}, and none of ${total} that also does is better beyond sampling error.`;
  }
}
