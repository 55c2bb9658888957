import { assertInvariant } from '../../core/assert.js';
import { createRandomStream } from '../../core/random-stream.js';
import type { VolatilityState } from './path-model.js';

// Bound once: see generate-path.ts.
const { sqrt } = Math;

/** What filtered historical simulation draws from: today's volatility and the standardised surprises of the past. */
export interface FilteredHistoryModel {
  readonly volatility: readonly VolatilityState[];
  /** Rows × factors row-major: standardised residuals of one moment per row, each column of mean 0 and variance 1. */
  readonly residuals: Float64Array;
}

/**
 * Draws one joint path by filtered historical simulation: bootstrapped GARCH residuals sent through today's volatility.
 *
 * Formula: a row z of the residuals is drawn with equal chance at each step; r = drift + √h z, h ← omega + alpha (r − drift)² + beta h.
 * Rows are drawn one by one, as the filter has taken the clustering out; a row keeps the factors of one moment together.
 * Units and shape as in `generatePath`: log price relative to the start, (steps + 1) × factors row-major, row 0 zeros.
 * @throws InternalError when `out` has the wrong length, or the residuals do not fill whole rows.
 * @source G. Barone-Adesi, K. Giannopoulos and L. Vosper, "VaR without correlations for portfolios of derivative securities",
 *   Journal of Futures Markets 19 (1999).
 */
export function generateFilteredPath(
  model: FilteredHistoryModel,
  seed: number,
  pathIndex: number,
  steps: number,
  out: Float64Array,
): void {
  const { volatility, residuals } = model;
  const k = volatility.length;
  const rows = residuals.length / k;
  assertInvariant(out.length === (steps + 1) * k, `a path of ${steps} steps needs ${(steps + 1) * k} entries, got ${out.length}`);
  assertInvariant(Number.isInteger(rows) && rows > 0, `filtered history needs rows of ${k} residuals, got ${residuals.length}`);
  const stream = createRandomStream(seed, 'paths/filtered-history', pathIndex);
  const variance = Float64Array.from(volatility, ({ startVariance }) => startVariance);
  out.fill(0, 0, k);
  for (let step = 0; step < steps; step++) {
    const row = stream.nextInteger(rows) * k;
    for (let i = 0; i < k; i++) {
      const factor = volatility[i]!;
      const shock = sqrt(variance[i]!) * residuals[row + i]!;
      variance[i] = factor.omega + factor.alpha * shock * shock + factor.beta * variance[i]!;
      out[(step + 1) * k + i] = out[step * k + i]! + factor.driftPerStep + shock;
    }
  }
}

/**
 * Lays residual series of one length side by side and gives each mean 0 and variance 1.
 *
 * Formula: (z − mean)/√(mean square about it): what a fit leaves of a mean or a scale would otherwise add up along a path.
 * @throws InternalError when there is no row, the lengths differ, or a column has no spread.
 */
export function standardiseResiduals(columns: readonly Float64Array[]): Float64Array<ArrayBuffer> {
  const k = columns.length;
  const rows = columns[0]?.length ?? 0;
  assertInvariant(rows > 0 && columns.every(({ length }) => length === rows), 'residual columns need one length, at least 1');
  const out = new Float64Array(rows * k);
  columns.forEach((column, i) => {
    const mean = column.reduce((sum, value) => sum + value, 0) / rows;
    const scale = sqrt(column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows);
    assertInvariant(scale > 0 && scale < Infinity, 'a residual column has no spread');
    column.forEach((value, row) => (out[row * k + i] = (value - mean) / scale));
  });
  return out;
}
