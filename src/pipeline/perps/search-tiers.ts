import type { MarginTable, NewlyLiquidatableUnits, PerpCandidateSummary, PerpRunResult } from '../../core/perp-run-result.js';
import type { SearchStop } from '../../core/search-result.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { isFeasible, meanCost, type ConstraintCheck, type Evaluate, type Evaluation } from '../../search/evaluation.js';
import { findNonDominated } from '../../search/frontier.js';
import { judgeSeparation, recommend, type RecommendedChoice } from '../../search/recommend.js';
import type { Candidate, ParameterSpace } from '../../search/space.js';
import { searchInStages, type StagedSearchResult } from '../../search/staged-search.js';
import { applyMarginSchedule, findNewlyLiquidatableUnits, measureEfficiency, type TraderResponse } from '../../simulation/perps/margin-change.js';
import { summarisePerpSamples, type PerpMetricContext, type SampledTable } from '../../simulation/perps/perp-metrics.js';
import { createTierEvaluator, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { explainInfeasible } from '../stages/explain-infeasible.js';
import { toOutcome } from '../stages/search-parameters.js';
import { checkPerpConstraints } from './check-perp-constraints.js';
import { buildTableSchedule } from './margin-tables.js';
import type { PerpPolicyFile } from './perp-policy-file.js';
import { tableOf } from './tier-space.js';

const NO_RESPONSE: TraderResponse = { kind: 'none', shareRatio: 0 };
const TOP_UNITS = 10;

/** One table with everything that was learnt about it. */
export interface ExaminedTable extends SampledTable {
  readonly table: MarginTable;
  readonly newlyLiquidatable: NewlyLiquidatableUnits;
  readonly constraints: readonly ConstraintCheck[];
}

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
export async function searchTiers(job: PerpJob, space: ParameterSpace, policy: PerpPolicyFile, context: PerpMetricContext, onProgress: (fraction: number, note: string) => void): Promise<TierSearch> {
  const examined = new Map<string, ExaminedTable>();
  const evaluate = createEvaluate(job, policy, context, examined);
  const search = await searchInStages(space, evaluate, { screeningPaths: policy.paths.screening, finalPaths: policy.paths.final, batchSize: 12, seed: job.seed, materiality: policy.objective, onProgress: (fraction, _, note) => onProgress(fraction, note) });
  const choice = recommend(space, search.evaluations, search.finalists, policy.objective);
  if (!choice) throw explainInfeasible(search.evaluations, policy.name, { describe: (candidate) => describeTable(tableOf(candidate)), widen: 'widen tiers' });
  const recommended = examined.get(String(search.evaluations[choice.index]!.candidate))!;
  return {
    current: examined.get(String(search.evaluations[0]!.candidate))!,
    recommended,
    recommendation: { table: recommended.table, decision: choice.index === 0 ? 'keep' : 'change', reason: describeChoice(choice, search, policy) },
    frontier: summariseFrontier(search, examined, choice.index, context),
    candidates: search.evaluations.length,
    feasible: search.finalists.filter((index) => isFeasible(search.evaluations[index]!)).length,
    pathsPerStage: search.pathsPerStage,
    pathEvaluations: search.pathEvaluations,
    stop: judgeSeparation(search.evaluations, choice.index, policy.objective),
  };
}

function createEvaluate(job: PerpJob, policy: PerpPolicyFile, context: PerpMetricContext, examined: Map<string, ExaminedTable>): Evaluate {
  const sample = createTierEvaluator(job);
  return async (candidates, pathCount, onProgress) => {
    const evaluations: Evaluation[] = [];
    for (const candidate of candidates) {
      const table = examine(job, policy, context, candidate, pathCount, sample);
      examined.set(String(candidate), table);
      evaluations.push(toEvaluation(candidate, table, context));
      onProgress(evaluations.length / candidates.length);
      // Lets progress be drawn between candidates.
      await new Promise((resolve) => setImmediate(resolve));
    }
    return evaluations;
  };
}

function examine(job: PerpJob, policy: PerpPolicyFile, context: PerpMetricContext, candidate: Candidate, pathCount: number, sample: ReturnType<typeof createTierEvaluator>): ExaminedTable {
  const table = tableOf(candidate);
  const schedule = buildTableSchedule(table);
  const { book } = job.scenario;
  // What the change itself does to units as they stand, before any trader answers it.
  const changed = applyMarginSchedule(book, job.studied, schedule, NO_RESPONSE);
  const exposed = findNewlyLiquidatableUnits(book, changed);
  const newlyLiquidatable: NewlyLiquidatableUnits = {
    accounts: new Set(exposed.map(({ unit }) => book.unitAccount[unit])).size,
    notionalUsd: exposed.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0),
    top: exposed.slice(0, TOP_UNITS).map(({ unit, ...figures }) => ({ unit: book.unitNames[unit]!, ...figures })),
  };
  const samples = sample(schedule, pathCount);
  const constraints = checkPerpConstraints(policy.constraints, samples, newlyLiquidatable.notionalUsd / context.openInterestUsd, context.openInterestUsd);
  return { table, samples, efficiency: measureEfficiency(changed), newlyLiquidatable, constraints };
}

function toEvaluation(candidate: Candidate, examined: ExaminedTable, context: PerpMetricContext): Evaluation {
  return {
    candidate,
    objective: examined.efficiency.maxLeverageMultiple,
    objectiveByPath: null,
    costByPath: examined.samples.liquidatedCollateralUsd,
    risk: summarisePerpSamples(examined, context)['deficitEs99Usd']!.value,
    lossByPath: examined.samples.badDebtUsd,
    constraints: examined.constraints,
  };
}

function summariseFrontier({ evaluations, finalists }: StagedSearchResult, examined: ReadonlyMap<string, ExaminedTable>, chosen: number, context: PerpMetricContext): PerpCandidateSummary[] {
  const finals = finalists.map((index) => evaluations[index]!);
  // What breaks a constraint is no choice, however good its figures: infinitely bad here, so that it beats nothing.
  const onFrontier = findNonDominated(finals.map((evaluation) => (isFeasible(evaluation) ? [-evaluation.objective, evaluation.risk, meanCost(evaluation)] : [Infinity, Infinity, Infinity])));
  return finals.map((evaluation, position) => {
    const found = examined.get(String(evaluation.candidate))!;
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
