import type { SearchedParameters } from '../core/reserve-parameters.js';
import { generatePath, generateTiltedPath, type NormalTilt } from '../market/paths/generate-path.js';
import type { PathModel } from '../market/paths/path-model.js';
import { stressPathModel, type PathStress } from '../market/paths/stress-path-model.js';
import { applyParameters } from './apply-parameters.js';
import type { BorrowerResponse } from './book.js';
import { createFastEngine } from './engine/fast-engine.js';
import type { PathEngine } from './engine/path-engine.js';
import type { PathOutcome } from './outcome.js';
import type { LendingScenario, MarketScenario } from './scenario.js';

/** What every chunk of a run shares; handed to a worker once. Plain, cloneable data. */
export interface SharedJob {
  readonly scenario: LendingScenario;
  readonly pathModel: PathModel;
  readonly seed: number;
  /** Index of the reserve under study among the book's assets. */
  readonly reserveAsset: number;
  readonly current: SearchedParameters;
  readonly response: BorrowerResponse;
  /** Draws every path from tilted normals, to see more of what is rare; `drawLogWeights` gives what each path then counts. */
  readonly tilt?: NormalTilt | undefined;
}

/** One unit of work: these candidates on these paths. Any cut of the work into chunks gives the same samples. */
export interface Chunk<Candidate = SearchedParameters> {
  readonly candidates: readonly Candidate[];
  readonly fromPath: number;
  readonly toPath: number;
  /** The path at each place from `fromPath` to `toPath − 1` where they do not follow one another; left out, a place is its path. */
  readonly paths?: Int32Array | undefined;
  readonly stress: MarketStress;
}

/** The index of the path at a place of a chunk, `fromPath` … `toPath − 1`. */
export function pathAt({ fromPath, paths }: Pick<Chunk, 'fromPath' | 'paths'>, place: number): number {
  return paths ? paths[place - fromPath]! : place;
}

/** How much worse than fitted the markets are taken to be. */
export interface MarketStress extends PathStress {
  /** Multiplies the depth of every market (0.5 = half the size for the same impact). */
  readonly depthScale: number;
  /** Multiplies the half-life of recovery. */
  readonly recoveryScale: number;
}

export const NO_STRESS: MarketStress = { depthScale: 1, recoveryScale: 1, volatilityScale: 1, movesAsOne: false };

/** The per-path figures that are kept, in the order of the columns of `ChunkSamples.values`. */
export const SAMPLE_COLUMNS = [
  'badDebtUsd',
  'liquidatedDebtUsd',
  'liquidatedCollateralUsd',
  'penaltyUsd',
  'protocolFeeUsd',
  'liquidatorProfitUsd',
  'ownersPaidUsd',
  'fundDrawUsd',
  'adlUsd',
  'socialisedUsd',
  'liquidatedAccounts',
  'peakImpactRatio',
  'peakSizeRatio',
  'alongsideBadDebtUsd',
  'alongsideLiquidatedDebtUsd',
] as const satisfies readonly (keyof PathOutcome)[];

/** Samples of one chunk; shape candidates × paths × columns, row-major. */
export interface ChunkSamples {
  readonly values: Float64Array;
}

/** Memory that a reader may keep paths in: 32,000 of a week of hours with three factors, well above what a search draws. */
const KEPT_PATH_BYTES = 128 * 2 ** 20;

/** What decides the paths of a run. */
export interface PathSource {
  readonly scenario: Pick<MarketScenario, 'steps' | 'factors'>;
  readonly pathModel: PathModel;
  readonly seed: number;
  readonly tilt?: NormalTilt | undefined;
}

/**
 * Makes the function that gives path `index` of a run, drawn once and kept while there is room.
 *
 * Even path indices are Monte-Carlo paths, odd ones historical-bootstrap paths, so every prefix of the paths holds both alike; under a tilt all
 * are Monte-Carlo paths.
 * Shape: (steps+1) × factors, row-major. Memory: 8 bytes × paths × (steps+1) × factors for the kept paths, at most `keptBytes`. The first
 * paths are kept and the others drawn at each call: candidates go through the paths in one order, so that a path kept last would always
 * have been dropped when it is due again.
 */
