import { countPaths, isFeasible, meanCost, willBreak, worstExcess, type Evaluate, type Evaluation, type LookAtPaths } from './evaluation.js';
import { exploreSpace } from './explore-space.js';
import { findNonDominated } from './frontier.js';
import { Ledger, type SearchStanding } from './ledger.js';
import { couldChangeChoice, type Materiality } from './recommend.js';
import { assertSearchable, countGridPoints, enumerateGrid, refuseEmptySpace, stepsBetween, type Candidate, type ParameterSpace } from './space.js';
import { chooseTailPaths } from './tail-look.js';

/** Grids up to this size are looked at point by point; larger spaces are explored. */
const GRID_POINTS_MAX = 5000;
/** The first look at a grid takes this share of the screening paths; the second only at what the first did not rule out. */
const FIRST_LOOK_SHARE = 0.25;
/** Standard errors by which a forecast must miss before paths are spared: a wrong guess would cost the best candidate. */
const FORECAST_SPREAD = 3;
/** Of the frontier, and of the nearest misses, no more than this share of the candidates gets all paths: what the reader sees must not cost more than the answer. */
const SHOWN_SHARE = 1 / 8;

export interface StagedSearchOptions {
  /** Paths after which candidates are ranked. */
  readonly screeningPaths: number;
  /** Paths of the finalists. */
  readonly finalPaths: number;
  /** Contenders that are raced together. */
  readonly batchSize: number;
  /** Seed of the exploration of a large space; a grid needs none. */
  readonly seed: number;
  readonly materiality: Materiality;
  /** How to see candidates on chosen paths. Without it every candidate that the first look does not rule out gets the screening paths. */
  readonly look?: LookAtPaths | undefined;
  readonly onProgress?: (fraction: number, standing: SearchStanding, note: string) => void;
}

export interface StagedSearchResult {
  /** One evaluation per candidate, the one in force first; finalists carry the full number of paths. */
  readonly evaluations: readonly Evaluation[];
  /** Indices into `evaluations`; the one in force is always among them. */
  readonly finalists: readonly number[];
  /** Paths per candidate of every round, rising. */
  readonly pathsPerStage: readonly number[];
  /** Candidates × paths that were simulated; all candidates on all paths would be `evaluations.length × finalPaths`. */
  readonly pathEvaluations: number;
}

/**
 * Searches a space: a short look at every grid point, or at those that an exploration of a large space meets; a look at the paths that go worst
 * for the point in force; then a race of those that still matter, on more and more of the paths that all share.
 *
 * Ruled out at any time: what is as good as sure to break a constraint at its upper bound on all paths (`willBreak`, 3 standard errors), or breaks
 * one by the worst paths alone.
 * Raced to the full number, by doubling: the point in force, the frontier of the looks, then, best objective first, whatever could
 * still change what is recommended among the finalists so far (`couldChangeChoice`). Nothing else can change the answer, so nothing else gets more paths.
 * @throws UsageError when there is nothing to search
 */
export async function searchInStages(space: ParameterSpace, evaluate: Evaluate, options: StagedSearchOptions): Promise<StagedSearchResult> {
  assertSearchable(space);
  const { finalPaths } = options;
  const ledger = new Ledger(space, evaluate);
  await screen(space, ledger, options);
  if (ledger.evaluations.length === 1) throw refuseEmptySpace(space);
  const batchSize = Math.min(options.batchSize, Math.ceil(ledger.evaluations.length * SHOWN_SHARE));
  const race = new Race(space, ledger, options);
  const inForce = space.dimensions.map(({ current }) => current);
  if (options.look) {
    await ledger.learn([inForce], finalPaths);
    await lookAtTail(ledger, race.listAlive(), options.look, options);
  }
  const alive = race.listAlive();
  const onFrontier = findNonDominated(alive.map((evaluation) => [-evaluation.objective, evaluation.risk, meanCost(evaluation)]));
  await ledger.learn([inForce], finalPaths);
  await race.run(alive.filter((_, index) => onFrontier[index]).slice(0, batchSize), 'frontier');
  for (let contenders = race.rank(); contenders.length > 0; contenders = race.rank()) await race.run(contenders.slice(0, batchSize), 'recommendation');
  // Without any that keeps the policy, the nearest misses are what the reader asks for next.
  if (!ledger.evaluations.some((evaluation) => countPaths(evaluation) >= finalPaths && isFeasible(evaluation))) {
    const nearest = [...ledger.evaluations].sort((a, b) => worstExcess(a) - worstExcess(b)).slice(0, batchSize);
    await ledger.learn(nearest.map(({ candidate }) => candidate), finalPaths);
  }

  const evaluations = ledger.evaluations;
  const finalists = evaluations.flatMap((evaluation, index) => (countPaths(evaluation) >= finalPaths ? [index] : []));
  return { evaluations, finalists, pathsPerStage: listRounds(options), pathEvaluations: ledger.standing.pathEvaluations };
}

