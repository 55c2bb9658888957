import { assertInvariant } from '../core/assert.js';
import { runToEnd, type Piecewise } from '../core/piecewise.js';

export interface NelderMeadOptions {
  /** Length of the first simplex's edges, per coordinate. */
  readonly step: number;
  /** Stops when the values at the corners, and the corners themselves, differ by less than this (relative, floor 1). */
  readonly tolerance: number;
  readonly iterationsMax: number;
  /** How often a fresh simplex is put around the best point found, against early collapse. */
  readonly restarts: number;
}

export const NELDER_MEAD_DEFAULTS: NelderMeadOptions = { step: 0.5, tolerance: 1e-10, iterationsMax: 2000, restarts: 1 };

export interface Minimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly converged: boolean;
  readonly iterations: number;
}

/**
 * Minimises a function of k variables without derivatives, by the downhill simplex with restarts.
 *
 * Formula: reflection 1, expansion 2, contraction ½, shrink ½. Infinite or NaN values count as worst, so a constraint can be
 * a value of Infinity.
 * Special cases: `converged` is false when the iteration limit ended the last round.
 * @throws InternalError when the value at the start is not finite.
 * @source J. A. Nelder and R. Mead, "A simplex method for function minimization", The Computer Journal 7 (1965).
 */
export function minimiseNelderMead(
  objective: (point: Float64Array) => number,
  start: Float64Array,
  options: Partial<NelderMeadOptions> = {},
): Minimum {
  return runToEnd(minimiseNelderMeadInPieces(objective, start, options));
}

/** The same, step by step; how many there will be is not known. */
export function* minimiseNelderMeadInPieces(objective: (point: Float64Array) => number, start: Float64Array, options: Partial<NelderMeadOptions> = {}): Piecewise<Minimum> {
  const settings = { ...NELDER_MEAD_DEFAULTS, ...options };
  assertInvariant(Number.isFinite(objective(start)), 'the simplex search must start at a finite value');
  let best: Minimum = { point: start, value: Infinity, converged: false, iterations: 0 };
  for (let round = 0; round <= settings.restarts; round++) {
    const next = yield* runSimplex(objective, best.point, settings);
    best = { ...next, iterations: best.iterations + next.iterations };
  }
  return best;
}

interface Corner {
  readonly point: Float64Array;
  readonly value: number;
}

function* runSimplex(objective: (point: Float64Array) => number, start: Float64Array, settings: NelderMeadOptions): Piecewise<Minimum> {
  const evaluate = (point: Float64Array): Corner => {
    const value = objective(point);
    return { point, value: Number.isNaN(value) ? Infinity : value };
  };
  const corners = buildSimplex(start, settings.step).map(evaluate);
  for (let iterations = 0; ; iterations++) {
    corners.sort((a, b) => a.value - b.value);
    const best = corners[0]!;
    const converged = hasCollapsed(corners, settings.tolerance);
    if (converged || iterations === settings.iterationsMax) {
      return { point: best.point, value: best.value, converged, iterations };
    }
    const replacement = replaceWorst(corners, evaluate);
    if (replacement !== null) corners[corners.length - 1] = replacement;
    else for (let i = 1; i < corners.length; i++) corners[i] = evaluate(blend(best.point, corners[i]!.point, 0.5));
    yield 0;
  }
}

/** The better corner that takes the worst one's place, or `null` when the simplex has to shrink. */
function replaceWorst(corners: readonly Corner[], evaluate: (point: Float64Array) => Corner): Corner | null {
  const worst = corners[corners.length - 1]!;
  const centre = computeCentre(corners.slice(0, -1));
  const reflected = evaluate(blend(centre, worst.point, -1));
  if (reflected.value < corners[0]!.value) {
    const expanded = evaluate(blend(centre, worst.point, -2));
    return expanded.value < reflected.value ? expanded : reflected;
  }
  if (reflected.value < corners[corners.length - 2]!.value) return reflected;
  const towards = reflected.value < worst.value ? reflected : worst;
  const contracted = evaluate(blend(centre, towards.point, 0.5));
  return contracted.value < towards.value ? contracted : null;
}

function buildSimplex(start: Float64Array, step: number): Float64Array[] {
  const moved = Array.from(start, (_, i) => start.map((x, j) => (i === j ? x + step : x)));
  return [start.slice(), ...moved];
}

function computeCentre(corners: readonly Corner[]): Float64Array {
  return corners[0]!.point.map((_, i) => corners.reduce((sum, corner) => sum + corner.point[i]!, 0) / corners.length);
}

/** from + weight (to − from). */
function blend(from: Float64Array, to: Float64Array, weight: number): Float64Array {
  return from.map((x, i) => x + weight * (to[i]! - x));
}

function hasCollapsed(corners: readonly Corner[], tolerance: number): boolean {
  const best = corners[0]!;
  const spread = corners[corners.length - 1]!.value - best.value;
  if (!(spread <= tolerance * Math.max(1, Math.abs(best.value)))) return false;
  const root = Math.sqrt(tolerance);
  return corners.every((corner) =>
    corner.point.every((x, i) => Math.abs(x - best.point[i]!) <= root * Math.max(1, Math.abs(best.point[i]!))),
  );
}
