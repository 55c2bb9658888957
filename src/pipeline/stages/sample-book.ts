import { assertInvariant } from '../../core/assert.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import { SAMPLE_COLUMNS } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import { createSamples, type PathSamples } from '../../simulation/samples.js';
import type { SampleStore } from '../ports.js';

/** Samples of chosen paths; `paths` rises. */
export interface ChosenSamples {
  readonly paths: Int32Array;
  readonly samples: PathSamples;
}

/** What is known of one parameter set: its first paths, and chosen ones of which some lie beyond them. */
export interface KnownSamples {
  readonly first: PathSamples;
  readonly chosen: ChosenSamples | null;
}

export interface SampleBookOptions {
  /** Where samples are kept beyond this process, in the order in which they were simulated. */
  readonly store?: SampleStore | null;
  readonly signal?: AbortSignal | undefined;
}

type Sets = ReadonlyMap<string, SearchedParameters>;

/** The samples of every parameter set of a search: each path of a set is simulated once, whoever asks for it first. */
export class SampleBook {
  private readonly known = new Map<string, KnownSamples>();

  constructor(
    private readonly executor: Executor,
    private readonly options: SampleBookOptions,
  ) {}

  of(key: string): KnownSamples {
    return this.known.get(key)!;
  }

  /** Sees to it that the first `pathCount` paths of every set are known. */
  async learnFirst(sets: Sets, pathCount: number, onProgress: (fraction: number) => void): Promise<void> {
    const missing = mapValues(sets, (_, key) => listMissing(this.known.get(key), pathCount));
    const fresh = await this.fetch(sets, missing, onProgress);
    for (const [key, samples] of fresh) this.known.set(key, extend(this.known.get(key), { paths: missing.get(key)!, samples }, pathCount));
  }

  /** Sees to it that chosen paths beyond the first ones are known, all of them or none so far. */
  async learnChosen(sets: Sets, paths: Int32Array, onProgress: (fraction: number) => void): Promise<void> {
    for (const key of sets.keys()) {
      const { first, chosen } = this.of(key);
      assertInvariant(chosen === null && countPaths(first) <= paths[0]!, 'chosen paths were known in part');
    }
    const fresh = await this.fetch(sets, mapValues(sets, () => paths), onProgress);
    for (const [key, samples] of fresh) this.known.set(key, { ...this.of(key), chosen: { paths, samples } });
  }

  /** Takes what is stored and simulates the rest; gives the samples of each set's missing paths, in their order. */
  private async fetch(sets: Sets, missing: ReadonlyMap<string, Int32Array>, onProgress: (fraction: number) => void): Promise<Map<string, PathSamples>> {
    const recalled = mapValues(sets, (_, key) => this.recall(key, missing.get(key)!.length));
    // Sets that lack the same paths go together: the first ones known, whether chosen ones are, and how many were stored say which those are.
    const groups = new Map<string, string[]>();
    for (const key of sets.keys()) {
      if (countPaths(recalled.get(key)!) === missing.get(key)!.length) continue;
      const known = this.known.get(key);
      const name = [known ? countPaths(known.first) : 0, Boolean(known?.chosen), countPaths(recalled.get(key)!)].join();
      groups.set(name, [...(groups.get(name) ?? []), key]);
    }
    const wantedOf = ([key]: readonly string[]): Int32Array => missing.get(key!)!.subarray(countPaths(recalled.get(key!)!));
    const total = [...groups.values()].reduce((sum, keys) => sum + keys.length * wantedOf(keys).length, 0);
    const fetched = new Map(recalled);
    let done = 0;
    for (const keys of groups.values()) {
      const paths = wantedOf(keys);
      const share = (keys.length * paths.length) / total;
      const parameters = keys.map((key) => sets.get(key)!);
      const fresh = await evaluateCandidates(this.executor, parameters, paths.length, { paths, signal: this.options.signal, onProgress: (fraction) => onProgress(done + fraction * share) });
      done += share;
      for (const [index, key] of keys.entries()) {
        const stored = recalled.get(key)!;
        fetched.set(key, joinSamples(stored, fresh[index]!));
        await this.options.store?.keep(key, countSimulated(this.known.get(key)) + countPaths(stored), fresh[index]!);
      }
    }
    return fetched;
  }

  /** Takes what is stored beyond what is known, as far as it is asked for: more would let a resumed search see further than the first did. */
  private recall(key: string, count: number): PathSamples {
    const stored = this.options.store?.recall(key);
    const from = countSimulated(this.known.get(key));
    return mapColumns((column) => stored?.[column]!.slice(from, from + count) ?? new Float64Array(0));
  }
}

/** All paths of a set, with zeros where a path is not known. */
export function spreadSamples({ first, chosen }: KnownSamples, pathCount: number): PathSamples {
  const spread = createSamples(pathCount);
  for (const column of SAMPLE_COLUMNS) {
    chosen?.paths.forEach((path, index) => (spread[column][path] = chosen.samples[column][index]!));
    spread[column].set(first[column]);
  }
  return spread;
}

export function countPaths({ badDebtUsd }: PathSamples): number {
  return badDebtUsd.length;
}

/** How many paths of a set were simulated: its first ones, and the chosen ones beyond them. */
function countSimulated(known: KnownSamples | undefined): number {
  if (known === undefined) return 0;
  const first = countPaths(known.first);
  return first + (known.chosen?.paths.filter((path) => path >= first).length ?? 0);
}

/** The first `pathCount` paths without those that are known, rising. */
function listMissing(known: KnownSamples | undefined, pathCount: number): Int32Array {
  const first = known ? countPaths(known.first) : 0;
  const chosen = new Set(known?.chosen?.paths);
  return Int32Array.from({ length: Math.max(0, pathCount - first) }, (_, index) => first + index).filter((path) => !chosen.has(path));
}

/** Joins fresh paths to the first ones, with the chosen ones among them. */
function extend(known: KnownSamples | undefined, fresh: ChosenSamples, pathCount: number): KnownSamples {
  if (known === undefined) return { first: fresh.samples, chosen: null };
  if (countPaths(known.first) >= pathCount) return known;
  const first = spreadSamples(known, Math.max(pathCount, 1 + (known.chosen?.paths.at(-1) ?? 0)));
  for (const column of SAMPLE_COLUMNS) fresh.paths.forEach((path, index) => (first[column][path] = fresh.samples[column][index]!));
  return { first: mapColumns((column) => first[column].slice(0, pathCount)), chosen: known.chosen };
}

function joinSamples(first: PathSamples, then: PathSamples): PathSamples {
  return mapColumns((column) => Float64Array.of(...first[column], ...then[column]));
}

function mapColumns(valuesOf: (column: keyof PathSamples) => Float64Array): PathSamples {
  return Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, valuesOf(column)])) as Record<keyof PathSamples, Float64Array>;
}

function mapValues<Before, After>(map: ReadonlyMap<string, Before>, change: (value: Before, key: string) => After): Map<string, After> {
  return new Map([...map].map(([key, value]) => [key, change(value, key)]));
}
