import type { ReserveParameters } from '../core/run-result.js';
import { generatePath } from '../market/paths/generate-path.js';
import type { PathModel } from '../market/paths/path-model.js';
import { stressPathModel, type PathStress } from '../market/paths/stress-path-model.js';
import { applyReserveParameters, type BorrowerResponse } from './book.js';
import { createFastEngine } from './engine/fast-engine.js';
import type { PathOutcome } from './outcome.js';
import type { LendingScenario, MarketScenario } from './scenario.js';

/** What every chunk of a run shares; handed to a worker once. Plain, cloneable data. */
export interface SharedJob {
  readonly scenario: LendingScenario;
  readonly pathModel: PathModel;
  readonly seed: number;
  /** Index of the reserve under study among the book's assets. */
  readonly reserveAsset: number;
  readonly current: ReserveParameters;
  readonly response: BorrowerResponse;
}

/** One unit of work: these candidates on these paths. Any cut of the work into chunks gives the same samples. */
export interface Chunk {
  readonly candidates: readonly ReserveParameters[];
  readonly fromPath: number;
  readonly toPath: number;
  readonly stress: MarketStress;
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

/** What decides the paths of a run. */
export interface PathSource {
  readonly scenario: Pick<MarketScenario, 'steps' | 'factors'>;
  readonly pathModel: PathModel;
  readonly seed: number;
}

/**
 * Makes the function that gives path `index` of a run, drawn once and kept.
 *
 * Even path indices are Monte-Carlo paths, odd ones historical-bootstrap paths, so every prefix of the paths holds both alike.
 * Shape: (steps+1) × factors, row-major. Memory: 8 bytes × paths × (steps+1) × factors for the kept paths.
 */
export function createPathReader({ scenario, pathModel, seed }: PathSource): (index: number) => Float64Array {
  const paths = new Map<number, Float64Array>();
  return (index) => {
    const known = paths.get(index);
    if (known) return known;
    const path = new Float64Array((scenario.steps + 1) * scenario.factors.length);
    generatePath(pathModel, index % 2 === 0 ? 'monte-carlo' : 'bootstrap', seed, index, scenario.steps, path);
    paths.set(index, path);
    return path;
  };
}

/** Makes the function that works chunks off; paths drawn for one chunk serve the next. */
export function createChunkEvaluator(shared: SharedJob): (chunk: Chunk) => ChunkSamples {
  const { scenario } = shared;
  const readerOf = createStressedReader(shared);
  return (chunk) => {
    const pathOf = readerOf(chunk.stress);
    const pathCount = chunk.toPath - chunk.fromPath;
    const values = new Float64Array(chunk.candidates.length * pathCount * SAMPLE_COLUMNS.length);
    let cursor = 0;
    for (const candidate of chunk.candidates) {
      const book = applyReserveParameters(scenario.book, shared.reserveAsset, shared.current, candidate, shared.response);
      const engine = createFastEngine({ ...applyStress(scenario, chunk.stress), book });
      for (let index = chunk.fromPath; index < chunk.toPath; index++) {
        const outcome = engine.runPath(pathOf(index), undefined, index);
        for (const column of SAMPLE_COLUMNS) values[cursor++] = outcome[column];
      }
    }
    return { values };
  };
}

/** A path reader for each way that prices are stressed. */
function createStressedReader(shared: SharedJob): (stress: PathStress) => (index: number) => Float64Array {
  const readers = new Map<string, (index: number) => Float64Array>();
  return ({ volatilityScale, movesAsOne }) => {
    const key = `${volatilityScale} ${movesAsOne}`;
    const isAsFitted = volatilityScale === 1 && !movesAsOne;
    const reader = readers.get(key) ?? createPathReader(isAsFitted ? shared : { ...shared, pathModel: stressPathModel(shared.pathModel, { volatilityScale, movesAsOne }) });
    readers.set(key, reader);
    return reader;
  };
}

/**
 * Gives the scenario under stress: the same impact at `depthScale` times the size, recovery `recoveryScale` times as slow.
 *
 * `a (Q/s)^b = (a s^-b) Q^b`
 */
export function applyStress(scenario: LendingScenario, { depthScale, recoveryScale }: MarketStress): LendingScenario {
  return {
    ...scenario,
    depth: scenario.depth.map((law) => ({ ...law, coefficient: law.coefficient * depthScale ** -law.exponent })),
    resilience: {
      ...scenario.resilience,
      recoveryHalfLifeSeconds: scenario.resilience.recoveryHalfLifeSeconds * recoveryScale,
    },
  };
}
