import { isClearlyInfeasible, isFeasible, meanCost, type Evaluate, type Evaluation } from './evaluation.js';
import { exploreSpace } from './explore-space.js';
import { findNonDominated } from './frontier.js';
import { countGridPoints, enumerateGrid, stepsBetween, type Candidate, type ParameterSpace } from './space.js';

/** Grids up to this size are looked at point by point; larger spaces are explored. */
const GRID_POINTS_MAX = 5000;

export interface StagedSearchOptions {
  /** Paths of the first look at every candidate. */
  readonly screeningPaths: number;
  /** Paths of the finalists. */
  readonly finalPaths: number;
  /** Finalists per batch. */
  readonly batchSize: number;
  /** Seed of the exploration of a large space; a grid needs none. */
  readonly seed: number;
  readonly onProgress?: (fraction: number, note: string) => void;
}

export interface StagedSearchResult {
  /** One evaluation per candidate, the one in force first; finalists carry the full number of paths. */
  readonly evaluations: readonly Evaluation[];
  /** Indices into `evaluations`; the one in force is always among them. */
  readonly finalists: readonly number[];
  readonly pathsPerStage: readonly number[];
}

/**
 * Searches a space: a short look at every grid point, or at those that an exploration of a large space meets, then the full number of
 * paths for those that still matter.
 *
 * Ruled out after the short look: points whose constraints are broken beyond sampling error. Finalists are the point in force, the
 * best by (objective, cost), and the short look's frontier. Batches continue while a point that is left promises a better objective
 * than the best feasible finalist.
 */
export async function searchInStages(space: ParameterSpace, evaluate: Evaluate, options: StagedSearchOptions): Promise<StagedSearchResult> {
  const { finalPaths, batchSize, onProgress } = options;
  const evaluations = await screen(space, evaluate, options);
  const candidates = evaluations.map(({ candidate }) => candidate);
  const ranked = rankSurvivors(space, evaluations);
  const onFrontier = findNonDominated(evaluations.map((evaluation) => [-evaluation.objective, evaluation.risk, meanCost(evaluation)]));

  const finalists: number[] = [];
  let remaining = ranked;
  let batch = [...new Set([0, ...ranked.slice(0, batchSize), ...ranked.filter((index) => onFrontier[index]).slice(0, batchSize)])];
  while (batch.length > 0) {
    const note = `${batch.length} finalists, ${finalPaths} paths`;
    const final = await evaluate(batch.map((index) => candidates[index]!), finalPaths, (fraction) => onProgress?.(0.5 + fraction / 2, note));
    batch.forEach((index, offset) => (evaluations[index] = final[offset]!));
    finalists.push(...batch);
    // The objective carries no sampling error, so what is left can only help while it promises more than the best that is sure.
    const bestFeasible = Math.max(...finalists.map((index) => evaluations[index]!).filter(isFeasible).map(({ objective }) => objective));
    remaining = remaining.filter((index) => !finalists.includes(index) && evaluations[index]!.objective > bestFeasible);
    batch = remaining.slice(0, batchSize);
  }
  return { evaluations, finalists, pathsPerStage: [options.screeningPaths, finalPaths] };
}

async function screen(space: ParameterSpace, evaluate: Evaluate, options: StagedSearchOptions): Promise<Evaluation[]> {
  const { screeningPaths, onProgress } = options;
  if (countGridPoints(space) > GRID_POINTS_MAX) {
    return exploreSpace(space, evaluate, { ...options, onProgress: (fraction) => onProgress?.(fraction / 2, `exploring, ${screeningPaths} paths`) });
  }
  const candidates = enumerateGrid(space);
  return evaluate(candidates, screeningPaths, (fraction) => onProgress?.(fraction / 2, `${candidates.length} candidates, ${screeningPaths} paths`));
}

/** Indices of the points not ruled out: best objective first, then lower cost, then nearer to the point in force. */
function rankSurvivors(space: ParameterSpace, evaluations: readonly Evaluation[]): number[] {
  const current: Candidate = evaluations[0]!.candidate;
  return evaluations
    .map((evaluation, index) => ({ evaluation, index, cost: meanCost(evaluation), steps: stepsBetween(space, current, evaluation.candidate) }))
    .filter(({ evaluation }) => !isClearlyInfeasible(evaluation))
    .sort((a, b) => b.evaluation.objective - a.evaluation.objective || a.cost - b.cost || a.steps - b.steps || a.index - b.index)
    .map(({ index }) => index);
}
