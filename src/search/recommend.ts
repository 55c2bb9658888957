import { estimatePairedDifference } from '../numeric/confidence.js';
import { isFeasible, meanCost, type Evaluation } from './evaluation.js';
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
 * 2. The best objective wins if it gains at least `minimumGainRatio` on the point in force, or if the point in force is infeasible.
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
  const best = Math.max(...feasible.map((index) => evaluations[index]!.objective));
  const gains = best > current.objective * (1 + materiality.minimumGainRatio);

  if (!isFeasible(current) || gains) {
    const among = feasible.filter((index) => evaluations[index]!.objective === best);
    return { index: cheapestOf(space, evaluations, among, materiality), ground: isFeasible(current) ? 'objective-gain' : 'restores-feasibility' };
  }
  const noWorse = feasible.filter((index) => evaluations[index]!.objective >= current.objective);
  const index = cheapestOf(space, evaluations, noWorse, materiality);
  if (index !== 0) return { index, ground: 'cost-fall' };
  return { index: 0, ground: best > current.objective ? 'keep-not-material' : 'keep-best' };
}

/** The nearest to the point in force, or the cheapest whose saving over it is material and distinguishable. */
function cheapestOf(space: ParameterSpace, evaluations: readonly Evaluation[], among: readonly number[], materiality: Materiality): number {
  const origin = evaluations[0]!.candidate;
  const distance = (index: number): number => stepsBetween(space, origin, evaluations[index]!.candidate);
  const nearest = [...among].sort((a, b) => distance(a) - distance(b) || a - b)[0]!;
  const base = evaluations[nearest]!;
  const byCost = [...among].sort((a, b) => meanCost(evaluations[a]!) - meanCost(evaluations[b]!) || distance(a) - distance(b) || a - b);
  for (const index of byCost) {
    const other = evaluations[index]!;
    if (meanCost(other) > meanCost(base) * (1 - materiality.minimumCostFallRatio)) break;
    if (estimatePairedDifference(other.costByPath, base.costByPath, { kind: 'mean' }).ciHigh < 0) return index;
  }
  return nearest;
}
