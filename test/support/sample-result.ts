/** A complete, plausible `RunResult` for the tests of everything that reads one; its numbers are invented. */
import type { VolatilityModelSummary } from '../../src/core/model-result.js';
import type { ReserveParameters } from '../../src/core/reserve-parameters.js';
import type { CoverageTest, RunResult } from '../../src/core/run-result.js';
import { CURRENT, HORIZON_SECONDS, PATHS, RECOMMENDED, buildConstraints, buildDifference, buildFrontier, buildMetrics } from './sample-candidates.js';
import { buildBookLosses, buildLiquidationForecast, buildRollingCoverage } from './sample-history.js';
import {
  buildDepthModel,
  buildDistribution,
  buildHealthHistogram,
  buildPriceFan,
  buildReplayWindow,
} from './sample-result-series.js';

function buildVolatilityModel(series: string, model: string, usedForPaths: boolean): VolatilityModelSummary {
  const isGarch = model.startsWith('GARCH');
  return {
    series,
    model,
    presampleRule: isGarch ? 'sample variance of the residuals' : 'first squared return',
    observations: 40_296,
    parameters: isGarch ? { mu: 0.0041, omega: 0.00912, alpha: 0.0874, beta: 0.9017 } : { lambda: 0.9782 },
    standardErrors: isGarch ? { mu: 0.0029, omega: 0.00131, alpha: 0.0067, beta: 0.0079 } : { lambda: 0.0016 },
    logLikelihood: isGarch ? -45_120.33 : -45_402.18,
    volatilityPerSqrtYear: isGarch ? 0.6214 : 0.5987,
    holdOutQlike: isGarch ? 0.8124 : 0.8311,
    usedForPaths,
  };
}

function buildCoverage(series: string, level: number, exceedances: number, passes: boolean): CoverageTest {
  return {
    series,
    level,
    horizonSeconds: 86_400,
    fromUnixSeconds: 1_640_995_200,
    toUnixSeconds: 1_686_787_200,
    n: 530,
    exceedances,
    expectedExceedances: 530 * (1 - level),
    kupiecLr: passes ? 0.094 : 11.82,
    kupiecP: passes ? 0.759 : 0.000586,
    christoffersenLr: passes ? 1.31 : 14.05,
    christoffersenP: passes ? 0.52 : 0.00089,
    passes,
  };
}

function buildModels(): RunResult['models'] {
  return {
    volatility: ['ETH/USD', 'BTC/USD'].flatMap((series) => [
      buildVolatilityModel(series, 'GARCH(1,1)', true),
      buildVolatilityModel(series, 'EWMA', false),
    ]),
    innovations: { distribution: 'Student t', degreesOfFreedom: 4.21 },
    correlation: { series: ['ETH/USD', 'BTC/USD'], matrix: [[1, 0.824], [0.824, 1]] },
    pegs: [{ series: 'stETH/ETH', meanReversionPerStep: 0.0061, halfLifeSeconds: 408_000, longRunRatio: 0.9986, innovationStdDev: 0.00071 }],
    depth: [buildDepthModel('ETH/USD', 'WETH→USDC', 0.0000124, 0.871), buildDepthModel('stETH/ETH', 'stETH→WETH', 0.0000031, 0.964)],
  };
}

function buildOutcome(): Pick<RunResult, 'current' | 'recommended' | 'metrics' | 'constraints' | 'frontier' | 'newlyLiquidatable'> {
  return {
    current: CURRENT,
    recommended: {
      ...RECOMMENDED,
      decision: 'change',
      reason: 'An LTV of 73.50 % lets users borrow $18.1M more while every limit of the policy still holds at its upper confidence bound.',
    },
    metrics: { current: buildMetrics(0), recommended: buildMetrics(1), difference: buildDifference() },
    constraints: buildConstraints(1),
    frontier: buildFrontier(),
    newlyLiquidatable: {
      accounts: 2,
      debtUsd: 412_300,
      top: [
        { account: 'a41f09c2e7b3', debtUsd: 300_100, collateralUsd: 361_000, healthFactorBefore: 1.003, healthFactorAfter: 0.998 },
        { account: '07be55d1904c', debtUsd: 112_200, collateralUsd: 135_400, healthFactorBefore: 1.001, healthFactorAfter: 0.996 },
      ],
    },
  };
}

