import { assertInvariant } from '../core/assert.js';
import { breaksAtFloor, countPaths, isFeasible, meanCost, type Evaluate, type Evaluation, type LookAtPaths } from './evaluation.js';
import { findNonDominated } from './frontier.js';
import { isSameCandidate, maySet, type Candidate, type ParameterSpace } from './space.js';

/** How far a search is, for who watches it. */
export interface SearchStanding {
  readonly candidates: number;
  /** Candidates × paths that were simulated. */
  readonly pathEvaluations: number;
  /** Candidates that nothing beats in objective, risk and cost among those that keep every constraint so far. */
  readonly frontier: number;
  /** The best objective that keeps every constraint so far over the one in force, minus 1; `null` while there is none. */
  readonly bestGainRatio: number | null;
}

/** Everything that a search has learnt: one evaluation per candidate, in the order they were met, the one in force first. */
export class Ledger {
  private readonly known = new Map<string, Evaluation>();
  private paths = 0;
  private lastStanding: SearchStanding = { candidates: 0, pathEvaluations: 0, frontier: 0, bestGainRatio: null };

  constructor(
    private readonly space: ParameterSpace,
    private readonly evaluate: Evaluate,
  ) {}

  get evaluations(): Evaluation[] {
    return [...this.known.values()];
  }

  get standing(): SearchStanding {
    return this.lastStanding;
  }

  of(candidate: Candidate): Evaluation {
    return this.known.get(String(candidate))!;
  }

  /**
   * Has candidates evaluated that are not known on so many paths yet.
   *
   * @throws InternalError for a combination that may not be set and is not the one in force: none is ever handed to an engine
   */
  async learn(candidates: readonly Candidate[], pathCount: number, onProgress: (fraction: number) => void = () => {}): Promise<void> {
    const wanted = new Map(candidates.map((candidate) => [String(candidate), candidate]));
    for (const [key, candidate] of wanted) {
      assertInvariant(this.isInForce(candidate) || maySet(this.space, candidate), `the combination ${key} may not be set`);
      if (this.pathsOf(key) >= pathCount) wanted.delete(key);
    }
    if (wanted.size === 0) return;
    const evaluations = await this.evaluate([...wanted.values()], pathCount, onProgress);
    [...wanted.keys()].forEach((key, index) => {
      const from = this.pathsOf(key);
      // What a look at the worst paths has seen is not simulated again.
      const seen = this.known.get(key)?.tail?.paths.filter((path) => path >= from && path < pathCount).length ?? 0;
      this.paths += pathCount - from - seen;
      this.known.set(key, evaluations[index]!);
    });
    this.lastStanding = this.takeStanding();
  }

  /** Has known candidates looked at on chosen paths out of `pathCount`, beyond those that any of them rests on. */
  async lookAt(candidates: readonly Candidate[], look: LookAtPaths, paths: Int32Array, pathCount: number, onProgress: (fraction: number) => void): Promise<void> {
    if (candidates.length === 0 || paths.length === 0) return;
    assertInvariant(candidates.every((candidate) => this.pathsOf(String(candidate)) <= paths[0]!), 'a path was to be looked at twice');
    const evaluations = await look(candidates, paths, pathCount, onProgress);
    candidates.forEach((candidate, index) => this.known.set(String(candidate), evaluations[index]!));
    this.paths += candidates.length * paths.length;
    this.lastStanding = this.takeStanding();
  }

  private pathsOf(key: string): number {
    const evaluation = this.known.get(key);
    return evaluation ? countPaths(evaluation) : 0;
  }

  private isInForce(candidate: Candidate): boolean {
    return isSameCandidate(candidate, this.space.dimensions.map(({ current }) => current));
  }

  private takeStanding(): SearchStanding {
    const [inForce, ...others] = this.evaluations;
    const feasible = [inForce!, ...others].filter((evaluation) => isFeasible(evaluation) && !breaksAtFloor(evaluation));
    const frontier = findNonDominated(feasible.map((evaluation) => [-evaluation.objective, evaluation.risk, meanCost(evaluation)])).filter(Boolean).length;
    const best = feasible.reduce((most, { objective }) => Math.max(most, objective), -Infinity);
    const bestGainRatio = feasible.length === 0 ? null : (best - inForce!.objective) / (Math.abs(inForce!.objective) || 1);
    return { candidates: this.known.size, pathEvaluations: this.paths, frontier, bestGainRatio };
  }
}
