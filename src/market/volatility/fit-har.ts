import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { fitLeastSquares } from '../../numeric/least-squares.js';
import { multiplyMatrices } from '../../numeric/matrix.js';

const { log, sqrt } = Math;

export const HAR_NAMES = ['constant', 'daily', 'weekly', 'monthly'] as const;
const WEEK_DAYS = 5;
const MONTH_DAYS = 22;
/** Fewer regression rows than this leave next to nothing for four coefficients. */
const ROWS_MIN = 50;
/** Bandwidth of the Newey–West standard errors, in days. */
const HAC_LAGS = 5;
const LOG_TWO_PI = 1.8378770664093453;

export interface HarFit {
  /** In the order of `HAR_NAMES`. */
  readonly coefficients: Float64Array;
  readonly standardErrors: Float64Array;
  /** Newey–West with 5 lags: residuals of realised variance are neither equal in variance nor independent. */
  readonly robustStandardErrors: Float64Array;
  readonly rSquared: number;
  /** Gaussian, of the regression of realised variance; not comparable with that of a return model. */
  readonly logLikelihood: number;
  /** RV forecast for the day after the last. */
  readonly nextVariance: number;
  /** Forecast of each day from day 22 on, made the day before; the last `rows` days. */
  readonly fitted: Float64Array;
  readonly rows: number;
  readonly warnings: readonly RunWarning[];
}

/**
 * Fits HAR-RV: tomorrow's realised variance on today's and on its means over 5 and 22 days.
 *
 * Formula: RV_{t+1} = c + b_d RV_t + b_w mean_5(RV) + b_m mean_22(RV) + e, by least squares.
 * Shape: `realisedVariance` one value per day, n ≥ 72. Special cases: a forecast that is not positive is cut to the smallest RV seen,
 * with a warning.
 * @throws ModelError when there are too few days, a value is negative or not finite, or the regressors are linearly dependent.
 * @source F. Corsi, "A simple approximate long-memory model of realized volatility", J. Financial Econometrics 7 (2009), eq. 8;
 *   W. K. Newey and K. D. West, Econometrica 55 (1987).
 */
export function fitHar(realisedVariance: Float64Array): HarFit {
  const rows = realisedVariance.length - MONTH_DAYS;
  if (rows < ROWS_MIN) {
    throw new ModelError(`HAR-RV needs at least ${MONTH_DAYS + ROWS_MIN} days of realised variance, got ${realisedVariance.length}`, {
      suggestions: ['use a longer series', 'say how many steps make a day with --steps-per-day', 'use --model garch'],
    });
  }
  if (!realisedVariance.every((value) => value >= 0 && value < Infinity)) {
    throw new ModelError('a realised variance is negative or not finite', { suggestions: ['drop gaps and non-positive prices first'] });
  }
  // The last row belongs to the day that is forecast.
  const regressors = buildRegressors(realisedVariance, rows + 1);
  const columns = regressors.map((column) => column.subarray(0, rows));
  const y = realisedVariance.subarray(MONTH_DAYS);
  const fit = fitLeastSquares(columns, y);
  if (fit === null) {
    throw new ModelError('the daily, weekly and monthly variances cannot be told apart', { suggestions: ['check the series for a value carried forward'] });
  }
  const spread = fit.residualSumSquares / rows;
  const raw = dotRow(regressors, fit.coefficients, rows);
  const smallest = realisedVariance.reduce((least, value) => Math.min(least, value), Infinity);
  return {
    coefficients: fit.coefficients,
    standardErrors: fit.standardErrors,
    robustStandardErrors: computeNeweyWest(columns, fit.residuals, fit.inverse),
    rSquared: fit.rSquared,
    logLikelihood: -0.5 * rows * (LOG_TWO_PI + log(spread) + 1),
    nextVariance: Math.max(raw, smallest),
    fitted: y.map((value, t) => Math.max(value - fit.residuals[t]!, smallest)),
    rows,
    warnings: raw > 0 ? [] : [CUT_FORECAST],
  };
}

/** Sums squared log returns by day: n = floor(returns/stepsPerDay) days, an incomplete first day is left out. */
export function sumRealisedVariance(returns: Float64Array, stepsPerDay: number): Float64Array<ArrayBuffer> {
  const days = Math.floor(returns.length / stepsPerDay);
  const first = returns.length - days * stepsPerDay;
  return Float64Array.from({ length: days }, (_, day) => {
    let sum = 0;
    for (let step = 0; step < stepsPerDay; step++) sum += returns[first + day * stepsPerDay + step]! ** 2;
    return sum;
  });
}

function buildRegressors(values: Float64Array, rows: number): Float64Array[] {
  const meanOver = (days: number): Float64Array => {
    const means = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let day = 1; day <= days; day++) sum += values[row + MONTH_DAYS - day]!;
      means[row] = sum / days;
    }
    return means;
  };
  return [new Float64Array(rows).fill(1), meanOver(1), meanOver(WEEK_DAYS), meanOver(MONTH_DAYS)];
}

function dotRow(columns: readonly Float64Array[], coefficients: Float64Array, row: number): number {
  return columns.reduce((sum, column, j) => sum + coefficients[j]! * column[row]!, 0);
}

/** √diag of (XᵀX)⁻¹ S (XᵀX)⁻¹ with S the Bartlett-weighted sum of x_t e_t e_s x_sᵀ. */
function computeNeweyWest(columns: readonly Float64Array[], residuals: Float64Array, inverse: Float64Array): Float64Array<ArrayBuffer> {
  const k = columns.length;
  const meat = new Float64Array(k * k);
  for (let lag = 0; lag <= HAC_LAGS; lag++) {
    const weight = 1 - lag / (HAC_LAGS + 1);
    for (let i = 0; i < k; i++) {
      for (let j = 0; j < k; j++) {
        let sum = 0;
        for (let t = lag; t < residuals.length; t++) sum += columns[i]![t]! * residuals[t]! * residuals[t - lag]! * columns[j]![t - lag]!;
        meat[i * k + j]! += weight * sum;
        if (lag > 0) meat[j * k + i]! += weight * sum;
      }
    }
  }
  const covariance = multiplyMatrices(multiplyMatrices(inverse, meat, k), inverse, k);
  return Float64Array.from({ length: k }, (_, i) => sqrt(covariance[i * k + i]!));
}

const CUT_FORECAST: RunWarning = {
  code: 'har-forecast-cut',
  message: 'the HAR forecast of the next variance was not positive and is cut to the smallest one observed',
  remedy: 'use a GARCH model, whose variance is positive by construction',
};
