import type { Piecewise } from '../../core/piecewise.js';
import { minimiseBfgsInPieces, type BfgsMinimum } from '../../numeric/bfgs.js';
import { minimiseNelderMeadInPieces, type Minimum } from '../../numeric/nelder-mead.js';
import type { VolatilityLikelihood } from './likelihood.js';
import { joinParameters, splitParameters, type VolatilityModel } from './volatility-model.js';

/** Of the loss per observation, for returns of variance 1: gives about nine digits of every parameter on the DEM/GBP series. */
const GRADIENT_TOLERANCE = 1e-11;
/** Starts that are followed to their end when the first does not end inside the constraint. */
const STARTS_FOLLOWED = 3;

/** What BFGS may still gain per observation after the simplex at a kink. */
const KINK_GAIN_MAX = 1e-9;

export interface SearchOptions {
  readonly iterationsMax: number;
}

/** Free numbers, and the inverse Hessian of the loss per observation, which hardly depends on the number of observations. */
export interface SearchStart {
  readonly free: Float64Array;
  readonly inverse: Float64Array;
}

export interface SearchOutcome {
  /** The free numbers behind `vector`, and what the search knows of the curvature there: where another search may start. */
  readonly start: SearchStart;
  /** In the order of `nameParameters`, for returns of variance 1. */
  readonly vector: Float64Array<ArrayBuffer>;
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** Starts followed to their end. */
  readonly startsFollowed: number;
  /** How far apart in log-likelihood the ends of the followed starts lie; 0 for one start. */
  readonly endsSpread: number;
}

/** Maps a free vector to parameters inside every constraint. */
export function constrainVector(model: VolatilityModel, free: Float64Array): Float64Array<ArrayBuffer> {
  const { mu, variance, tail } = splitParameters(model, free);
  return joinParameters(model, { mu, variance: model.recursion.constrain(variance), tail: model.innovation.constrain(tail) });
}

function pullBackVector(model: VolatilityModel, free: Float64Array, gradient: Float64Array): Float64Array {
  const at = splitParameters(model, free);
  const by = splitParameters(model, gradient);
  return joinParameters(model, {
    mu: by.mu,
    variance: model.recursion.pullBack(at.variance, by.variance),
    tail: model.innovation.pullBack(at.tail, by.tail),
  });
}

/**
 * Maximises a likelihood for returns of variance 1 by BFGS with the exact gradient of the loss per observation.
 *
 * Formula: the starts are ordered by their likelihood; the best is followed to its end. Where that end is not flat or lies on
 * a border, the next two are followed as well and the highest end is taken; where none is flat, the downhill
 * simplex goes on from the highest and BFGS again.
 * Special cases: `null` where the likelihood is finite at no start. `mean` is where mu starts; `firstStart` is followed
 * before any other.
 */
export function* searchMaximum(
  model: VolatilityModel,
  likelihood: VolatilityLikelihood,
  n: number,
  mean: number,
  options: SearchOptions,
  firstStart?: SearchStart,
): Piecewise<SearchOutcome | null> {
  const loss = (free: Float64Array, freeGradient: Float64Array): number => {
    const gradient = new Float64Array(free.length);
    const value = likelihood.evaluate(constrainVector(model, free), gradient);
    if (!(value > -Infinity)) return Infinity;
    freeGradient.set(pullBackVector(model, free, gradient.map((slope) => -slope / n)));
    return -value / n;
  };
  const settings = { iterationsMax: options.iterationsMax, gradientTolerance: GRADIENT_TOLERANCE };
  const ends: BfgsMinimum[] = [];
  if (firstStart !== undefined && Number.isFinite(loss(firstStart.free, new Float64Array(firstStart.free.length)))) {
    ends.push(yield* minimiseBfgsInPieces(loss, firstStart.free, { ...settings, inverse: firstStart.inverse }));
  }
  if (ends[0] === undefined || !endsInside(model, ends[0])) {
    for (const start of orderStarts(model, mean, loss).slice(0, STARTS_FOLLOWED)) {
      ends.push(yield* minimiseBfgsInPieces(loss, start, settings));
      if (endsInside(model, ends[0]!)) break;
    }
  }
  if (ends.length === 0) return null;
  const values = ends.map(({ value }) => value);
  let best = ends[values.indexOf(Math.min(...values))]!;
  if (!best.converged) {
    const scratch = new Float64Array(best.point.length);
    const simplex = yield* minimiseNelderMeadInPieces((free) => loss(free, scratch), best.point, { step: 0.2 });
    const polished = yield* minimiseBfgsInPieces(loss, simplex.value < best.value ? simplex.point : best.point, settings);
    // A top that is a kink has no flat gradient; that no step of a collapsed simplex leads higher is then all there is to say.
    const isKink = model.recursion.hasLogState && simplex.converged && simplex.value - polished.value < KINK_GAIN_MAX;
    best = { ...polished, converged: polished.converged || isKink };
  }
  return {
    start: { free: best.point, inverse: best.inverse },
    vector: constrainVector(model, best.point),
    logLikelihood: -best.value * n,
    converged: best.converged,
    startsFollowed: ends.length,
    endsSpread: n * (Math.max(...values) - Math.min(...values)),
  };
}

function orderStarts(
  model: VolatilityModel,
  mean: number,
  loss: (free: Float64Array, gradient: Float64Array) => number,
): Float64Array<ArrayBuffer>[] {
  const { recursion, innovation } = model;
  const frees = recursion.starts.map((variance) => joinParameters(model, { mu: mean, variance, tail: innovation.start }));
  const scratch = new Float64Array(frees[0]!.length);
  return frees
    .map((free) => ({ free, value: loss(free, scratch) }))
    .filter(({ value }) => Number.isFinite(value))
    .sort((left, right) => left.value - right.value)
    .map(({ free }) => free);
}

function endsInside(model: VolatilityModel, { point, converged }: Minimum): boolean {
  const { variance, tail } = splitParameters(model, constrainVector(model, point));
  const { recursion, innovation } = model;
  return converged && recursion.findBorders(variance).length === 0 && innovation.findBorders(tail).length === 0;
}
