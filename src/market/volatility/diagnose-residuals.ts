import { computeAutocorrelations } from '../../numeric/autocorrelation.js';
import { computeChiSquareSurvival } from '../../numeric/chi-square.js';
import { fitLeastSquares } from '../../numeric/least-squares.js';
import type { Innovation } from './innovations/innovation.js';

/** A test of one hypothesis on standardised residuals; a small p-value speaks against the model. */
export interface DiagnosticTest {
  readonly name: string;
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** Lags of the portmanteau tests. */
export const DIAGNOSTIC_LAGS: readonly number[] = [10, 20];
const ARCH_LAGS = 5;
const QQ_POINTS = 49;

/**
 * Tests standardised residuals: Ljung–Box on z and z², ARCH-LM, and the joint sign-bias test.
 *
 * Shape: `residuals` of mean about 0 and variance about 1, n ≥ 50. Special cases: a test that the series is too short or too
 * regular for is left out.
 * Limits: the chi-square of Ljung–Box on z² after a GARCH fit is approximate (Li and Mak 1994), and all need a fourth moment.
 */
export function diagnoseResiduals(residuals: Float64Array): readonly DiagnosticTest[] {
  const squares = residuals.map((z) => z * z);
  return [
    ...DIAGNOSTIC_LAGS.map((lags) => testLjungBox('Ljung–Box z', residuals, lags)),
    ...DIAGNOSTIC_LAGS.map((lags) => testLjungBox('Ljung–Box z²', squares, lags)),
    testArchLm(residuals, ARCH_LAGS),
    testSignBias(residuals),
  ].filter((test) => test !== null);
}

/**
 * Ljung–Box test of no autocorrelation up to a lag: Q = n (n+2) Σ ρ²_k/(n−k), chi-square with as many degrees as lags.
 *
 * @source G. M. Ljung and G. E. P. Box, "On a measure of lack of fit in time series models", Biometrika 65 (1978).
 */
export function testLjungBox(name: string, values: Float64Array, lags: number): DiagnosticTest | null {
  const n = values.length;
  if (n <= lags + 1) return null;
  const sum = computeAutocorrelations(values, lags).reduce((total, rho, index) => total + (rho * rho) / (n - index - 1), 0);
  return finish(name, n * (n + 2) * sum, lags);
}

/**
 * Engle's Lagrange-multiplier test of remaining ARCH: n R² of z²_t on a constant and its lags.
 *
 * @source R. F. Engle, "Autoregressive conditional heteroscedasticity…", Econometrica 50 (1982).
 */
export function testArchLm(residuals: Float64Array, lags: number): DiagnosticTest | null {
  const squares = residuals.map((z) => z * z);
  const n = squares.length - lags;
  const columns = [new Float64Array(Math.max(n, 0)).fill(1), ...Array.from({ length: lags }, (_, i) => squares.subarray(lags - 1 - i, squares.length - 1 - i))];
  const fit = n > lags ? fitLeastSquares(columns, squares.subarray(lags)) : null;
  return fit && finish('ARCH-LM', n * fit.rSquared, lags);
}

/**
 * Joint sign- and size-bias test: n R² of z²_t on a constant, [z_{t−1} < 0], [z_{t−1} < 0] z_{t−1} and [z_{t−1} ≥ 0] z_{t−1}.
 *
 * @source R. F. Engle and V. K. Ng, "Measuring and testing the impact of news on volatility", J. Finance 48 (1993), eq. 20.
 */
export function testSignBias(residuals: Float64Array): DiagnosticTest | null {
  const before = residuals.subarray(0, residuals.length - 1);
  const columns = [
    new Float64Array(before.length).fill(1),
    before.map((z) => (z < 0 ? 1 : 0)),
    before.map((z) => (z < 0 ? z : 0)),
    before.map((z) => (z < 0 ? 0 : z)),
  ];
  const fit = fitLeastSquares(columns, residuals.subarray(1).map((z) => z * z));
  return fit && finish('sign bias (joint)', before.length * fit.rSquared, 3);
}

function finish(name: string, statistic: number, degreesOfFreedom: number): DiagnosticTest | null {
  if (!Number.isFinite(statistic)) return null;
  const lags = name.startsWith('Ljung') ? `, ${degreesOfFreedom} lags` : '';
  return { name: `${name}${lags}`, statistic, degreesOfFreedom, pValue: computeChiSquareSurvival(statistic, degreesOfFreedom) };
}

/** Points of the QQ plot: [quantile of the fitted distribution, order statistic of the residuals] at 49 levels, dense in both tails. */
export function computeQqPoints(residuals: Float64Array, innovation: Innovation, tail: Float64Array): readonly (readonly [number, number])[] {
  const sorted = residuals.slice().sort();
  const n = sorted.length;
  return Array.from({ length: QQ_POINTS }, (_, i) => {
    // Evenly spaced in angle: the levels crowd together at both ends, where the question is.
    const share = 0.5 * (1 - Math.cos((Math.PI * (i + 0.5)) / QQ_POINTS));
    const index = Math.min(n - 1, Math.floor(share * n));
    return [innovation.quantile(tail, (index + 0.5) / n), sorted[index]!] as const;
  });
}
