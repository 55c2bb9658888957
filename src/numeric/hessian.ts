import type { Differentiable } from './bfgs.js';

/** Cube root of the double's rounding unit: balances truncation and rounding of a central difference. */
const RELATIVE_STEP = 6e-6;

/**
 * Computes the Hessian of a function by central differences of its gradient, made symmetric.
 *
 * Formula: H_ij = (g_i(x + h e_j) − g_i(x − h e_j)) / 2h, h = 6e-6 × max(|x_j|, scale_j); then (H + Hᵀ)/2.
 * Shape: k × k row-major. `scale` (length k) gives a size to parameters whose value may be near zero.
 */
export function computeHessian(
  objective: Differentiable,
  point: Float64Array,
  scale: Float64Array,
): Float64Array<ArrayBuffer> {
  const k = point.length;
  const columns = Array.from(point, (x, j) => {
    const h = RELATIVE_STEP * Math.max(Math.abs(x), scale[j]!);
    const above = new Float64Array(k);
    const below = new Float64Array(k);
    objective(point.map((value, i) => (i === j ? x + h : value)), above);
    objective(point.map((value, i) => (i === j ? x - h : value)), below);
    return above.map((value, i) => (value - below[i]!) / (2 * h));
  });
  return Float64Array.from({ length: k * k }, (_, position) => {
    const i = Math.floor(position / k);
    const j = position % k;
    return 0.5 * (columns[j]![i]! + columns[i]![j]!);
  });
}
