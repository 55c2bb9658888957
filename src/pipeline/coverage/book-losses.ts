import { evaluateBookLosses, type BOOK_LOSS_LEVELS } from '../../backtest/coverage/evaluate-book-losses.js';
import { SIGNIFICANCE } from '../../backtest/coverage/likelihood-ratio-tests.js';
import { countWindows, rollBookLosses, type BookLossPlan, type BookLossWindow, type WindowSpan } from '../../backtest/coverage/roll-book-losses.js';
import type { BookLossCoverage, BookLossTest } from '../../core/backtest-result.js';
import type { Piecewise } from '../../core/piecewise.js';
import { estimateEs, estimateVar } from '../../numeric/confidence.js';
import { computeMean } from '../../numeric/sample-moments.js';
import type { LendingScenario } from '../../simulation/scenario.js';
import type { MarketFile } from '../config/market-file.js';
import type { PriceSeries } from '../ports.js';
import { listModelledFactors } from './modelled-factors.js';

export interface BookLossInputs {
  /** Keyed by factor. */
  readonly prices: ReadonlyMap<string, PriceSeries>;
  readonly market: MarketFile;
  readonly scenario: LendingScenario;
  readonly seed: number;
}

export interface BookLossOptions {
  readonly paths: number;
  readonly refitWindows: number;
}

export const BOOK_LOSS_DEFAULTS = { paths: 500, refitWindows: 26 } as const;

const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;
/** 1970-01-05 was a Monday. */
const FIRST_MONDAY_SECONDS = 4 * DAY_SECONDS;
/** Before the first forecast. */
const WARM_UP_SECONDS = 365 * DAY_SECONDS;
/** Fewer windows test nothing. */
const WINDOWS_MIN = 30;
const TAIL: (typeof BOOK_LOSS_LEVELS)[number] = 0.99;

/** Where the windows of a book's prices lie, and what they are forecast with. */
export interface BookLossSchedule {
  readonly plan: BookLossPlan;
  readonly heldFactors: readonly string[];
  readonly fromUnixSeconds: number;
  readonly windows: number;
}

/**
 * Places windows of the market file's horizon, the first on the first Monday a year after the prices begin.
 *
 * Special case: `null` when fewer than 30 fit into the prices.
 */
export function scheduleBookLosses({ prices, market, scenario, seed }: BookLossInputs, { paths, refitWindows }: BookLossOptions): BookLossSchedule | null {
  const { factors, heldFactors } = listModelledFactors(prices, market, scenario.factors);
  const fromUnixSeconds = Math.max(...factors.map(({ history }) => history.unixSeconds[0]!));
  const plan = { scenario, factors, testUnixSeconds: findMonday(fromUnixSeconds + WARM_UP_SECONDS), refitWindows, paths, meanBlockSteps: market.market.bootstrapBlockHours, seed };
  const windows = countWindows(plan);
  return windows < WINDOWS_MIN ? null : { plan, heldFactors, fromUnixSeconds, windows };
}

/** Cuts the windows where the model is fitted anew: parts that need nothing of each other. */
export function cutWindows({ windows, plan }: BookLossSchedule): WindowSpan[] {
  return Array.from({ length: Math.ceil(windows / plan.refitWindows) }, (_, part) => ({ from: part * plan.refitWindows, to: Math.min(windows, (part + 1) * plan.refitWindows) }));
}

/** Forecasts the book's losses window after window, each from the prices known before it, and holds them against the losses of the replayed windows. */
export function* testBookLosses(schedule: BookLossSchedule): Piecewise<BookLossCoverage> {
  return judgeBookLosses(schedule, yield* rollBookLosses(schedule.plan, { from: 0, to: schedule.windows }));
}

