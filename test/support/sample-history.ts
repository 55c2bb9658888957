/** Stand-ins for what a run finds when it holds forecasts against history; shapes are right, numbers are invented. */
import type { BookLossCoverage, LiquidationForecast, RollingCoverage, RollingLevel } from '../../src/core/backtest-result.js';

const DAY_SECONDS = 86_400;
const START_UNIX_SECONDS = 1_577_923_200;

function listOf(length: number, valueAt: (index: number) => number): number[] {
  return Array.from({ length }, (_, index) => valueAt(index));
}

function buildLevel(level: number, n: number, exceedances: number, kupiecP: number): RollingLevel {
  return {
    level,
    n,
    exceedances,
    expectedExceedances: n * (1 - level),
    kupiecP,
    independenceP: 0.43,
    conditionalP: Math.min(1, 1.4 * kupiecP),
    shortfallZ2: -0.12,
    shortfallP: 0.31,
    zone: kupiecP < 0.01 ? 'red' : 'green',
  };
}

export function buildRollingCoverage(): RollingCoverage {
  const n = 300;
  const model = (name: string, label: string, isChosen: boolean, kupiecP: number): RollingCoverage['models'][number] => ({
    name,
    label,
    isChosen,
    passes: kupiecP >= 0.05,
    passesExpectedShortfall: true,
    levels: [buildLevel(0.95, n, 16, 0.7), buildLevel(0.99, n, kupiecP < 0.05 ? 11 : 3, kupiecP)],
  });
  return {
    series: 'ETH/USD',
    horizonSeconds: DAY_SECONDS,
    refitSteps: 30,
    significance: 0.05,
    spans: { fromUnixSeconds: START_UNIX_SECONDS - 730 * DAY_SECONDS, chooseUnixSeconds: START_UNIX_SECONDS - 365 * DAY_SECONDS, testUnixSeconds: START_UNIX_SECONDS, toUnixSeconds: START_UNIX_SECONDS + n * DAY_SECONDS },
    models: [model('constant-normal', 'constant normal, last year', false, 0.004), model('garch-t', 'GARCH(1,1), Student t', true, 0.99)],
    holds: true,
    sentence: 'ETH/USD: the chosen model, GARCH(1,1), Student t, passes the tests.',
    forecasts: {
      level: 0.99,
      unixSeconds: listOf(n, (day) => START_UNIX_SECONDS + day * DAY_SECONDS),
      returnPercent: listOf(n, (day) => 4 * Math.sin(day * 1.3) - (day === 71 ? 41 : 0)),
      valueAtRiskPercent: listOf(n, (day) => 11 + 3 * Math.sin(day / 40)),
    },
  };
}

export function buildBookLosses(): BookLossCoverage {
  const n = 60;
  const weeks = (valueAt: (week: number) => number): number[] => listOf(n, valueAt);
  return {
    horizonSeconds: 7 * DAY_SECONDS,
    refitWindows: 26,
    paths: 500,
    significance: 0.05,
    spans: { fromUnixSeconds: START_UNIX_SECONDS - 365 * DAY_SECONDS, chooseUnixSeconds: START_UNIX_SECONDS, testUnixSeconds: START_UNIX_SECONDS, toUnixSeconds: START_UNIX_SECONDS + 7 * n * DAY_SECONDS },
    heldFactors: ['stETH/ETH'],
    tests: [
      { loss: 'liquidatedDebt', levels: [buildLevel(0.95, n, 4, 0.6), buildLevel(0.99, n, 5, 0.003)], passes: false, holds: false, expectedWindows: 31.2, actualWindows: 28, expectedUsd: 3.1e8, actualUsd: 4.2e8, sentence: 'Liquidated debt: fails the tests of number or independence.' },
      { loss: 'badDebt', levels: [{ ...buildLevel(0.95, n, 1, 0.8), shortfallZ2: null, shortfallP: null }, { ...buildLevel(0.99, n, 1, 0.6), shortfallZ2: null, shortfallP: null }], passes: null, holds: null, expectedWindows: 0.9, actualWindows: 1, expectedUsd: 2.1e6, actualUsd: 4.4e6, sentence: 'Bad debt: cannot be told.' },
    ],
    limits: ['Every window begins with the snapshot’s book.', 'What happened is replayed.'],
    windows: {
      unixSeconds: weeks((week) => START_UNIX_SECONDS + 7 * week * DAY_SECONDS),
      liquidatedMeanUsd: weeks((week) => 5e6 + 2e6 * Math.sin(week / 9)),
      liquidatedVar99Usd: weeks((week) => 9e7 + 3e7 * Math.sin(week / 9)),
      liquidatedActualUsd: weeks((week) => (week % 13 === 9 ? 1.4e8 : week % 2 === 0 ? 0 : 2.2e6)),
      badDebtProbability: weeks(() => 0.015),
      badDebtEs99Usd: weeks(() => 3e6),
      badDebtActualUsd: weeks((week) => (week === 9 ? 4.4e6 : 0)),
    },
  };
}

export function buildLiquidationForecast(): LiquidationForecast {
  const horizon = (days: number, slope: number): LiquidationForecast['horizons'][number] => ({
    horizonSeconds: days * DAY_SECONDS,
    forecasts: Math.round(9_000 / days),
    moments: Math.floor(300 / days),
    liquidations: 34,
    brier: 0.00101,
    skillOfClimatology: 0.011,
    skillOfConstantVolatility: 0.074,
    calibrationSlope: slope,
    calibrationSlopeStandardError: 0.08,
    calibration: [0.0003, 0.002, 0.0055, 0.017, 0.05, 0.15].map((meanForecast, index) => ({
      fromProbability: meanForecast / 2,
      toProbability: meanForecast * 2,
      forecasts: Math.round(3_000 / 3 ** index),
      meanForecast,
      events: index,
      observedShare: index / (3_000 / 3 ** index),
    })),
    alarms: [
      { thresholdProbability: 0.02, warnedAndLiquidated: 21, warnedOnly: 406, liquidatedOnly: 13, hitRate: 0.987, precision: 0.049, recall: 0.618 },
      { thresholdProbability: 0.25, warnedAndLiquidated: 0, warnedOnly: 0, liquidatedOnly: 34, hitRate: 0.996, precision: null, recall: 0 },
    ],
    amounts: {
      unixSeconds: listOf(Math.floor(300 / days), (index) => START_UNIX_SECONDS + days * index * DAY_SECONDS),
      predictedDebtUsd: listOf(Math.floor(300 / days), (index) => 3e5 + 2e5 * Math.sin(index / 11)),
      upperDebtUsd: listOf(Math.floor(300 / days), (index) => 1.2e7 + 8e6 * Math.sin(index / 11)),
      actualDebtUsd: listOf(Math.floor(300 / days), (index) => (index % 29 === 5 ? 1.9e6 : 0)),
    },
    claims: [
      { holds: slope > 0.8, sentence: `The ${days}-day forecast is ${slope > 0.8 ? '' : 'not '}calibrated.` },
      { holds: false, sentence: `The ${days}-day forecast cannot be told apart from climatology.` },
    ],
  });
  return {
    dataset: { name: 'maker-ethb_2020-2022', sha256: 'd4'.repeat(32), description: 'every event of 798 Maker ETH-B vaults' },
    paths: 4_000,
    splitUnixSeconds: START_UNIX_SECONDS,
    toUnixSeconds: START_UNIX_SECONDS + 300 * DAY_SECONDS,
    horizons: [horizon(1, 1.01), horizon(7, 0.77)],
  };
}
