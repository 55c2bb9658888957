import { assertInvariant } from '../../core/assert.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import type { PathKind, PathModel } from './path-model.js';

// Bound once: looking globals up in a vm context (jest, sandboxes) costs more than the root.
const { abs, log, sqrt } = Math;
const NORMAL = Infinity;

/**
 * Draws one joint path of all factors.
 *
 * Formula, `monte-carlo`: z = L n with n standard normal; volatility factors r_t = drift + √h_t z m, h_{t+1} = omega + alpha (r_t −
 * drift)² + beta h_t, where m = √((v−2)/χ²_v) is shared by them (multivariate Student t of variance 1); peg factors d_{t+1} =
 * (1 − reversion) d_t + s z m' with their own m'.
 * `bootstrap`: rows of the history in stationary blocks of geometric length; a block also ends where the history has a gap. Peg
 * innovations go through the same mean reversion: adding up raw historical increments would let the ratio wander off.
 * Units: log price relative to the start. Shape: `out` is (steps + 1) × factors row-major, row 0 zeros.
 * Special cases: a shorter path is the beginning of a longer one; the two kinds of one index are independent.
 * @throws InternalError when `out` has the wrong length, or a bootstrap has no history.
 * @source D. N. Politis and J. P. Romano, "The stationary bootstrap", JASA 89 (1994).
 */
export function generatePath(
  model: PathModel,
  kind: PathKind,
  seed: number,
  pathIndex: number,
  steps: number,
  out: Float64Array,
): void {
  const k = model.factors.length;
  assertInvariant(out.length === (steps + 1) * k, `a path of ${steps} steps needs ${(steps + 1) * k} entries, got ${out.length}`);
  const stream = createRandomStream(seed, `paths/${kind}`, pathIndex);
  out.fill(0, 0, k);
  if (kind === 'monte-carlo') drawMonteCarlo(model, stream, steps, out);
  else drawBootstrap(model, stream, steps, out);
}

/** A change of the standard normals behind a Monte-Carlo path: each becomes shift + scale × normal. */
export interface NormalTilt {
  /** One per factor, added at every step; in the order of the factors, before they are correlated. */
  readonly shift: Float64Array;
  /** Not 0; −1 without shift gives the antithetic path. */
  readonly scale: number;
}

/**
 * Draws a Monte-Carlo path from tilted normals and returns the logarithm of its likelihood ratio.
 *
 * Formula: with n = shift + scale × e, weight Π over steps and factors of phi(n)/(phi((n − shift)/|scale|)/|scale|), so that the mean of
 * weight × g(path) over tilted paths is the mean of g over plain ones. The mixing of the Student t is not tilted.
 * Units and shape as in `generatePath`, and the same random numbers as the Monte-Carlo path of that index.
 * Special cases: the weight is exactly 1 (log 0) for the antithetic tilt and for none.
 * @throws InternalError when `out` or the shift has the wrong length, or the scale is 0 or not finite.
 * @source P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), sections 4.2 (antithetic) and 4.6 (importance sampling).
 */
export function generateTiltedPath(
  model: PathModel,
  tilt: NormalTilt,
  seed: number,
  pathIndex: number,
  steps: number,
  out: Float64Array,
): number {
  const k = model.factors.length;
  assertInvariant(out.length === (steps + 1) * k && tilt.shift.length === k, `a tilted path of ${steps} steps needs ${k} shifts and ${(steps + 1) * k} entries`);
  assertInvariant(tilt.scale !== 0 && Number.isFinite(tilt.scale), `a tilt needs a scale, got ${tilt.scale}`);
  out.fill(0, 0, k);
  return drawMonteCarlo(model, createRandomStream(seed, 'paths/monte-carlo', pathIndex), steps, out, tilt);
}

/** Transforms the normals in place and returns the logarithm of the density ratio. */
function applyTilt(normals: Float64Array, { shift, scale }: NormalTilt): number {
  let logRatio = 0;
  for (let i = 0; i < normals.length; i++) {
    const drawn = normals[i]!;
    const tilted = shift[i]! + scale * drawn;
    normals[i] = tilted;
    logRatio += 0.5 * (drawn * drawn - tilted * tilted);
  }
  return logRatio + normals.length * log(abs(scale));
}

