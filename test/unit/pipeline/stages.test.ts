import { describe, expect, test } from '@jest/globals';
import { parsePolicyFile, type PolicyFile } from '../../../src/pipeline/config/policy-file.js';
import type { MarketFile } from '../../../src/pipeline/config/market-file.js';
import type { LendingDataset } from '../../../src/pipeline/ports.js';
import { checkConstraints, measureLargestShare } from '../../../src/pipeline/stages/check-constraints.js';
import { chooseMarket } from '../../../src/pipeline/stages/choose-market.js';
import { findNewlyLiquidatable } from '../../../src/pipeline/stages/newly-liquidatable.js';
import { buildParameterSpace } from '../../../src/pipeline/stages/parameter-space.js';
import { summariseDistribution, summariseHealth } from '../../../src/pipeline/stages/pictures.js';
import { enumerateGrid } from '../../../src/search/space.js';
import { applyReserveParameters } from '../../../src/simulation/book.js';
import { createSamples } from '../../../src/simulation/samples.js';
import { readFileSync } from 'node:fs';
import { buildBook } from '../../support/draw-scenario.js';

const POLICY = parsePolicyFile(readFileSync(new URL('../../../data/policies/moderate.yaml', import.meta.url), 'utf8'), 'moderate.yaml');
const CURRENT = { ltvBps: 7200, liquidationThresholdBps: 8300, liquidationBonusBps: 700 };
const CONTEXT = { horizonSeconds: 604_800, supplyUsd: 1e6, reserveUsd: 5e5, accounts: 2, otherLeverageUsd: 0, parts: { fund: false, owners: false, alongside: false } };

describe('buildParameterSpace', () => {
  const widen = (limits: Partial<PolicyFile['changeLimits']>, more: Partial<PolicyFile> = {}): PolicyFile => ({ ...POLICY, ...more, changeLimits: { ...POLICY.changeLimits, ...limits } });

  test('reads absolute limits in basis points and relative ones as a share of the value in force', () => {
    const { dimensions } = buildParameterSpace(CURRENT, widen({ liquidationBonusBps: { kind: 'relative', max: 0.2, stepBps: 10 } }));
    expect(dimensions.map(({ minimum, maximum }) => [minimum, maximum])).toEqual([[6900, 7500], [8000, 8600], [560, 840]]);
  });

  test('holds only sets that the venue accepts and that keep the policy’s buffer', () => {
    const wide = { kind: 'absolute-bps', max: 2500, stepBps: 250 } as const;
    const grid = enumerateGrid(buildParameterSpace(CURRENT, widen({ ltvBps: wide, liquidationThresholdBps: wide, liquidationBonusBps: { kind: 'absolute-bps', max: 600, stepBps: 200 } })));
    expect(grid.length).toBeGreaterThan(50);
    for (const [ltv, threshold, bonus] of grid) {
      expect(threshold! - ltv!).toBeGreaterThanOrEqual(500);
      expect(threshold! * (10_000 + bonus!)).toBeLessThanOrEqual(100_004_999);
      expect(bonus).toBeGreaterThan(0);
    }
  });
});

describe('chooseMarket', () => {
  const row = (market: string, asset: string) => ({ market, account: `${market}-account`, asset });
  const dataset = {
    name: 'd',
    reserves: [row('a', 'WETH'), row('a', 'USDC'), row('a', 'DAI'), row('b', 'WETH')],
    positions: [row('a', 'USDC'), row('b', 'WETH')],
    accounts: [row('a', ''), row('b', '')],
  } as unknown as LendingDataset;
  const choose = (lendingMarket: string | undefined, of = dataset): LendingDataset => chooseMarket(of, { asset: 'WETH', lendingMarket } as MarketFile);

  test('keeps one market’s rows, and of its reserves those that are held or under study', () => {
    const { reserves, positions, accounts } = choose('a');
    expect([reserves, positions, accounts]).toEqual([[row('a', 'WETH'), row('a', 'USDC')], [row('a', 'USDC')], [row('a', '')]]);
  });

  test('takes the only market there is, and refuses what it cannot tell', () => {
    const alone = { ...dataset, reserves: [row('b', 'WETH')] } as unknown as LendingDataset;
    expect(choose(undefined, alone).positions).toEqual([row('b', 'WETH')]);
    expect(() => choose(undefined)).toThrow('the dataset holds several lending markets');
    expect(() => choose('c')).toThrow('the dataset has no lending market c');
    expect(() => choose('a', { ...dataset, positions: [] })).toThrow('the market a has no positions');
  });
});

