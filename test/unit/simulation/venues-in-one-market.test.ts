import { describe, expect, test } from '@jest/globals';
import { createFastEngine } from '../../../src/simulation/engine/fast-engine.js';
import type { PathOutcome, PathTimeline } from '../../../src/simulation/outcome.js';
import type { LendingScenario } from '../../../src/simulation/scenario.js';
import { createTimeline } from '../../../src/simulation/timeline.js';
import { buildPath, buildSmallScenario } from '../../support/small-scenario.js';

const DEPTH = [{ coefficient: 0.0005, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e4 }];
const LASTING = { recoveryHalfLifeSeconds: 3_600_000, permanentShareRatio: 0 };

function run(accounts: { collateral: number; debt: number }[], prices: readonly number[], given: Partial<LendingScenario>): { outcome: PathOutcome; timeline: PathTimeline } {
  const scenario = buildSmallScenario(accounts, { depth: DEPTH, resilience: LASTING, ...given });
  const timeline = createTimeline(scenario);
  return { outcome: createFastEngine(scenario).runPath(buildPath(prices), timeline), timeline };
}

describe('venues in one market', () => {
  test('take turns at coming first: the same fall an hour later gives the venue under study the fresher market', () => {
    const accounts = [{ collateral: 1000, debt: 760 }];
    const profit = (prices: readonly number[]): number => run(accounts, prices, { alongside: [buildSmallScenario(accounts)] }).outcome.liquidatorProfitUsd;
    const [second, first] = [profit([1, 0.94, 1]), profit([1, 1, 0.94, 1])];
    expect(second).toBeGreaterThan(0);
    expect(first).toBeGreaterThan(second * 1.05);
  });

  test('have oracles that look before anyone sells: a sale is seen an hour later', () => {
    // Sound at 0.95, unsound once the neighbour, whose turn is first in odd hours, has sold.
    const { timeline } = run([{ collateral: 100, debt: 75.9 }], [1, 0.95], { alongside: [buildSmallScenario([{ collateral: 10_000, debt: 7700 }])] });
    expect(Math.exp(timeline.marketLogByStep[1]!)).toBeLessThan(75.9 / 80);
    expect(Array.from(timeline.liquidatedAccountsByStep.slice(0, 3))).toEqual([0, 0, 1]);
  });
});

test('what a sale displaced comes back as its volume halves', () => {
  const { timeline } = run([{ collateral: 1000, debt: 760 }], [1, 0.94, 1], { resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 } });
  const displacement = (step: number): number => -Math.expm1(timeline.marketLogByStep[step]!);
  // 399 sold in step 1: the last unit is displaced by (1 + b) a Q^b, and half the volume is left an hour later, a quarter after two.
  for (const step of [2, 3, 4]) expect(displacement(step)).toBeCloseTo(1.5 * 0.0005 * Math.sqrt(399 / 2 ** (step - 1)), 9);
});
