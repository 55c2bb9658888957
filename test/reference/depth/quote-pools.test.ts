/**
 * Quotes over pools of a pair: one recorded pool against its own walk, and two against every other split of the same sale.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { quotePools, type PoolSide } from '../../../src/market/depth/quote-pools.js';
import { computeSqrtPriceX96 } from '../../../src/market/depth/tick-price.js';
import { sellIntoTicks, type TickPool } from '../../../src/market/depth/tick-walk.js';
import { fuzzParameters } from '../../support/fuzz.js';

const read = (name: string): string => readFileSync(new URL(`../../fixtures/depth/univ3-usdc-weth-${name}`, import.meta.url), 'utf8');
const integerIn = (json: string, field: string): bigint => BigInt(new RegExp(`"${field}": (\\d+)`).exec(json)![1]!);
const META = read('pool.json');
const RECORDED: TickPool = {
  sqrtPriceX96: integerIn(META, 'sqrtPriceX96'),
  tick: Number(integerIn(META, 'currentTick')),
  liquidity: integerIn(META, 'liquidity'),
  feePips: 500,
  ticks: read('ticks.csv').trim().split('\n').slice(1).map((line) => line.split(',')).map(([tick, net]) => ({ tick: Number(tick), liquidityNet: BigInt(net!) })),
};

/** One range around the price. */
const flat = (liquidity: bigint, feePips: number, tick: number): TickPool => ({
  sqrtPriceX96: computeSqrtPriceX96(tick),
  tick,
  liquidity,
  feePips,
  ticks: [{ tick: tick - 20_000, liquidityNet: liquidity }, { tick: tick + 20_000, liquidityNet: -liquidity }],
});

describe('one recorded pool', () => {
  test.each([true, false])('quotes what its walk fetches, from small to large, until its ticks end (sells token 0: %s)', (sellsToken0) => {
    const quotes = quotePools([{ pool: RECORDED, sellsToken0 }]);
    expect(quotes.length).toBeGreaterThan(15);
    quotes.forEach(({ sellRaw, buyRaw, impactRatio }, index) => {
      // To a limit the pool takes what it needs, rounded up: the whole size fetches no less, one unit less of it no more.
      const { amountOut, isExhausted } = sellIntoTicks(RECORDED, sellRaw, sellsToken0);
      expect([amountOut >= buyRaw, isExhausted]).toEqual([true, false]);
      expect(sellIntoTicks(RECORDED, sellRaw - 1n, sellsToken0).amountOut <= buyRaw).toBe(true);
      const before = quotes[index - 1];
      if (before === undefined) return;
      expect(sellRaw > before.sellRaw).toBe(true);
      expect(impactRatio).toBeGreaterThan(before.impactRatio);
    });
    // The record ends 1,000 ticks from the price: a fall of the marginal price by ln 1.0001 · 1,000 = 10 %, of the average by about half.
    expect(quotes.at(-1)!.impactRatio).toBeGreaterThan(0.02);
    expect(quotes.at(-1)!.impactRatio).toBeLessThan(0.06);
  });
});

describe('several pools', () => {
  test('one range of liquidity L falls as the constant product does', () => {
    const pool = flat(10n ** 21n, 0, 0);
    for (const { sellRaw, buyRaw, impactRatio } of quotePools([{ pool, sellsToken0: true }])) {
      // Virtual reserves of L each at price 1: out = L x / (L + x).
      const [size, reserves] = [Number(sellRaw), 1e21];
      expect(Number(buyRaw) / ((reserves * size) / (reserves + size))).toBeCloseTo(1, 9);
      expect(impactRatio).toBeCloseTo(size / (reserves + size), 9);
    }
  });

  test('no other split of the same sale fetches more', () => {
    const liquidity = fc.bigInt(10n ** 18n, 10n ** 24n);
    const pool = fc.record({ liquidity, feePips: fc.constantFrom(100, 500, 3000, 10_000), tick: fc.integer({ min: -40, max: 40 }) });
    fc.assert(fc.property(pool, pool, fc.boolean(), fc.integer({ min: 1, max: 99 }), (one, two, sellsToken0, percent) => {
      const sides: PoolSide[] = [one, two].map((drawn) => ({ pool: flat(drawn.liquidity, drawn.feePips, drawn.tick), sellsToken0 }));
      for (const { sellRaw, buyRaw } of quotePools(sides).filter((_, index) => index % 6 === 5)) {
        const part = (sellRaw * BigInt(percent)) / 100n;
        const [first, second] = sides.map((side, index) => sellIntoTicks(side.pool, index === 0 ? part : sellRaw - part, sellsToken0));
        // A unit per pool is lost to rounding, and the limits are doubles.
        expect(Number(first!.amountOut + second!.amountOut - buyRaw)).toBeLessThanOrEqual(2 + Number(buyRaw) * 1e-12);
      }
    }), fuzzParameters(60));
  });
});
