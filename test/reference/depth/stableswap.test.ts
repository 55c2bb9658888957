/**
 * Stableswap (Egorov, 2019) against recorded history: the price that the invariant gives for Curve's stETH/ETH balances with A = 50 (as set
 * on-chain at the time), and an aggregator's ratio within the hour, through the depeg of May and June 2022.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { buyFromStableswap, computeStableswapInvariant, sellIntoStableswap, type StableswapPool } from '../../../src/market/depth/stableswap.js';
import { fuzzParameters } from '../../support/fuzz.js';

const ROWS = readFileSync(new URL('../../fixtures/depth/curve-steth-2022.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const ONE = 10n ** 18n;
const FEE = 4_000_000n;

test('the pool’s price of stETH follows the recorded ratio: within 0.5 % in the median, 3 % always', () => {
  const gaps = ROWS.map(([, steth, eth, ratio]) => {
    const pool = { balances: [BigInt(steth!), BigInt(eth!)], amplification: 50n, fee: 0n };
    return Math.abs(Number(sellIntoStableswap(pool, 0, 1, ONE)) / 1e18 / Number(ratio) - 1);
  }).sort((a, b) => a - b);
  expect(gaps.length).toBe(44);
  expect(gaps[22]!).toBeLessThan(0.005);
  expect(gaps.at(-1)!).toBeLessThan(0.03);
});

const pools = fc
  .record({
    exponents: fc.array(fc.double({ min: 20, max: 27, noNaN: true }), { minLength: 2, maxLength: 4 }),
    amplification: fc.integer({ min: 2, max: 5000 }),
  })
  .map(({ exponents, amplification }): StableswapPool => ({
    balances: exponents.map((exponent) => BigInt(Math.round(10 ** (exponent - 10))) * 10n ** 10n),
    amplification: BigInt(amplification),
    fee: FEE,
  }));

describe('properties of the invariant', () => {
  test('a sale without fee keeps D; with fee D grows', () => {
    fc.assert(
      fc.property(pools, fc.double({ min: 1e-6, max: 1, noNaN: true }), (pool, share) => {
        const amountIn = BigInt(Math.round(share * 1e9)) * (pool.balances[0]! / 1_000_000_000n);
        for (const fee of [0n, FEE]) {
          const out = sellIntoStableswap({ ...pool, fee }, 0, 1, amountIn);
          const before = computeStableswapInvariant(pool);
          const after = computeStableswapInvariant({ ...pool, balances: pool.balances.map((x, i) => (i === 0 ? x + amountIn : i === 1 ? x - out : x)) });
          expect(after >= before - before / 10n ** 15n - 4n).toBe(true);
          if (fee === 0n) expect(Number(after - before) / Number(before)).toBeLessThan(1e-12);
        }
      }),
      fuzzParameters(200),
    );
  });

  test('D does not depend on the order of the coins, grows with each balance, and is the sum when all are equal', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const d = computeStableswapInvariant(pool);
        const reversed = computeStableswapInvariant({ ...pool, balances: [...pool.balances].reverse() });
        expect(Number(d > reversed ? d - reversed : reversed - d)).toBeLessThanOrEqual(1e-15 * Number(d) + 4);
        expect(computeStableswapInvariant({ ...pool, balances: pool.balances.map((x, i) => (i === 0 ? 2n * x : x)) }) > d).toBe(true);
        expect(computeStableswapInvariant({ ...pool, balances: pool.balances.map(() => 7n * ONE) })).toBe(7n * ONE * BigInt(pool.balances.length));
      }),
      fuzzParameters(200),
    );
  });

  test('buying an exact amount sells at least enough for it, and hardly more', () => {
    fc.assert(
      fc.property(pools, fc.double({ min: 1e-4, max: 0.9, noNaN: true }), (pool, share) => {
        const wanted = BigInt(Math.round(share * 1e9)) * (pool.balances[1]! / 1_000_000_000n);
        const amountIn = buyFromStableswap(pool, 0, 1, wanted);
        const got = sellIntoStableswap(pool, 0, 1, amountIn);
        const rounding = computeStableswapInvariant(pool) / 10n ** 15n + 4n; // integer Newton leaves D and the balances that inexact
        expect(got + rounding >= wanted).toBe(true);
        const scarce = sellIntoStableswap(pool, 0, 1, (amountIn * 999_999n) / 1_000_000n);
        expect(scarce < wanted + rounding).toBe(true);
      }),
      fuzzParameters(200),
    );
  });
});

test('refuses an empty side, more than there is, and coins that are not there', () => {
  const pool: StableswapPool = { balances: [ONE, ONE], amplification: 100n, fee: FEE };
  expect(() => computeStableswapInvariant({ ...pool, balances: [ONE, 0n] })).toThrow(ModelError);
  expect(() => buyFromStableswap(pool, 0, 1, 2n * ONE)).toThrow(ModelError);
  expect(() => sellIntoStableswap(pool, 0, 0, 1n)).toThrow(InternalError);
  expect(() => sellIntoStableswap(pool, 0, 2, 1n)).toThrow(InternalError);
  expect([computeStableswapInvariant({ ...pool, balances: [0n, 0n] }), buyFromStableswap(pool, 0, 1, 0n)]).toEqual([0n, 0n]);
});
