import type { BookLossTest, RollingLevel } from '../../core/backtest-result.js';
import { estimateEs, estimateVar } from '../../numeric/confidence.js';
import { computeMean } from '../../numeric/sample-moments.js';
import { testExpectedShortfall } from './expected-shortfall-test.js';
import { countExceedances, SIGNIFICANCE, testChristoffersen, testConditionalCoverage, testKupiec } from './likelihood-ratio-tests.js';
import type { Predictive, Shocks } from './predictive.js';
import type { BookLossWindow } from './roll-book-losses.js';
import { classifyExceedances, classifyWindows } from './traffic-light.js';

export const BOOK_LOSS_LEVELS = [0.95, 0.99] as const;
const LIGHT_WINDOW = 250;
/** Below this many exceedances due not even their absence is a surprise at 5 %: 2 n p ≥ 3.84 is needed. */
const DUE_MIN = 1.92;
/** Rounding of p × n must not move a rank. */
const RANK_SLACK = 1e-9;

type Loss = BookLossTest['loss'];

/**
 * Holds the forecast distributions of one kind of loss against the losses of the replayed windows.
 *
 * A loss of a book has an atom at zero, so the chance to pass value-at-risk is not 1 − level: the number that is due is the sum of the
 * windows' own chances, and Kupiec's test takes their mean for p.
 * Special cases: `passes` is `null` where no test rejects and fewer exceedances are due at every level than could surprise; expected shortfall is
 * tested where value-at-risk is above zero in every window.
 */
export function evaluateBookLosses(windows: readonly BookLossWindow[], loss: Loss, seed: number): Omit<BookLossTest, 'sentence'> {
  const forecasts = windows.map((window) => (loss === 'badDebt' ? window.badDebtUsd : window.liquidatedDebtUsd));
  const actual = Float64Array.from(windows, (window) => (loss === 'badDebt' ? window.actualBadDebtUsd : window.actualLiquidatedDebtUsd));
  const levels = BOOK_LOSS_LEVELS.map((level) => evaluateLevel(forecasts, actual, level, seed));
  const isRejected = levels.some(({ kupiecP, independenceP }) => kupiecP < SIGNIFICANCE || independenceP < SIGNIFICANCE);
  const canTell = levels.some(({ expectedExceedances }) => expectedExceedances >= DUE_MIN);
  const passes = isRejected ? false : canTell ? true : null;
  const isShort = levels.some(({ shortfallP }) => shortfallP !== null && shortfallP < SIGNIFICANCE);
  return {
    loss,
    levels,
    passes,
    holds: isShort ? false : passes,
    expectedWindows: forecasts.reduce((sum, values) => sum + shareAbove(values, 0), 0),
    actualWindows: actual.filter((value) => value > 0).length,
    expectedUsd: forecasts.reduce((sum, values) => sum + computeMean(values), 0),
    actualUsd: actual.reduce((sum, value) => sum + value, 0),
  };
}

function evaluateLevel(forecasts: readonly Float64Array[], actual: Float64Array, level: number, seed: number): RollingLevel {
  const n = actual.length;
  const bounds = forecasts.map((values) => estimateVar(values, level).value);
  const chances = forecasts.map((values, t) => shareAbove(values, bounds[t]!));
  // A chance that no path shows counts as half a path.
  const chance = Math.max(chances.reduce((sum, value) => sum + value, 0) / n, 0.5 / forecasts[0]!.length);
  const flags = Uint8Array.from(actual, (value, t) => (value > bounds[t]! ? 1 : 0));
  const exceedances = countExceedances(flags);
  const kupiec = testKupiec(n, exceedances, chance);
  const { independence } = testChristoffersen(flags, chance);
  const predictives = forecasts.map((values): Predictive => ({ mu: 0, sigma: 1, shocks: createLossShocks(values) }));
  // Below a bound of zero the tail rests on the few paths that lose at all, and dividing by it would test those few.
  const isTestable = bounds.every((bound) => bound > 0);
  const shortfall = isTestable ? testExpectedShortfall(predictives, actual.map((value) => -value), 1 - level, seed) : null;
  return {
    level,
    n,
    exceedances,
    expectedExceedances: n * chance,
    kupiecP: kupiec.pValue,
    independenceP: independence.pValue,
    conditionalP: testConditionalCoverage(kupiec, independence).pValue,
    shortfallZ2: shortfall?.z2 ?? null,
    shortfallP: shortfall?.pValue ?? null,
    zone: (classifyWindows(flags, LIGHT_WINDOW, chance).at(-1) ?? classifyExceedances(exceedances, n, chance)).zone,
  };
}

/** Losses as negative returns: the tail that the tests look at is the lower one. Quantiles are those of `estimateVar`. */
function createLossShocks(losses: Float64Array): Shocks {
  const returns = losses.map((loss) => -loss).sort();
  const last = returns.length - 1;
  return {
    quantile: (p) => returns[Math.min(last, Math.floor(p * returns.length + RANK_SLACK))]!,
    tailMean: (p) => -estimateEs(losses, 1 - p).value,
  };
}

function shareAbove(values: Float64Array, bound: number): number {
  return values.reduce((count, value) => count + (value > bound ? 1 : 0), 0) / values.length;
}
