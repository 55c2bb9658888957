import { assertInvariant } from '../../core/assert.js';

/** Ticks beyond ±887,272 have no price that fits the contract's 160 bits. */
export const TICK_MAX = 887_272;

const FRACTION_BITS = 512n;
const FACTORS = buildFactors();

/**
 * Computes the square root of the price at a tick as a Q64.96 integer, with the contract's rounding.
 *
 * Formula: √1.0001^tick × 2^96. Factors 1.0001^(−2^i/2), i = 0 … 19, each rounded to 128 bits, are multiplied for the bits of |tick|,
 * cutting after each product; the reciprocal is taken for a positive tick; the last 32 bits are rounded up.
 * @throws InternalError unless the tick is an integer within ±887,272.
 * @source H. Adams, N. Zinsmeister, M. Salem, R. Keefer and D. Robinson, "Uniswap v3 Core" (2021), section 6.2.1; the steps and
 *   their rounding are those of the core contract's TickMath.
 * @example computeSqrtPriceX96(0) // 79228162514264337593543950336n, 2^96
 */
export function computeSqrtPriceX96(tick: number): bigint {
  assertInvariant(Number.isInteger(tick) && Math.abs(tick) <= TICK_MAX, `a tick is an integer within ±${TICK_MAX}, got ${tick}`);
  const size = Math.abs(tick);
  let ratio = 1n << 128n;
  FACTORS.forEach((factor, bit) => {
    if ((size >>> bit) & 1) ratio = (ratio * factor) >> 128n;
  });
  if (tick > 0) ratio = ((1n << 256n) - 1n) / ratio;
  return (ratio >> 32n) + (ratio % (1n << 32n) === 0n ? 0n : 1n);
}

/**
 * Finds the tick that a square-root price lies in: the last whose own price is not above it.
 *
 * Formula: ⌊2 ln(√p) / ln 1.0001⌋, then corrected against the exact prices of the neighbours.
 * @throws InternalError unless the price lies between those of ticks ±887,272.
 * @source "Uniswap v3 Core" (2021), section 6.1
 * @example findTick(1n << 96n) // 0
 */
export function findTick(sqrtPriceX96: bigint): number {
  const isInside = sqrtPriceX96 >= computeSqrtPriceX96(-TICK_MAX) && sqrtPriceX96 <= computeSqrtPriceX96(TICK_MAX);
  assertInvariant(isInside, `the price ${sqrtPriceX96} lies beyond the ticks`);
  const estimate = Math.floor((2 * Math.log(Number(sqrtPriceX96) / 2 ** 96)) / Math.log(1.0001));
  let tick = Math.min(Math.max(estimate, -TICK_MAX), TICK_MAX);
  while (computeSqrtPriceX96(tick) > sqrtPriceX96) tick--;
  while (tick < TICK_MAX && computeSqrtPriceX96(tick + 1) <= sqrtPriceX96) tick++;
  return tick;
}

/** 2^128 × 1.0001^(−2^i/2) rounded to the nearest integer, from 512 fraction bits. */
function buildFactors(): readonly bigint[] {
  const one = 1n << FRACTION_BITS;
  const half = 1n << (FRACTION_BITS - 129n);
  let power = takeIntegerRoot((one * one * 10_000n) / 10_001n);
  return Array.from({ length: 20 }, () => {
    const factor = (power + half) >> (FRACTION_BITS - 128n);
    power = (power * power) >> FRACTION_BITS;
    return factor;
  });
}

/** ⌊√n⌋ by Newton's method from above. */
function takeIntegerRoot(n: bigint): bigint {
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
