/**
 * Special functions and distributions against values computed to 40 digits with mpmath 1.3.0 (loggamma, gammainc, betainc, ncdf)
 * and, for the quantiles of Student's t, with scipy 1.17.1 (stats.t.ppf). The tolerance is relative, per table.
 */
import { describe, expect, test } from '@jest/globals';
import { computeBinomialCdf, computeIncompleteBeta } from '../../../src/numeric/beta.js';
import { computeChiSquareSurvival } from '../../../src/numeric/chi-square.js';
import { computeLogGamma, computeUpperIncompleteGamma } from '../../../src/numeric/gamma.js';
import { computeNormalCdf, computeNormalQuantile } from '../../../src/numeric/normal.js';
import { computeTCdf, computeTQuantile, computeUnitTLogDensity, computeUnitTQuantile } from '../../../src/numeric/student-t.js';

type Table = readonly (readonly number[])[];

/** Each row: arguments, then the expected value. */
function checkTable(rows: Table, tolerance: number, compute: (...row: number[]) => number): void {
  const worst = rows
    .map((row) => {
      const expected = row[row.length - 1]!;
      const actual = compute(...row.slice(0, -1));
      return { row, actual, error: Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE) };
    })
    .filter(({ row, actual, error }) => !(error <= tolerance || actual === row[row.length - 1]));
  expect(worst).toEqual([]);
}

describe('special functions', () => {
  test('ln Γ(x) to 13 digits', () => {
    const rows: Table = [
      [0.001, 6.907178885383853],
      [0.5, 0.5723649429247001],
      [1.5, -0.12078223763524522],
      [3, 0.6931471805599453],
      [10, 12.80182748008147],
      [123.456, 469.60554712992945],
      [100000, 1051287.7089736569],
    ];
    checkTable(rows, 1e-13, computeLogGamma);
  });

  test('Q(a, x) to 12 digits', () => {
    const rows: Table = [
      [0.5, 0.1, 0.654720846018577],
      [0.5, 18, 1.973175290075396e-09],
      [1, 2, 0.1353352832366127],
      [2.5, 0.5, 0.9625657732472964],
      [10, 12, 0.24239216167051236],
      [100, 80, 0.9828916869648668],
      [1000, 1100, 0.0010593232539299773],
      [3, 0, 1],
      [3, Infinity, 0],
    ];
    checkTable(rows, 1e-12, computeUpperIncompleteGamma);
  });

  test('I_x(a, b) to 12 digits', () => {
    const rows: Table = [
      [0.5, 2, 3, 0.6875],
      [0.01, 0.5, 0.5, 0.06376856085851985],
      [0.9, 10, 0.5, 0.15164090963470991],
      [0.3, 200, 500, 0.7996208251731606],
      [0.999, 3, 0.1, 0.4212339669142644],
      [0, 3, 2, 0],
      [1, 3, 2, 1],
    ];
    checkTable(rows, 1e-12, computeIncompleteBeta);
  });
});

describe('distributions', () => {
  test('Φ(x) to 14 digits, also far in the tail', () => {
    const rows: Table = [
      [-8, 6.220960574271784e-16],
      [-3, 0.0013498980316300946],
      [-1.96, 0.024997895148220435],
      [0, 0.5],
      [0.5, 0.6914624612740131],
      [2.5, 0.9937903346742238],
    ];
    checkTable(rows, 3e-14, computeNormalCdf);
  });

  test('normal quantile to 13 digits', () => {
    const rows: Table = [
      [1e-10, -6.361340902404057],
      [0.001, -3.0902323061678136],
      [0.025, -1.9599639845400543],
      [0.3, -0.52440051270804078],
      [0.975, 1.9599639845400543],
      [0.9999, 3.7190164854556804],
    ];
    checkTable(rows, 1e-12, computeNormalQuantile);
    expect(Math.abs(computeNormalQuantile(0.5))).toBeLessThan(1e-15);
  });

  test('Student t: distribution function, quantile, and density at unit variance', () => {
    const cdf: Table = [
      [-40, 3, 1.7190340394579263e-05],
      [-4.541, 3, 0.009998238064494144],
      [-2.5, 4.5, 0.029952843251100272],
      [0, 3, 0.5],
      [1, 1, 0.75],
      [1.3, 30, 0.89824952073094155],
      [2, 2.05, 0.9098070666691316],
      [-Infinity, 3, 0],
      [Infinity, 3, 1],
    ];
    const quantile: Table = [
      [0.01, 3, -4.5407028585681335],
      [0.01, 3.1, -4.425640906705791],
      [0.025, 10, -2.2281388519862753],
      [0.99, 2.1, 6.53082186691448],
      [0.001, 5, -5.893429531356009],
    ];
    const unitQuantile: Table = [
      [0.01, 3, -2.621576017704415],
      [0.99, 2.1, 1.4251421693051636],
      [0.001, 5, -4.5650308853977615],
    ];
    const logDensity: Table = [
      [0, 3, -0.4515827052894549],
      [1.5, 4.5, -2.445265543813323],
      [-20, 2.1, -12.368189862298626],
      [0.3, 200, -0.9608347991652167],
    ];
    checkTable(cdf, 1e-12, computeTCdf);
    checkTable(quantile, 1e-11, computeTQuantile);
    checkTable(unitQuantile, 1e-11, computeUnitTQuantile);
    checkTable(logDensity, 1e-12, computeUnitTLogDensity);
  });

  test('chi-square survival at the tabulated 5 % points (Abramowitz and Stegun, table 26.8)', () => {
    expect(computeChiSquareSurvival(3.841459, 1)).toBeCloseTo(0.05, 7);
    expect(computeChiSquareSurvival(5.991465, 2)).toBeCloseTo(0.05, 7);
    expect(computeChiSquareSurvival(18.307038, 10)).toBeCloseTo(0.05, 7);
    expect(computeChiSquareSurvival(-1e-17, 1)).toBe(1);
  });

  test('binomial: cumulative probabilities of the Basel traffic light (250 days, 1 %), in percent', () => {
    // Basel Committee, "Supervisory framework for the use of backtesting" (1996), table 2; 0 … 10 exceptions.
    const percent = [8.11, 28.58, 54.32, 75.81, 89.22, 95.88, 98.63, 99.6, 99.89, 99.97, 99.99];
    const computed = percent.map((_, k) => Number((100 * computeBinomialCdf(k, 250, 0.01)).toFixed(2)));
    expect(computed).toEqual(percent);
  });
});