function buildReasons(): Pick<RunResult, 'attribution' | 'baselines' | 'updateSchedule'> {
  const shareByMetric = Object.fromEntries(Object.entries(buildDifference()).map(([name, { value }]) => [name, value]));
  const high: ReserveParameters = { ltvBps: 8200, liquidationThresholdBps: 9300, liquidationBonusBps: 700 };
  return {
    attribution: { method: 'shapley', orders: 1, parameters: [{ parameter: 'ltvBps', fromBps: CURRENT.ltvBps, toBps: RECOMMENDED.ltvBps, shareByMetric }] },
    baselines: [
      {
        rule: 'gauntlet-morpho',
        name: 'Gauntlet × Morpho',
        thresholdRatio: 0.93,
        parameters: high,
        inputs: { collateralUsd: 210_000_000, repayUsd: 14_200_000, maxDrawdownRatio: 0.45 },
        metrics: buildMetrics(14, 8),
        constraints: buildConstraints(60),
        disagreement: 'Its threshold lies 10.00 points above the recommended one. It walks one whale down one fall.',
      },
      { rule: 'smart-ltv', name: 'SmartLTV', thresholdRatio: null, parameters: null, inputs: { c: 3 }, metrics: null, constraints: [], disagreement: 'It finds no threshold that could be set.' },
    ],
    updateSchedule: {
      name: 'Aave v3 risk steward',
      source: 'DeployStewards.s.sol',
      clipped: ['ltvBps'],
      updates: [7250, 7300, 7350].map((ltvBps, index) => ({
        afterSeconds: index * 259_200,
        parameters: { ...CURRENT, ltvBps },
        metrics: buildMetrics((index + 1) / 3),
        constraints: buildConstraints((index + 1) / 3),
        newlyLiquidatableAccounts: index,
        newlyLiquidatableDebtUsd: index * 206_150,
      })),
    },
  };
}

