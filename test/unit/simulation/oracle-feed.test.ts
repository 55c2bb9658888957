import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OracleFeed } from '../../../src/simulation/oracle-feed.js';
import type { OracleRule } from '../../../src/simulation/scenario.js';
import { fuzzParameters } from '../../support/fuzz.js';

/** What is published at every step, of one factor's log prices. */
function publish(rule: OracleRule, logs: readonly number[]): number[] {
  const feed = new OracleFeed(rule, 1, 3600);
  feed.reset();
  return logs.map((_, step) => {
    feed.advance(step, Float64Array.from(logs));
    return feed.publishedLog[0]!;
  });
}

const percent = (...moves: number[]): number[] => moves.map((move) => Math.log1p(move / 100));

describe('an oracle feed', () => {
  test('without more is the market of some steps ago', () => {
    expect(publish({ delaySteps: 0 }, percent(0, -1, -2, -3))).toEqual(percent(0, -1, -2, -3));
    expect(publish({ delaySteps: 2 }, percent(0, -1, -2, -3))).toEqual(percent(0, 0, 0, -1));
  });

  test('averages prices geometrically, the start standing for what was before', () => {
    // √(1 · 0.81) = 0.9 after one step, then √(0.81 · 0.49) = 0.63.
    const published = publish({ delaySteps: 0, averageSteps: 2 }, [0, Math.log(0.81), Math.log(0.49)]);
    expect(published.map((log) => Math.exp(log))).toEqual([1, expect.closeTo(0.9, 12), expect.closeTo(0.63, 12)]);
  });

  test('publishes at the threshold, or when the heartbeat is due', () => {
    // 0.5 %, four steps: −0.4 % is kept back, −0.6 % is not; then nothing moves enough until four steps later.
    const rule = { delaySteps: 0, deviationRatio: 0.005, heartbeatSteps: 4 };
    const published = publish(rule, percent(0, -0.4, -0.6, -0.7, -0.8, -0.9, -1.0, -1.05));
    expect(published).toEqual(percent(0, 0, -0.6, -0.6, -0.6, -0.6, -1.0, -1.0));
  });

  test('is held down by a cap that grows in a straight line', () => {
    // 10 % a year from 1.01: half a year on, 1.01 · 1.05.
    const feed = new OracleFeed({ delaySteps: 0, caps: [{ factor: 0, startRatio: 1.01, growthRatioPerYear: 0.1 }] }, 1, (365 * 86_400) / 2);
    feed.reset();
    const market = percent(0, 3, 20);
    const published = market.map((_, step) => {
      feed.advance(step, Float64Array.from(market));
      return Math.exp(feed.publishedLog[0]!);
    });
    expect(published).toEqual([1, expect.closeTo(1.03, 12), expect.closeTo(1.01 * 1.1, 12)]);
  });

  test('reads each factor by its own rule where it has one, and by the oracle’s in what that leaves out', () => {
    // ETH publishes at 0.5 %, the stablecoin at 0.25 % from a price one step old; both after three steps at the latest.
    const feed = new OracleFeed({ delaySteps: 0, deviationRatio: 0.005, heartbeatSteps: 3, feeds: [{ factor: 1, deviationRatio: 0.0025, delaySteps: 1 }] }, 2, 3600);
    feed.reset();
    const market = Float64Array.from([0, 0, -0.4, -0.3, -0.6, -0.3, -0.7, -0.4, -0.8, -0.4].map((move) => Math.log1p(move / 100)));
    const published = [0, 1, 2, 3, 4].map((step) => {
      feed.advance(step, market);
      return Array.from(feed.publishedLog, (log) => Math.round(Math.expm1(log) * 1e9) / 1e7);
    });
    expect(published).toEqual([[0, 0], [0, 0], [-0.6, -0.3], [-0.6, -0.3], [-0.6, -0.3]]);
    feed.advance(5, Float64Array.from([...market, Math.log1p(-0.009), 0]));
    expect(Array.from(feed.publishedLog, (log) => Math.round(Math.expm1(log) * 1e9) / 1e7)).toEqual([-0.9, -0.4]);
  });

  test('says nothing while it is frozen, and what it is made to say while it is manipulated', () => {
    expect(publish({ delaySteps: 0, frozen: { fromStep: 1, toStep: 2 } }, percent(0, -10, -20, -30))).toEqual(percent(0, 0, 0, -30));
    const published = publish({ delaySteps: 0, manipulations: [{ factor: 0, fromStep: 1, toStep: 1, priceRatio: 1.5 }] }, percent(0, -10, -10));
    expect(published.map((log) => Math.exp(log))).toEqual([1, expect.closeTo(1.35, 12), expect.closeTo(0.9, 12)]);
  });

  test('of several factors publishes for each what an oracle with only its rule publishes', () => {
    const rule = fc.record({ delaySteps: fc.integer({ min: 0, max: 3 }), averageSteps: fc.integer({ min: 1, max: 4 }), deviationRatio: fc.constantFrom(0, 0.01, 0.05), heartbeatSteps: fc.integer({ min: 1, max: 6 }) });
    const logs = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(fc.property(rule, fc.array(rule, { minLength: 1, maxLength: 3 }), fc.subarray(['delaySteps', 'averageSteps', 'deviationRatio', 'heartbeatSteps'] as const), logs, (oracle, own, leftOut, moves) => {
      const market = [0, ...moves];
      const feeds = own.map((drawn, factor) => ({ factor, ...drawn, ...Object.fromEntries(leftOut.map((name) => [name, undefined])) }));
      const together = new OracleFeed({ ...oracle, feeds }, own.length + 1, 3600);
      together.reset();
      const side = market.flatMap((log) => new Array<number>(own.length + 1).fill(log));
      const alone = [...own.map((drawn) => ({ ...drawn, ...Object.fromEntries(leftOut.map((name) => [name, oracle[name]])) })), oracle].map((resolved) => publish(resolved, market));
      market.forEach((_, step) => {
        together.advance(step, Float64Array.from(side));
        expect(Array.from(together.publishedLog)).toEqual(alone.map((published) => published[step]));
      });
    }), fuzzParameters(200));
  });

  test('is never further from what it reads than the threshold, nor older than the heartbeat', () => {
    const logs = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 40 });
    const rule = fc.record({ delaySteps: fc.integer({ min: 0, max: 3 }), averageSteps: fc.integer({ min: 1, max: 6 }), deviationRatio: fc.double({ min: 0.001, max: 0.1, noNaN: true }), heartbeatSteps: fc.integer({ min: 1, max: 12 }) });
    fc.assert(fc.property(rule, logs, (drawn, moves) => {
      const market = [0, ...moves];
      const read = publish({ delaySteps: drawn.delaySteps, averageSteps: drawn.averageSteps }, market);
      let changed = 0;
      publish(drawn, market).forEach((log, step, all) => {
        expect(Math.abs(Math.expm1(read[step]! - log))).toBeLessThan(drawn.deviationRatio);
        if (step > 0 && log !== all[step - 1]) changed = step;
        // What was published is what was read at some step within the heartbeat.
        expect(read.slice(Math.max(0, step - drawn.heartbeatSteps + 1), step + 1)).toContain(log);
      });
      expect(changed).toBeLessThan(market.length);
    }), fuzzParameters(300));
  });
});
