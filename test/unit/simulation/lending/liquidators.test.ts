import { describe, expect, test } from '@jest/globals';
import { createFastEngine } from '../../../../src/simulation/engine/fast-engine.js';
import type { PathOutcome, PathTimeline } from '../../../../src/simulation/outcome.js';
import type { LendingScenario, LiquidatorRules } from '../../../../src/simulation/scenario.js';
import { createTimeline } from '../../../../src/simulation/timeline.js';
import { buildPath, buildSmallBook, buildSmallScenario } from '../../../support/small-scenario.js';

const RULES: LiquidatorRules = { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 };
/** Unsound below 0.95. */
const ONE = [{ collateral: 1000, debt: 760 }];

function run(liquidators: Partial<LiquidatorRules>, prices: readonly number[], given: Partial<LendingScenario> = {}, accounts = ONE): { outcome: PathOutcome; timeline: PathTimeline } {
  const scenario = buildSmallScenario(accounts, { liquidators: { ...RULES, ...liquidators }, ...given });
  const timeline = createTimeline(scenario);
  return { outcome: createFastEngine(scenario).runPath(buildPath(prices), timeline), timeline };
}
const firstStep = ({ timeline }: { timeline: PathTimeline }): number => timeline.liquidatedAccountsByStep.findIndex((count) => count > 0);

describe('liquidators', () => {
  test('take half of the debt and the bonus, and sell at once: one call by hand', () => {
    const { outcome } = run({ gasUsd: 3, flashFeeRatio: 0.001 }, [1, 0.94, 1]);
    expect(outcome).toMatchObject({ liquidatedDebtUsd: 380, liquidatedAccounts: 1, badDebtUsd: 0 });
    expect(outcome.penaltyUsd).toBeCloseTo(19, 9);
    expect(outcome.liquidatorProfitUsd).toBeCloseTo(19 - 3 - 0.38, 9);
  });

  test('come late by their latency, and only where the account was unsound all the while', () => {
    expect([0, 1, 3].map((latencySteps) => firstStep(run({ latencySteps }, [1, 0.94])))).toEqual([1, 2, 4]);
    expect(firstStep(run({ latencySteps: 2 }, [1, 0.94, 0.94, 0.96, 0.94, 0.94, 0.94]))).toBe(6);
  });

  test('who sell late bear what the price does meanwhile', () => {
    // 380 repaid at 0.94, 399 of collateral at 0.94 sold at 0.85; what is left is sound throughout.
    const { outcome, timeline } = run({ settlementDelaySteps: 2 }, [1, 0.94, 0.9, 0.85, 1]);
    expect(outcome.liquidatedDebtUsd).toBe(380);
    expect(outcome.liquidatorProfitUsd).toBeCloseTo((399 / 0.94) * 0.85 - 380, 9);
    expect(timeline.soldByStepUsd[2]).toBe(0);
    expect(timeline.soldByStepUsd[3]).toBeCloseTo((399 / 0.94) * 0.85, 9);
  });

  test('ask a premium for that, and leave alone what does not pay it', () => {
    const volatility = { impactExponent: 0, halfLifeSeconds: 86_400, ordinaryPerSqrtStep: [0.02] };
    const liquidated = (exposurePremium: number): number => run({ settlementDelaySteps: 4, exposurePremium }, [1, 0.94, 1], { volatility }).outcome.liquidatedAccounts;
    // Volatility over 4 hours is above 4 %: one standard deviation leaves some of a bonus of 5 %, three do not.
    expect([liquidated(0), liquidated(1), liquidated(3)]).toEqual([1, 1, 0]);
  });

  test('who sleep liquidate nothing, and a few of many as much as their share', () => {
    expect(run({ population: { count: 5, onlineRatio: 0 } }, [1, 0.94]).outcome.liquidatedDebtUsd).toBe(0);
    const { timeline } = run({ capacityUsdPerStep: 100, population: { count: 4, onlineRatio: 0.5 } }, [1, 0.9], { seed: 3 });
    const shares = Array.from(timeline.liquidatedDebtByStepUsd, (total, step) => total - (timeline.liquidatedDebtByStepUsd[step - 1] ?? 0)).slice(1, 4);
    for (const repaid of shares) expect([0, 25, 50, 75, 100]).toContain(Math.round(repaid * 1e6) / 1e6);
    expect(new Set(shares.map(Math.round)).size).toBeGreaterThan(1);
  });

  test('pay more gas when the market is unquiet', () => {
    const volatility = { impactExponent: 0, halfLifeSeconds: 3600, ordinaryPerSqrtStep: [0.005] };
    const profit = (gasVolatilityExponent: number): number => run({ gasUsd: 1, gasVolatilityExponent }, [1, 0.94, 1], { volatility }).outcome.liquidatorProfitUsd;
    // v = (0.005² + ln(0.94)²) / 2 after one half-life.
    const unrest = Math.sqrt((0.005 ** 2 + Math.log(0.94) ** 2) / 2) / 0.005;
    expect(profit(0) - profit(1)).toBeCloseTo(unrest - 1, 9);
  });

  test('take the weakest first, or what earns most', () => {
    const accounts = [{ collateral: 100, debt: 79 }, { collateral: 10_000, debt: 7700 }];
    // Capacity for the small account only: the weakest is the small one, the large one earns more.
    const debtOf = (order: 'weakest' | 'profit'): number => run({ order, capacityUsdPerStep: 39.5 }, [1, 0.95, 1.5], {}, accounts).outcome.penaltyUsd;
    expect(debtOf('weakest')).toBeCloseTo(debtOf('profit'), 9);
    const touched = (order: 'weakest' | 'profit'): number => run({ order, capacityUsdPerStep: 100 }, [1, 0.95, 1.5], {}, accounts).outcome.liquidatedAccounts;
    expect([touched('weakest'), touched('profit')]).toEqual([2, 1]);
  });

  test('find nothing to do where nothing can be sold, and lose nothing in the books', () => {
    const depth = [{ coefficient: Infinity, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1 }];
    const { outcome } = run({}, [1, 0.5], { depth });
    expect(outcome).toMatchObject({ liquidatedDebtUsd: 0, badDebtUsd: 260, socialisedUsd: 260, liquidatedAccounts: 0 });
  });
});

describe('venues alongside', () => {
  const depth = [{ coefficient: 0.002, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e4 }];
  const resilience = { recoveryHalfLifeSeconds: 36_000, permanentShareRatio: 0.5 };
  const venue = (accounts: typeof ONE) => ({ book: buildSmallBook(accounts), oracle: { delaySteps: 0 }, liquidation: buildSmallScenario([]).liquidation, liquidators: RULES });

  test('that sell bring down accounts which would have stood alone', () => {
    const accounts = [{ collateral: 100, debt: 75 }];
    const alone = run({}, [1, 0.95], { depth, resilience }, accounts).outcome;
    const beside = run({}, [1, 0.95], { depth, resilience, alongside: [venue([{ collateral: 10_000, debt: 7700 }])] }, accounts).outcome;
    expect([alone.liquidatedAccounts, beside.liquidatedAccounts]).toEqual([0, 1]);
    expect(beside.alongsideLiquidatedDebtUsd).toBeGreaterThan(3000);
  });

  test('that have nothing to sell change nothing', () => {
    const alone = run({}, [1, 0.9, 0.8], { depth, resilience }).outcome;
    expect(run({}, [1, 0.9, 0.8], { depth, resilience, alongside: [venue([{ collateral: 100, debt: 10 }])] }).outcome).toEqual(alone);
  });
});
