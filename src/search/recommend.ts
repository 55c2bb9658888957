import type { SearchStop } from '../core/search-result.js';
import { CONFIDENCE_Z, type Estimate } from '../numeric/confidence.js';
import { computeMean } from '../numeric/sample-moments.js';
import { compareObjectives, comparePaths, countPaths, isClearlyInfeasible, isFeasible, meanCost, type Evaluation } from './evaluation.js';
import { stepsBetween, type ParameterSpace } from './space.js';

/** How much better a change must be before it is worth a vote. */
export interface Materiality {
  /** Smallest relative gain in the objective. */
  readonly minimumGainRatio: number;
  /** Smallest relative fall of the mean cost at an equal objective. */
  readonly minimumCostFallRatio: number;
}

/** Which rule decided: the sentence for the reader is made from it elsewhere. */
export type RecommendationGround =
  | 'objective-gain'
  | 'cost-fall'
  | 'restores-feasibility'
  | 'keep-best'
  | 'keep-not-material';

export interface RecommendedChoice {
  /** Index into the evaluations. */
  readonly index: number;
  readonly ground: RecommendationGround;
}

/**
 * Chooses among fully evaluated candidates; `null` when none is feasible.
 *
 * 1. Feasible = every constraint holds at its upper confidence bound.
 * 2. The best objective wins if it gains at least `minimumGainRatio` on the point in force, or if the point in force is infeasible. Where
 *    objectives carry sampling error the gain must be distinguishable from zero (95 %, paired), and what cannot be told from the best equals it.
 * 3. Among equal objectives the nearest to the point in force, unless another's mean cost is lower by `minimumCostFallRatio` and
 *    the paired difference on common paths excludes zero (95 %).
 * 4. Otherwise the point in force stays. Nothing pushes the search to move.
 *
 * `evaluations[0]` is the point in force.
 */
export function recommend(
  space: ParameterSpace,
  evaluations: readonly Evaluation[],
  finalists: readonly number[],
  materiality: Materiality,
): RecommendedChoice | null {
  const current = evaluations[0]!;
  const feasible = finalists.filter((index) => isFeasible(evaluations[index]!));
  if (feasible.length === 0) return null;
  const best = feasible.reduce((most, index) => (evaluations[index]!.objective > evaluations[most]!.objective ? index : most));
  const gains = isMaterialGain(evaluations[best]!, current, materiality);

  if (!isFeasible(current) || gains) {
    const equals = feasible.filter((index) => compareObjectives(evaluations[index]!, evaluations[best]!).ciHigh >= 0);
    const among = isFeasible(current) ? equals.filter((index) => isMaterialGain(evaluations[index]!, current, materiality)) : equals;
    return { index: cheapestOf(space, evaluations, among, materiality), ground: isFeasible(current) ? 'objective-gain' : 'restores-feasibility' };
  }
  const noWorse = feasible.filter((index) => compareObjectives(evaluations[index]!, current).ciLow >= 0);
  const index = cheapestOf(space, evaluations, noWorse, materiality);
  if (index !== 0) return { index, ground: 'cost-fall' };
  return { index: 0, ground: evaluations[best]!.objective > current.objective ? 'keep-not-material' : 'keep-best' };
}

function isMaterialGain(evaluation: Evaluation, current: Evaluation, { minimumGainRatio }: Materiality): boolean {
  const { value, ciLow } = compareObjectives(evaluation, current);
  return value > Math.abs(current.objective) * minimumGainRatio && ciLow > 0;
}

/**
 * Says whether the choice is separated from all others.
 *
 * A rival has a better objective by the material gain, or an equal one at a materially lower cost, and breaks a constraint, if any, within sampling error only.
 */
