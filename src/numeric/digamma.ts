import { assertInvariant } from '../core/assert.js';

const SHIFT_UNTIL = 10;

/**
 * Computes the digamma function ψ(x) = d ln Γ(x)/dx for x > 0.
 *
 * Formula: ψ(x) = ln x − 1/(2x) − Σ B_2k/(2k x^2k) with six terms at x ≥ 10; below, ψ(x) = ψ(x + m) − Σ 1/(x + i).
 * @throws InternalError when x is not a positive finite number.
 * @source M. Abramowitz and I. A. Stegun, Handbook of Mathematical Functions, 6.3.5 and 6.3.18.
 */
export function computeDigamma(x: number): number {
  assertInvariant(x > 0 && x < Infinity, `digamma needs a positive finite argument, got ${x}`);
  let shift = 0;
  let y = x;
  for (; y < SHIFT_UNTIL; y++) shift += 1 / y;
  const r = 1 / (y * y);
  const series = r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return Math.log(y) - 0.5 / y - series - shift;
}
