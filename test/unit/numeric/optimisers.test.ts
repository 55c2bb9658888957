import { describe, expect, test } from '@jest/globals';
import { minimiseBfgs } from '../../../src/numeric/bfgs.js';
import { computeHessian } from '../../../src/numeric/hessian.js';
import { minimiseNelderMead } from '../../../src/numeric/nelder-mead.js';

/** H. H. Rosenbrock (1960): minimum 0 at (1, 1) at the end of a curved valley; started from (−1.2, 1) as published. */
const rosenbrock = (p: Float64Array): number => 100 * (p[1]! - p[0]! ** 2) ** 2 + (1 - p[0]!) ** 2;
const rosenbrockWithGradient = (p: Float64Array, gradient: Float64Array): number => {
  gradient[0] = -400 * p[0]! * (p[1]! - p[0]! ** 2) - 2 * (1 - p[0]!);
  gradient[1] = 200 * (p[1]! - p[0]! ** 2);
  return rosenbrock(p);
};
const START = Float64Array.of(-1.2, 1);

/** M. J. D. Powell (1962): singular Hessian at the minimum 0 at the origin. */
const powell = (p: Float64Array): number =>
  (p[0]! + 10 * p[1]!) ** 2 + 5 * (p[2]! - p[3]!) ** 2 + (p[1]! - 2 * p[2]!) ** 4 + 10 * (p[0]! - p[3]!) ** 4;

describe('minimiseNelderMead', () => {
  test("finds Rosenbrock's minimum", () => {
    const minimum = minimiseNelderMead(rosenbrock, START, { tolerance: 1e-14 });
    expect(minimum.converged).toBe(true);
    expect(minimum.point[0]).toBeCloseTo(1, 6);
    expect(minimum.point[1]).toBeCloseTo(1, 6);
  });

  test("finds Powell's singular minimum in four variables", () => {
    const minimum = minimiseNelderMead(powell, Float64Array.of(3, -1, 0, 1), { tolerance: 1e-14 });
    expect(minimum.value).toBeLessThan(1e-10);
  });

  test('treats Infinity and NaN as walls', () => {
    const walled = (p: Float64Array): number => (p[0]! < 0.5 ? Infinity : p[0]! > 9 ? NaN : p[0]! ** 2);
    expect(minimiseNelderMead(walled, Float64Array.of(3)).point[0]).toBeCloseTo(0.5, 4);
  });

  test('says so when the iteration limit ends the search', () => {
    expect(minimiseNelderMead(rosenbrock, START, { iterationsMax: 5 }).converged).toBe(false);
  });
});

describe('minimiseBfgs', () => {
  test("finds Rosenbrock's minimum to nine digits in under 60 iterations", () => {
    const minimum = minimiseBfgs(rosenbrockWithGradient, START);
    expect(minimum.converged).toBe(true);
    expect(minimum.iterations).toBeLessThan(60);
    expect(minimum.point[0]).toBeCloseTo(1, 9);
    expect(minimum.point[1]).toBeCloseTo(1, 9);
  });

  test('says so when the iteration limit ends the search', () => {
    expect(minimiseBfgs(rosenbrockWithGradient, START, { iterationsMax: 3 }).converged).toBe(false);
  });
});

describe('computeHessian', () => {
  test("is Rosenbrock's second derivatives at (1, 1): 802, −400, −400, 200", () => {
    const hessian = computeHessian(rosenbrockWithGradient, Float64Array.of(1, 1), Float64Array.of(1, 1));
    [802, -400, -400, 200].forEach((expected, i) => expect(hessian[i]! / expected).toBeCloseTo(1, 8));
  });
});