export function judgeSeparation(evaluations: readonly Evaluation[], chosen: number, materiality: Materiality): SearchStop {
  const choice = evaluations[chosen]!;
  const isCheaper = (evaluation: Evaluation): boolean => {
    // A mean over few paths says nothing beside one over many: both on the paths that they share, and what those leave open counts for the rival.
    const { value, ciLow, n } = comparePaths(evaluation.costByPath, choice.costByPath);
    const saving = n < countPaths(choice) ? -ciLow : -value;
    const cost = computeMean(choice.costByPath.subarray(0, n));
    return evaluation.objective === choice.objective && saving > 0 && saving >= cost * materiality.minimumCostFallRatio;
  };
  const isBetter = (evaluation: Evaluation): boolean => gainOver(choice, evaluation) > materiality.minimumGainRatio && compareObjectives(evaluation, choice).ciHigh > 0;
  const rivals = evaluations.filter((evaluation, index) => index !== chosen && (isBetter(evaluation) || isCheaper(evaluation)) && !isClearlyInfeasible(evaluation));
  const rivalGainRatio = rivals.reduce((most, evaluation) => Math.max(most, gainOver(choice, evaluation)), 0);
  return { reason: rivals.length === 0 ? 'separated' : 'budget', rivals: rivals.length, rivalGainRatio };
}

/** How much better the objective of `evaluation` is, in shares of the choice's, on the paths that both were evaluated on. */
function gainOver(choice: Evaluation, evaluation: Evaluation): number {
  const { value, n } = compareObjectives(evaluation, choice);
  const objective = choice.objectiveByPath ? computeMean(choice.objectiveByPath.subarray(0, n)) : choice.objective;
  return value / (Math.abs(objective) || 1);
}

/**
 * Whether a candidate could change what is recommended among the finalists, if it kept every constraint and its cost and objective came out
 * as well as sampling error lets them: `spread` standard errors better, relative to the finalist chosen now, than on the paths so far.
 *
 * It does so by being chosen itself, or as the nearest of equals, against which the saving of all others is measured. Only such
 * candidates are worth more paths. Without a feasible finalist every one is.
 * @param costPathsMin paths below which a cost says too little: the contender's is then taken to be 0 on average, the least a cost can be
 */
export function couldChangeChoice(
  space: ParameterSpace,
  finals: readonly Evaluation[],
  contender: Evaluation,
  materiality: Materiality,
  spread: number,
  costPathsMin = 0,
): boolean {
  const indices = [...finals.keys()];
  const choice = recommend(space, finals, indices, materiality);
  if (choice === null) return true;
  const incumbent = finals[choice.index]!;
  const widen = ({ value, ciHigh }: Estimate): number => (spread * (ciHigh - value)) / CONFIDENCE_Z;
  const cost = comparePaths(contender.costByPath, incumbent.costByPath);
  const objective = compareObjectives(contender, incumbent);
  const costShift = countPaths(contender) < costPathsMin ? -meanCost(incumbent) : cost.value - widen(cost);
  const objectiveShift = objective.value + widen(objective);
  const hopeful: Evaluation = {
    ...contender,
    constraints: [],
    costByPath: incumbent.costByPath.map((value) => value + costShift),
    objective: contender.objectiveByPath ? incumbent.objective + objectiveShift : contender.objective,
    objectiveByPath: contender.objectiveByPath && incumbent.objectiveByPath!.map((value) => value + objectiveShift),
  };
  if (recommend(space, [...finals, hopeful], [...indices, finals.length], materiality)!.index !== choice.index) return true;
  const isEqual = ({ ciLow, ciHigh }: Estimate): boolean => ciLow <= 0 && ciHigh >= 0;
  const distance = ({ candidate }: Evaluation): number => stepsBetween(space, finals[0]!.candidate, candidate);
  const equals = finals.filter((evaluation) => isFeasible(evaluation) && isEqual(compareObjectives(evaluation, incumbent)));
  return isEqual(objective) && equals.every((evaluation) => distance(contender) < distance(evaluation));
}

/** The nearest to the point in force, or the cheapest whose saving over it is material and distinguishable. */
function cheapestOf(space: ParameterSpace, evaluations: readonly Evaluation[], among: readonly number[], materiality: Materiality): number {
  const origin = evaluations[0]!.candidate;
  const known = among.map((index) => ({ index, cost: meanCost(evaluations[index]!), steps: stepsBetween(space, origin, evaluations[index]!.candidate) }));
  const nearest = [...known].sort((a, b) => a.steps - b.steps || a.index - b.index)[0]!;
  const byCost = [...known].sort((a, b) => a.cost - b.cost || a.steps - b.steps || a.index - b.index);
  for (const { index, cost } of byCost) {
    if (cost > nearest.cost * (1 - materiality.minimumCostFallRatio)) break;
    if (comparePaths(evaluations[index]!.costByPath, evaluations[nearest.index]!.costByPath).ciHigh < 0) return index;
  }
  return nearest.index;
}