export function createPathReader({ scenario, pathModel, seed, tilt }: PathSource, keptBytes = KEPT_PATH_BYTES): (index: number) => Float64Array {
  const paths = new Map<number, Float64Array>();
  const entries = (scenario.steps + 1) * scenario.factors.length;
  const mostKept = Math.floor(keptBytes / (entries * Float64Array.BYTES_PER_ELEMENT));
  return (index) => {
    const known = paths.get(index);
    if (known) return known;
    const path = new Float64Array(entries);
    if (tilt) generateTiltedPath(pathModel, tilt, seed, index, scenario.steps, path);
    else generatePath(pathModel, index % 2 === 0 ? 'monte-carlo' : 'bootstrap', seed, index, scenario.steps, path);
    if (paths.size < mostKept) paths.set(index, path);
    return path;
  };
}

/** Gives the logarithm of each path's likelihood ratio under the job's tilt; zeros without one. */
export function drawLogWeights({ scenario, pathModel, seed, tilt }: SharedJob, pathCount: number): Float64Array {
  const path = new Float64Array((scenario.steps + 1) * scenario.factors.length);
  return Float64Array.from({ length: pathCount }, (_, index) => (tilt ? generateTiltedPath(pathModel, tilt, seed, index, scenario.steps, path) : 0));
}

/** Makes the function that works the chunks of a lending job off. */
export function createChunkEvaluator(shared: SharedJob): (chunk: Chunk) => ChunkSamples {
  return createSampler(shared, (candidate, stress) => createFastEngine(applyStress(applyParameters(shared, candidate), stress)));
}

/**
 * Makes the function that works chunks off; paths drawn for one chunk serve the next, and so does the engine of the same candidate under the same stress.
 *
 * One that threw is not to be used again: its engine stands in the middle of a path.
 */
export function createSampler<Candidate>(source: PathSource, createEngine: (candidate: Candidate, stress: MarketStress) => PathEngine): (chunk: Chunk<Candidate>) => ChunkSamples {
  const readerOf = createStressedReader(source);
  // On a large book an engine costs as much to build as many paths.
  const engineOf = keepLast(({ candidate, stress }: { readonly candidate: Candidate; readonly stress: MarketStress }) => createEngine(candidate, stress), JSON.stringify);
  return ({ candidates, fromPath, toPath, paths, stress }) => {
    const pathOf = readerOf(stress);
    const values = new Float64Array(candidates.length * (toPath - fromPath) * SAMPLE_COLUMNS.length);
    let cursor = 0;
    for (const candidate of candidates) {
      const engine = engineOf({ candidate, stress });
      for (let place = fromPath; place < toPath; place++) {
        const index = pathAt({ fromPath, paths }, place);
        const outcome = engine.runPath(pathOf(index), undefined, index);
        for (const column of SAMPLE_COLUMNS) values[cursor++] = outcome[column];
      }
    }
    return { values };
  };
}

/** Gives the reader of the paths under a stress; the last one is kept, so that paths of one stress at a time take memory. */
function createStressedReader(source: PathSource): (stress: PathStress) => (index: number) => Float64Array {
  return keepLast((stress: PathStress) => {
    const isAsFitted = stress.volatilityScale === 1 && !stress.movesAsOne;
    return createPathReader(isAsFitted ? source : { ...source, pathModel: stressPathModel(source.pathModel, stress) });
  }, ({ volatilityScale, movesAsOne }) => `${volatilityScale} ${movesAsOne}`);
}

/** Remembers the outcome of the last call, by a text that names what it was made of. */
function keepLast<Input, Outcome>(make: (input: Input) => Outcome, nameOf: (input: Input) => string): (input: Input) => Outcome {
  let last: { readonly name: string; readonly outcome: Outcome } | undefined;
  return (input) => {
    const name = nameOf(input);
    if (last?.name !== name) last = { name, outcome: make(input) };
    return last.outcome;
  };
}

/**
 * Gives the scenario under stress: the same impact at `depthScale` times the size, recovery `recoveryScale` times as slow.
 *
 * `a (Q/s)^b = (a s^-b) Q^b`
 */
export function applyStress<Scenario extends MarketScenario>(scenario: Scenario, { depthScale, recoveryScale }: MarketStress): Scenario {
  return {
    ...scenario,
    depth: scenario.depth.map((law) => ({ ...law, coefficient: law.coefficient * depthScale ** -law.exponent })),
    resilience: {
      ...scenario.resilience,
      recoveryHalfLifeSeconds: scenario.resilience.recoveryHalfLifeSeconds * recoveryScale,
    },
  };
}
