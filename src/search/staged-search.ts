import { isClearlyInfeasible, isFeasible, meanCost, type Evaluate, type Evaluation } from './evaluation.js';
import { findNonDominated } from './frontier.js';
import { enumerateGrid, stepsBetween, type Candidate, type ParameterSpace } from './space.js';

export interface StagedSearchOptions {
  /** Paths of the first look at every candidate. */
  readonly screeningPaths: number;
  /** Paths of the finalists. */
  readonly finalPaths: number;
  /** Finalists per batch. */
  readonly batchSize: number;
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
 * Searches a small space: a short look at every grid point, then the full number of paths for those that still matter.
 *
 * Ruled out after the short look: points whose constraints are broken beyond sampling error. Finalists are the point in force, the
 * best by (objective, cost), and the short look's frontier. Batches continue while a point that is left promises a better objective
 * than the best feasible finalist.
 */
export async function searchInStages(space: ParameterSpace, evaluate: Evaluate, options: StagedSearchOptions): Promise<StagedSearchResult> {
  const { screeningPaths, finalPaths, batchSize, onProgress } = options;
  const candidates = enumerateGrid(space);
  const evaluations = await evaluate(candidates, screeningPaths, (fraction) => onProgress?.(fraction / 2, `${candidates.length} candidates, ${screeningPaths} paths`));
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
  return { evaluations, finalists, pathsPerStage: [screeningPaths, finalPaths] };
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