/** A complete run result whose decision is `change`; `overrides` replaces whole top-level fields. */
export function buildSampleResult(overrides: Partial<RunResult> = {}): RunResult {
  return {
    schemaVersion: 1,
    runId: 'aave-v2-steth-3f9c21d07a',
    tool: { name: 'plimsoll', version: '0.1.0' },
    dataset: {
      name: 'aave-v2-steth_2023-06',
      sha256: '8c1f0d3b5a7e92461cd0f8b37e5a4912c6d8e0f1a2b3c4d5e6f708192a3b4c5d',
      description: 'Aave v2 accounts with stETH collateral on Ethereum, June 2023',
      snapshotUnixSeconds: 1_686_787_200,
      accounts: 1020,
      accountsLeftOut: 289,
      collateralUsd: 1_210_000_000,
      debtUsd: 702_000_000,
      licence: 'CC0-1.0',
    },
    market: { name: 'aave-v2-steth', venue: 'aave-v2', network: 'ethereum', sha256: 'b2'.repeat(32) },
    policy: { name: 'cautious', sha256: 'c3'.repeat(32), objective: 'maximise borrowingPowerUsd' },
    asset: 'stETH',
    seed: 20230615,
    paths: { total: PATHS, monteCarlo: 15_000, bootstrap: 5_000, horizonSeconds: HORIZON_SECONDS, stepSeconds: 3_600 },
    ...buildOutcome(),
    search: { candidates: 245, feasible: 131, pathsPerStage: [1_000, 5_000, PATHS], pathEvaluations: 640_000, stop: { reason: 'budget', rivals: 3, rivalGainRatio: 0.0139 } },
    ...buildReasons(),
    backtest: {
      windows: [
        buildReplayWindow('2020-03-12 Black Thursday', 1_583_884_800, 4, 0.45, null),
        buildReplayWindow('2021-05-19 leverage flush', 1_621_296_000, 4, 0.41, 0.981),
        buildReplayWindow('2022-06 stETH discount', 1_654_646_400, 12, 0.43, 0.936),
        buildReplayWindow('2022-11 FTX', 1_667_692_800, 5, 0.29, 0.984),
        buildReplayWindow('2023-08-17', 1_692_144_000, 3, 0.12, 0.998),
      ],
      coverage: [buildCoverage('ETH/USD', 0.99, 6, true), buildCoverage('ETH/USD', 0.95, 43, false)],
      rolling: buildRollingCoverage(),
      bookLosses: buildBookLosses(),
      liquidationForecast: buildLiquidationForecast(),
    },
    models: buildModels(),
    pictures: {
      priceFan: buildPriceFan(168, 3_600),
      badDebt: buildDistribution(PATHS, 150_000, 0.74),
      liquidatedDebt: buildDistribution(PATHS, 4_000_000, 0.86),
      health: buildHealthHistogram(),
    },
    sensitivity: [
      { name: 'depth halved', currentBadDebtEs99Usd: 2_310_000, recommendedBadDebtEs99Usd: 2_402_000 },
      { name: 'liquidators one hour late', currentBadDebtEs99Usd: 1_390_000, recommendedBadDebtEs99Usd: 1_441_000 },
      { name: 'volatility × 1.5', currentBadDebtEs99Usd: 4_870_000, recommendedBadDebtEs99Usd: 5_020_000 },
    ],
    assumptions: [
      { name: 'liquidationGasUsd', value: 45, unit: 'USD', why: 'Gas is not in the dataset; the mean of a quiet day is used.' },
      { name: 'borrowerResponse', value: 'none', unit: '', why: 'Nobody tops up: a cautious choice.' },
    ],
    warnings: [
      { code: 'coverage-rejected', message: 'ETH/USD at 95 %: 43 exceedances where 26.5 were expected.', remedy: 'Refit on a longer window.' },
    ],
    files: {
      reportHtml: 'report.html',
      reportMarkdown: 'report.md',
      result: 'result.json',
      proposalArfc: 'proposal/arfc.md',
      metricsTable: 'tables/metrics.csv',
      frontierTable: 'tables/frontier.csv',
    },
    ...overrides,
  };
}

/** The same run with the decision `keep`: recommended equals current and every difference is exactly zero. */
export function buildKeepSampleResult(overrides: Partial<RunResult> = {}): RunResult {
  const current = buildMetrics(0);
  const zero = Object.entries(current).map(([key, figure]) => [key, { ...figure, value: 0, ciLow: 0, ciHigh: 0 }] as const);
  const [inForce, , ...others] = buildFrontier();
  const changed = buildSampleResult();
  return buildSampleResult({
    recommended: {
      ...CURRENT,
      decision: 'keep',
      reason: 'No candidate within the change limits beats the current values by more than the noise of the simulation.',
    },
    metrics: { current, recommended: current, difference: Object.fromEntries(zero) },
    constraints: buildConstraints(0),
    frontier: [{ ...inForce!, onFrontier: true, isRecommended: true }, ...others],
    newlyLiquidatable: { accounts: 0, debtUsd: 0, top: [] },
    backtest: { ...changed.backtest, windows: changed.backtest.windows.map((window) => ({ ...window, recommended: window.current })) },
    pictures: {
      ...changed.pictures,
      badDebt: { ...changed.pictures.badDebt, recommendedCounts: changed.pictures.badDebt.currentCounts },
      liquidatedDebt: { ...changed.pictures.liquidatedDebt, recommendedCounts: changed.pictures.liquidatedDebt.currentCounts },
      health: { ...changed.pictures.health, recommendedDebtUsd: changed.pictures.health.currentDebtUsd },
    },
    sensitivity: changed.sensitivity.map((row) => ({ ...row, recommendedBadDebtEs99Usd: row.currentBadDebtEs99Usd })),
    ...overrides,
  });
}