/** Tests forecasts that were rolled over all windows of a schedule. */
export function judgeBookLosses({ plan, heldFactors, fromUnixSeconds }: BookLossSchedule, windows: readonly BookLossWindow[]): BookLossCoverage {
  const { scenario, testUnixSeconds, refitWindows, paths, seed } = plan;
  const horizonSeconds = scenario.steps * scenario.stepSeconds;
  const tests = (['liquidatedDebt', 'badDebt'] as const).map((loss): BookLossTest => {
    const test = evaluateBookLosses(windows, loss, seed);
    return { ...test, sentence: describeBookLosses(test, windows.length) };
  });
  return {
    horizonSeconds,
    refitWindows,
    paths,
    significance: SIGNIFICANCE,
    spans: { fromUnixSeconds, chooseUnixSeconds: testUnixSeconds, testUnixSeconds, toUnixSeconds: testUnixSeconds + windows.length * horizonSeconds },
    heldFactors,
    tests,
    limits: listLimits(heldFactors, tests[1]!, windows.length),
    windows: summariseWindows(windows),
  };
}

function findMonday(unixSeconds: number): number {
  return Math.ceil((unixSeconds - FIRST_MONDAY_SECONDS) / WEEK_SECONDS) * WEEK_SECONDS + FIRST_MONDAY_SECONDS;
}

function summariseWindows(windows: readonly BookLossWindow[]): BookLossCoverage['windows'] {
  return {
    unixSeconds: windows.map(({ unixSeconds }) => unixSeconds),
    liquidatedMeanUsd: windows.map(({ liquidatedDebtUsd }) => computeMean(liquidatedDebtUsd)),
    liquidatedVar99Usd: windows.map(({ liquidatedDebtUsd }) => estimateVar(liquidatedDebtUsd, TAIL).value),
    liquidatedActualUsd: windows.map(({ actualLiquidatedDebtUsd }) => actualLiquidatedDebtUsd),
    badDebtProbability: windows.map(({ badDebtUsd }) => badDebtUsd.filter((loss) => loss > 0).length / badDebtUsd.length),
    badDebtEs99Usd: windows.map(({ badDebtUsd }) => estimateEs(badDebtUsd, TAIL).value),
    badDebtActualUsd: windows.map(({ actualBadDebtUsd }) => actualBadDebtUsd),
  };
}

function describeBookLosses({ loss, levels, passes, expectedWindows, actualWindows }: Omit<BookLossTest, 'sentence'>, windows: number): string {
  const name = loss === 'badDebt' ? 'Bad debt' : 'Liquidated debt';
  const verdict = passes === null ? 'cannot be told: too few losses were due for these tests to reject a forecast' : passes ? 'passes the tests of number and independence' : 'fails the tests of number or independence';
  const at = levels.map(({ level, exceedances, expectedExceedances }) => `${exceedances} beyond the ${level * 100} % forecast where ${expectedExceedances.toFixed(1)} were due`).join(', ');
  return `${name}: ${verdict}, at ${SIGNIFICANCE * 100} %. Of ${windows} windows, ${at}; it came in ${actualWindows} where ${expectedWindows.toFixed(1)} were forecast. ${describeShortfall(levels)}`;
}

function describeShortfall(levels: BookLossTest['levels']): string {
  const tested = levels.filter(({ shortfallP }) => shortfallP !== null);
  if (tested.length === 0) return 'Expected shortfall cannot be tested: value-at-risk is zero in some windows.';
  const failed = tested.filter(({ shortfallP }) => shortfallP! < SIGNIFICANCE);
  const names = (list: BookLossTest['levels']): string => list.map(({ level }) => `${level * 100} %`).join(' and ');
  return failed.length === 0 ? `Expected shortfall passes at ${names(tested)}.` : `Expected shortfall fails at ${names(failed)}: losses beyond the forecast were larger, or more, than it said.`;
}

function listLimits(heldFactors: readonly string[], badDebt: BookLossTest, windows: number): string[] {
  return [
    'Every window begins with the snapshot’s book: who owed what at the time is not known. The test is of the price model and its way through this book, not of the book.',
    'What happened is replayed, with the depth and the liquidators of the snapshot: where those are wrong they are wrong on both sides, and the test does not notice.',
    ...(heldFactors.length === 0 ? [] : [`${heldFactors.join(', ')} is held where the snapshot has it, in forecast and fact alike: its history is too short to roll.`]),
    `Bad debt was due in ${badDebt.expectedWindows.toFixed(1)} of ${windows} windows: only a forecast several times too low would be noticed.`,
  ];
}