/** Returns the log likelihood ratio of the tilt: 0 without one. */
function drawMonteCarlo(model: PathModel, stream: RandomStream, steps: number, out: Float64Array, tilt?: NormalTilt): number {
  const { volatility, pegs, cholesky, degreesOfFreedom } = model;
  const k = model.factors.length;
  const variance = Float64Array.from(volatility, ({ startVariance }) => startVariance);
  const deviation = Float64Array.from(pegs, ({ startDeviation }) => startDeviation);
  const normals = new Float64Array(k);
  let logRatio = 0;
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < k; i++) normals[i] = stream.nextNormal();
    if (tilt) logRatio += applyTilt(normals, tilt);
    const now = step * k;
    const next = now + k;
    const mixing = drawMixing(stream, degreesOfFreedom);
    for (let i = 0; i < volatility.length; i++) {
      const factor = volatility[i]!;
      const shock = sqrt(variance[i]!) * mixing * correlate(cholesky, normals, i, k);
      variance[i] = factor.omega + factor.alpha * shock * shock + factor.beta * variance[i]!;
      out[next + i] = out[now + i]! + factor.driftPerStep + shock;
    }
    for (let p = 0; p < pegs.length; p++) {
      const peg = pegs[p]!;
      const i = volatility.length + p;
      const shock = peg.innovationStdDev * drawMixing(stream, peg.degreesOfFreedom) * correlate(cholesky, normals, i, k);
      deviation[p] = (1 - peg.meanReversionPerStep) * deviation[p]! + shock;
      out[next + i] = deviation[p]! - peg.startDeviation;
    }
  }
  return logRatio;
}

function drawBootstrap(model: PathModel, stream: RandomStream, steps: number, out: Float64Array): void {
  const { volatility, pegs, history, runStart } = model;
  const k = model.factors.length;
  const rows = runStart.length;
  assertInvariant(rows > 0 && history.length === rows * k, `a bootstrap needs a history of rows × ${k} entries`);
  const deviation = Float64Array.from(pegs, ({ startDeviation }) => startDeviation);
  let row = -1;
  for (let step = 0; step < steps; step++) {
    row = chooseRow(stream, row, runStart, model.meanBlockSteps);
    const now = step * k;
    const next = now + k;
    for (let i = 0; i < volatility.length; i++) {
      out[next + i] = out[now + i]! + volatility[i]!.driftPerStep + history[row * k + i]!;
    }
    for (let p = 0; p < pegs.length; p++) {
      const peg = pegs[p]!;
      const i = volatility.length + p;
      deviation[p] = (1 - peg.meanReversionPerStep) * deviation[p]! + history[row * k + i]!;
      out[next + i] = deviation[p]! - peg.startDeviation;
    }
  }
}

/** The next row of the block, or with probability 1/mean length, at a gap and at the end, a fresh row drawn from all. */
function chooseRow(stream: RandomStream, row: number, runStart: Uint8Array, meanBlockSteps: number): number {
  const next = row + 1;
  const endsBlock = row < 0 || next >= runStart.length || runStart[next] === 1;
  if (endsBlock || stream.nextUniform() * meanBlockSteps < 1) return stream.nextInteger(runStart.length);
  return next;
}

/** √((v−2)/χ²_v): turns a normal into a Student t of variance 1. */
function drawMixing(stream: RandomStream, degreesOfFreedom: number): number {
  if (degreesOfFreedom === NORMAL) return 1;
  return sqrt((degreesOfFreedom - 2) / (2 * stream.nextGamma(0.5 * degreesOfFreedom)));
}

/** Row i of L times n. */
function correlate(cholesky: Float64Array, normals: Float64Array, i: number, k: number): number {
  let sum = 0;
  for (let j = 0; j <= i; j++) sum += cholesky[i * k + j]! * normals[j]!;
  return sum;
}