/** Looks at the worst paths of the point in force, which holds all paths, with every candidate that is not ruled out. */
async function lookAtTail(ledger: Ledger, alive: readonly Evaluation[], look: LookAtPaths, { finalPaths, onProgress }: StagedSearchOptions): Promise<void> {
  const others = alive.filter((evaluation) => countPaths(evaluation) < finalPaths);
  const paths = chooseTailPaths(ledger.evaluations[0]!, Math.max(0, ...others.map(countPaths)));
  const note = `looking at the ${paths.length} worst paths`;
  await ledger.lookAt(others.map(({ candidate }) => candidate), look, paths, finalPaths, (fraction) => onProgress?.(0.4 + fraction / 10, ledger.standing, note));
}

/** Paths of the first look, of the second, and of every round of the race. */
function listRounds({ screeningPaths, finalPaths }: StagedSearchOptions): number[] {
  const rounds = [Math.max(2, Math.round(screeningPaths * FIRST_LOOK_SHARE))];
  for (let paths = screeningPaths; paths < finalPaths; paths *= 2) rounds.push(paths);
  return [...new Set([...rounds.filter((paths) => paths < finalPaths), finalPaths])];
}

async function screen(space: ParameterSpace, ledger: Ledger, options: StagedSearchOptions): Promise<void> {
  const { screeningPaths, finalPaths, look, onProgress } = options;
  if (countGridPoints(space) > GRID_POINTS_MAX) {
    return exploreSpace(space, ledger, { ...options, onProgress: (fraction) => onProgress?.(fraction / 2, ledger.standing, `exploring, ${screeningPaths} paths`) });
  }
  const candidates = enumerateGrid(space);
  const tell = (fraction: number, paths: number): void => onProgress?.(fraction * 0.4, ledger.standing, `looking, ${paths} paths`);
  const [firstLook] = listRounds(options) as [number];
  await ledger.learn(candidates, Math.min(firstLook, screeningPaths), (fraction) => tell(fraction / 2, firstLook));
  if (look) return;
  const left = candidates.filter((candidate, index) => index === 0 || !willBreak(ledger.of(candidate), finalPaths, FORECAST_SPREAD));
  await ledger.learn(left, screeningPaths, (fraction) => tell(0.5 + fraction / 2, screeningPaths));
}

/** Gives paths to contenders in rounds, and takes those out that further paths cannot save. */
class Race {
  constructor(
    private readonly space: ParameterSpace,
    private readonly ledger: Ledger,
    private readonly options: StagedSearchOptions,
  ) {}

  /** What is not ruled out, finalists included: best objective first, then lower cost, then nearer to the point in force. */
  listAlive(): Evaluation[] {
    const evaluations = this.ledger.evaluations;
    const inForce: Candidate = evaluations[0]!.candidate;
    return evaluations
      .filter((evaluation) => !willBreak(evaluation, this.options.finalPaths, FORECAST_SPREAD))
      .map((evaluation) => ({ evaluation, cost: meanCost(evaluation), steps: stepsBetween(this.space, inForce, evaluation.candidate) }))
      .sort((a, b) => b.evaluation.objective - a.evaluation.objective || a.cost - b.cost || a.steps - b.steps)
      .map(({ evaluation }) => evaluation);
  }

  /** What may still change the recommendation among the finalists so far, in the same order. */
  rank(): Evaluation[] {
    const finals = this.listFinals();
    return this.listAlive().filter((evaluation) => countPaths(evaluation) < this.options.finalPaths && this.couldChange(finals, evaluation));
  }

  async run(contenders: readonly Evaluation[], what: 'frontier' | 'recommendation'): Promise<void> {
    const { finalPaths, onProgress } = this.options;
    let alive = contenders.map(({ candidate }) => candidate);
    for (const paths of listRounds(this.options)) {
      const note = `racing for the ${what}, ${alive.length} on ${paths} paths`;
      await this.ledger.learn(alive, paths, (fraction) => onProgress?.(0.5 + (fraction * paths) / finalPaths / 2, this.ledger.standing, note));
      const finals = this.listFinals();
      alive = alive.filter((candidate) => {
        const evaluation = this.ledger.of(candidate);
        return !willBreak(evaluation, finalPaths, FORECAST_SPREAD) && (what === 'frontier' || this.couldChange(finals, evaluation));
      });
    }
  }

  private listFinals(): Evaluation[] {
    return this.ledger.evaluations.filter((evaluation) => countPaths(evaluation) >= this.options.finalPaths);
  }

  private couldChange(finals: readonly Evaluation[], evaluation: Evaluation): boolean {
    const { screeningPaths, materiality } = this.options;
    return couldChangeChoice(this.space, finals, evaluation, materiality, FORECAST_SPREAD, screeningPaths);
  }
}
