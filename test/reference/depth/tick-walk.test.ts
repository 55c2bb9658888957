/**
 * Exact walk of Uniswap v3 USDC/WETH 0.05 % against slippage tables computed by others; see test/fixtures/depth/PROVENANCE.md.
 *
 * The tables print ten digits, step tick by tick, leave the fee out and start at the lower end of the current tick. Selling WETH they
 * equal the walk to 2e-9. Selling USDC they apply each tick's liquidity one tick late; with the ticks moved down by one the walk equals
 * them to 2e-9, and the right walk differs from them by up to 9e-4 in price (just below tick 196,420, where nine tenths of the liquidity end).
 * Tick prices: bounds as the whitepaper's core contract states them (MIN_SQRT_RATIO, MAX_SQRT_RATIO).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { InternalError, ModelError } from '../../../src/core/errors.js';
import { computeSqrtPriceX96 } from '../../../src/market/depth/tick-price.js';
import { sellIntoTicks, type TickPool } from '../../../src/market/depth/tick-walk.js';

const read = (name: string): string => readFileSync(new URL(`../../fixtures/depth/univ3-usdc-weth-${name}`, import.meta.url), 'utf8');
const rowsOf = (name: string): string[][] => read(name).trim().split('\n').slice(1).map((line) => line.split(','));
const integerIn = (json: string, field: string): bigint => BigInt(new RegExp(`"${field}": (\\d+)`).exec(json)![1]!);

const META = read('pool.json');
const TICK = Number(integerIn(META, 'currentTick'));
const REAL: TickPool = {
  sqrtPriceX96: integerIn(META, 'sqrtPriceX96'),
  tick: TICK,
  liquidity: integerIn(META, 'liquidity'),
  feePips: Number(integerIn(META, 'feeTier')),
  ticks: rowsOf('ticks.csv').map(([tick, net]) => ({ tick: Number(tick), liquidityNet: BigInt(net!) })),
};
const AS_TABLE: TickPool = { ...REAL, feePips: 0, sqrtPriceX96: computeSqrtPriceX96(TICK) };
const LATE: TickPool = {
  ...AS_TABLE,
  ticks: REAL.ticks.filter(({ tick }) => tick <= TICK).map((one) => ({ ...one, tick: one.tick - 1 })),
};

/** WETH per USDC. */
const priceOf = (sqrtPriceX96: bigint): number => (Number(sqrtPriceX96) / 2 ** 96) ** 2 * 1e-12;
const relative = (value: number, expected: number): number => Math.abs(value / expected - 1);

test('tick prices have the published bounds, and 2^96 at tick 0', () => {
  expect([computeSqrtPriceX96(-887272), computeSqrtPriceX96(0), computeSqrtPriceX96(887272)]).toEqual([
    4295128739n,
    1n << 96n,
    1461446703485210103287273052203988822378723970342n,
  ]);
  expect(REAL.sqrtPriceX96 >= computeSqrtPriceX96(TICK) && REAL.sqrtPriceX96 < computeSqrtPriceX96(TICK + 1)).toBe(true);
  expect(() => computeSqrtPriceX96(887273)).toThrow(InternalError);
});

describe('the whole table', () => {
  test.each([
    ['selling WETH', 'sell-token1.csv', AS_TABLE, false, 2e-9],
    ['selling USDC, liquidity one tick late as in the table', 'sell-token0.csv', LATE, true, 2e-9],
    ['selling USDC, as the pool does it', 'sell-token0.csv', AS_TABLE, true, 1e-3],
  ] as const)('%s', (_name, file, pool, sellsToken0, tolerance) => {
    const rows = rowsOf(file);
    expect(rows.length).toBe(98);
    for (const [row, amount, average, after] of rows) {
      const [unitIn, unitOut] = sellsToken0 ? [1e6, 1e18] : [1e18, 1e6];
      const amountIn = BigInt(Math.round(Number(amount) * 1e8)) * BigInt(unitIn / 1e6) / 100n;
      const walk = sellIntoTicks(pool, amountIn, sellsToken0);
      const got = { row, average: Number(walk.amountOut) / unitOut / Number(amount), after: priceOf(walk.sqrtPriceX96), walk };
      if (relative(got.average, Number(average)) > tolerance || relative(got.after, Number(after)) > tolerance) {
        throw new Error(`row ${row}: average ${got.average} against ${average}, after ${got.after} against ${after}`);
      }
    }
  });
});

describe('the walk of the real pool', () => {
  test('keeps every unit: in two sales it gives what one gives, to the rounding of the seams', () => {
    for (const sellsToken0 of [true, false]) {
      const amount = sellsToken0 ? 2_000_000_000_000n : 700n * 10n ** 18n;
      const whole = sellIntoTicks(REAL, amount, sellsToken0);
      const first = sellIntoTicks(REAL, amount / 2n, sellsToken0);
      const tick = REAL.ticks.findLast((one) => computeSqrtPriceX96(one.tick) <= first.sqrtPriceX96)!.tick;
      let liquidity = REAL.liquidity;
      for (const one of REAL.ticks) {
        if (sellsToken0 && one.tick <= TICK && one.tick > tick) liquidity -= one.liquidityNet;
        if (!sellsToken0 && one.tick > TICK && one.tick <= tick) liquidity += one.liquidityNet;
      }
      const current = [...Array(10).keys()].map((i) => tick + i).findLast((i) => computeSqrtPriceX96(i) <= first.sqrtPriceX96)!;
      const second = sellIntoTicks({ ...REAL, sqrtPriceX96: first.sqrtPriceX96, tick: current, liquidity }, amount - amount / 2n, sellsToken0);
      expect(Number(whole.amountOut - first.amountOut - second.amountOut)).toBeLessThan(sellsToken0 ? 1e10 : 1e2);
      expect(Number(whole.amountOut - first.amountOut - second.amountOut)).toBeGreaterThanOrEqual(-1);
      expect(whole.amountInUsed).toBe(amount);
    }
  });

  test('takes the fee: 0.05 % of the amount in, and a little more for rounding up', () => {
    const { fee, amountInUsed } = sellIntoTicks(REAL, 1_000_000_000_000n, true);
    expect(Number(fee) / Number(amountInUsed)).toBeCloseTo(0.0005, 9);
  });

  test('gives less per unit the more is sold, never the whole pool for nothing', () => {
    const averages = [1n, 10n, 100n, 1000n].map((n) => Number(sellIntoTicks(REAL, n * 10n ** 18n, false).amountOut) / Number(n));
    averages.slice(1).forEach((average, i) => expect(average).toBeLessThan(averages[i]!));
    expect(sellIntoTicks(REAL, 0n, true)).toMatchObject({ amountOut: 0n, amountInUsed: 0n, ticksCrossed: 0, isExhausted: false });
  });

  test('says when the ticks it was given are exhausted, and leaves the rest unsold', () => {
    const walk = sellIntoTicks(REAL, 10n ** 24n, false);
    expect(walk.isExhausted).toBe(true);
    expect(walk.amountInUsed < 10n ** 24n).toBe(true);
  });

  test.each([
    ['a price outside its tick', { ...REAL, tick: TICK + 5 }],
    ['ticks out of order', { ...REAL, ticks: [...REAL.ticks].reverse() }],
    ['liquidity below zero', { ...REAL, liquidity: 1n }],
    ['a fee of everything', { ...REAL, feePips: 1_000_000 }],
    ['a broken tick', { ...REAL, tick: NaN }],
  ])('refuses %s', (_name, pool) => {
    expect(() => sellIntoTicks(pool, 10n ** 22n, false)).toThrow(ModelError);
  });
});
