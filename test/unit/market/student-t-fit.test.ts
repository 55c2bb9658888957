import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { computeUnitTLogLikelihood, DEGREES_OF_FREEDOM_MAX, fitStudentT } from '../../../src/market/volatility/fit-student-t.js';
import { computeUnitTLogDensity } from '../../../src/numeric/student-t.js';
import { drawNormals } from '../../support/simulate-returns.js';

function drawUnitT(degreesOfFreedom: number, n: number): Float64Array {
  const stream = createRandomStream(3, 'test/t', Math.round(1000 * degreesOfFreedom));
  return new Float64Array(n).map(
    () => stream.nextNormal() * Math.sqrt((degreesOfFreedom - 2) / (2 * stream.nextGamma(degreesOfFreedom / 2))),
  );
}

describe('fitStudentT', () => {
  test('the likelihood is the sum of log densities', () => {
    const residuals = drawUnitT(4, 100);
    const sum = residuals.reduce((total, value) => total + computeUnitTLogDensity(value, 4), 0);
    expect(computeUnitTLogLikelihood(residuals, 4)).toBeCloseTo(sum, 9);
  });

  test.each([2.5, 4, 8])('finds %p degrees of freedom again, within 4 standard errors of its own likelihood', (truth) => {
    const residuals = drawUnitT(truth, 20_000);
    const fit = fitStudentT(residuals);
    const h = 0.01;
    const at = (v: number): number => computeUnitTLogLikelihood(residuals, v);
    const information = -(at(fit.degreesOfFreedom + h) - 2 * fit.logLikelihood + at(fit.degreesOfFreedom - h)) / (h * h);
    expect(Math.abs(fit.degreesOfFreedom - truth) * Math.sqrt(information)).toBeLessThan(4);
    expect([fit.converged, fit.warnings]).toEqual([true, []]);
  });

  test('cannot tell normal residuals from a t with many degrees of freedom', () => {
    const { degreesOfFreedom } = fitStudentT(drawNormals(20_000, 8));
    expect(degreesOfFreedom).toBeGreaterThan(40);
    expect(degreesOfFreedom).toBeLessThanOrEqual(DEGREES_OF_FREEDOM_MAX);
  });

  test('warns at the lower border', () => {
    const spiky = new Float64Array(2000).map((_, t) => (t === 0 ? Math.sqrt(2000) : 1e-4 * Math.sin(t)));
    expect(fitStudentT(spiky).warnings.map(({ code }) => code)).toEqual(['tail-at-border']);
  });

  test.each([
    ['49 residuals', new Float64Array(49).fill(1)],
    ['a NaN', new Float64Array(60).fill(NaN)],
  ])('refuses %s', (_name, residuals) => {
    expect(() => fitStudentT(residuals)).toThrow(ModelError);
  });
});
