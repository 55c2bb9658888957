import { SAMPLE_COLUMNS } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { SampleStore } from '../ports.js';

export interface SampleLedgerOptions {
  /** Where samples are kept beyond this process, if anywhere. */
  readonly store?: SampleStore | null;
  readonly signal?: AbortSignal | undefined;
}

/** How a parameter set of a kind is named, and what an executor is handed for it. */
export interface SetForm<ParameterSet, Candidate> {
  readonly keyOf: (set: ParameterSet) => string;
  readonly candidateOf: (set: ParameterSet) => Candidate;
}

/** The samples of every parameter set that was simulated: paths are simulated once per set, and a longer look adds those that are missing. */
export class SampleLedger<ParameterSet, Candidate> {
  private readonly samplesOf = new Map<string, PathSamples>();

  constructor(
    private readonly executor: Executor<Candidate>,
    private readonly form: SetForm<ParameterSet, Candidate>,
    private readonly options: SampleLedgerOptions = {},
  ) {}

  /** Gives the samples of each set on the first `pathCount` paths or more, in the sets' order; the same object as long as no path was added. */
  async simulate(sets: readonly ParameterSet[], pathCount: number, onProgress: (fraction: number) => void): Promise<PathSamples[]> {
    const { keyOf, candidateOf } = this.form;
    const bySize = new Map<number, ParameterSet[]>();
    for (const set of new Map(sets.map((one) => [keyOf(one), one])).values()) {
      const from = this.recall(keyOf(set), pathCount);
      if (from < pathCount) bySize.set(from, [...(bySize.get(from) ?? []), set]);
    }
    const paths = [...bySize].reduce((sum, [from, lacking]) => sum + lacking.length * (pathCount - from), 0);
    let done = 0;
    for (const [fromPath, lacking] of bySize) {
      const share = (lacking.length * (pathCount - fromPath)) / paths;
      const fresh = await evaluateCandidates(this.executor, lacking.map(candidateOf), pathCount, { fromPath, signal: this.options.signal, onProgress: (fraction) => onProgress(done + fraction * share) });
      done += share;
      for (const [index, set] of lacking.entries()) {
        const known = this.samplesOf.get(keyOf(set));
        this.samplesOf.set(keyOf(set), known ? joinSamples(known, fresh[index]!) : fresh[index]!);
        await this.options.store?.keep(keyOf(set), fromPath, fresh[index]!);
      }
    }
    return sets.map((set) => this.samplesOf.get(keyOf(set))!);
  }

  /** Takes what is stored, up to `pathCount`: more than was asked for would let a resumed search see further than the first did. */
  private recall(key: string, pathCount: number): number {
    const known = this.samplesOf.get(key)?.badDebtUsd.length ?? 0;
    const stored = this.options.store?.recall(key);
    const take = Math.min(stored?.['badDebtUsd']!.length ?? 0, pathCount);
    if (!stored || take <= known) return known;
    this.samplesOf.set(key, mapColumns((column) => stored[column]!.slice(0, take)));
    return take;
  }
}

function joinSamples(first: PathSamples, then: PathSamples): PathSamples {
  return mapColumns((column) => Float64Array.of(...first[column], ...then[column]));
}

function mapColumns(valuesOf: (column: keyof PathSamples) => Float64Array): PathSamples {
  return Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, valuesOf(column)])) as Record<keyof PathSamples, Float64Array>;
}