describe('checkConstraints', () => {
  const samples = createSamples(400);
  // Every 40th path loses 4000: mean 100, probability 0.025, VaR 97.5 % on the edge.
  for (let path = 0; path < 400; path += 40) samples.badDebtUsd[path] = 4000;

  test('holds the upper end of the interval, not the estimate, against the limit', () => {
    const mean = (max: number): boolean => checkConstraints([{ metric: 'badDebt', statistic: 'mean', max, unit: 'usd' }], samples, 0, CONTEXT)[0]!.holds;
    const [check] = checkConstraints([{ metric: 'badDebt', statistic: 'mean', max: 100, unit: 'usd' }], samples, 0, CONTEXT);
    expect(check!.value).toBeCloseTo(100, 9);
    // Standard error of the mean: sqrt(0.025 × 0.975 × 4000² / 399).
    expect(check!.bound).toBeCloseTo(100 + 1.959964 * Math.sqrt((0.025 * 0.975 * 4000 ** 2) / 399), 3);
    expect([mean(100), mean(check!.bound)]).toEqual([false, true]);
  });

  test('tells how much of a mean or a shortfall its largest sample makes, and nothing of the rest', () => {
    const values = Float64Array.from({ length: 100 }, (_, index) => (index === 7 ? 30 : index === 9 ? 10 : 0));
    expect([measureLargestShare(values, { statistic: 'mean' }), measureLargestShare(values, { statistic: 'es', level: 0.95 })]).toEqual([0.75, 0.75]);
    expect([measureLargestShare(values, { statistic: 'es', level: 0.99 }), measureLargestShare(new Float64Array(4), { statistic: 'mean' }), measureLargestShare(values, { statistic: 'probability' })]).toEqual([1, null, null]);
  });

  test('scales by supply and counts losing paths', () => {
    const checks = checkConstraints(
      [
        { metric: 'badDebt', statistic: 'es', level: 0.975, max: 1, unit: 'supply-ratio' },
        { metric: 'badDebt', statistic: 'probability', max: 1, unit: 'ratio' },
        { metric: 'newlyLiquidatableDebt', max: 0.01, unit: 'debt-ratio' },
      ],
      samples,
      0.02,
      CONTEXT,
    );
    expect(checks[0]!.value).toBeCloseTo(0.004, 12);
    expect(checks.slice(1).map(({ value }) => value)).toEqual([0.025, 0.02]);
    expect(checks.map(({ holds }) => holds)).toEqual([true, true, false]);
  });
});

describe('findNewlyLiquidatable', () => {
  const book = buildBook([
    { collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.83 }], debtAssets: [3], healthFactor: 1.01 },
    { collateral: [{ asset: 0, valueUsd: 5000, thresholdRatio: 0.83 }], debtAssets: [3], healthFactor: 1.005 },
    { collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.83 }], debtAssets: [3], healthFactor: 1.5 },
    { collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.83 }], debtAssets: [3], healthFactor: 0.99 },
    { collateral: [{ asset: 0, valueUsd: 1000, thresholdRatio: 0.83 }], debtAssets: [], healthFactor: 1 },
  ]);
  const lower = applyReserveParameters(book, 0, CURRENT, { ...CURRENT, liquidationThresholdBps: 8200 }, { kind: 'none', shareRatio: 0 });

  test('lists accounts that the change alone tips, largest debt first, and not those that were liquidatable before', () => {
    const { accounts, debtUsd, top } = findNewlyLiquidatable(book, lower);
    expect(accounts).toBe(2);
    expect(top.map(({ account }) => account)).toEqual(['account-1', 'account-0']);
    expect(top[0]!.healthFactorAfter).toBeCloseTo((1.005 * 0.82) / 0.83, 12);
    expect(debtUsd).toBeCloseTo((5000 * 0.83) / 1.005 + (1000 * 0.83) / 1.01, 9);
  });

  test('finds none when nothing changes', () => expect(findNewlyLiquidatable(book, book)).toEqual({ accounts: 0, debtUsd: 0, top: [] }));

  test('the health histogram holds all debt, whatever the parameters', () => {
    const { currentDebtUsd, recommendedDebtUsd, edges } = summariseHealth(book, lower);
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    expect(currentDebtUsd).toHaveLength(edges.length - 1);
    expect(sum(currentDebtUsd)).toBeCloseTo(sum(recommendedDebtUsd), 9);
    expect(currentDebtUsd[0]).toBeCloseTo((1000 * 0.83) / 0.99, 9);
  });
});

describe('summariseDistribution', () => {
  test('counts every path of both samples in common bins', () => {
    const { edgesUsd, currentCounts, recommendedCounts } = summariseDistribution(Float64Array.of(0, 0, 5, 30), Float64Array.of(0, 1, 2, 15));
    expect(edgesUsd.at(-1)).toBeCloseTo(30, 12);
    expect([currentCounts, recommendedCounts].map((counts) => counts.reduce((total, count) => total + count, 0))).toEqual([4, 4]);
    expect(currentCounts.at(-1)).toBe(1);
  });

  test('gives one bin when nobody lost anything', () => {
    expect(summariseDistribution(Float64Array.of(0, 0), Float64Array.of(0, 0))).toEqual({ edgesUsd: [0, 1], currentCounts: [2], recommendedCounts: [2] });
  });
});
