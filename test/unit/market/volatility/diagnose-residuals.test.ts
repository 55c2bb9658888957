import { expect, test } from '@jest/globals';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { diagnoseResiduals } from '../../../../src/market/volatility/diagnose-residuals.js';
import { forecastVariance } from '../../../../src/market/volatility/forecast-variance.js';
import { simulateVolatility } from '../../../../src/market/volatility/simulate-volatility.js';
import { INNOVATIONS, RECURSIONS } from '../../../../src/market/volatility/volatility-model.js';
import { drawNormals } from '../../../support/simulate-returns.js';

test('every residual test rejects about 5 % of white noise at 5 %', () => {
  const draws = Array.from({ length: 300 }, (_, seed) => diagnoseResiduals(drawNormals(500, seed)));
  draws[0]!.forEach(({ name }, i) => {
    const rejected = draws.filter((tests) => tests[i]!.pValue < 0.05).length;
    expect([name, rejected > 2 && rejected < 32]).toEqual([name, true]);
  });
});

test('tests on squares see a GARCH series, and sign bias sees a GJR one', () => {
  const draw = (recursion: 'garch' | 'gjr', vector: number[]): Float64Array =>
    simulateVolatility({ recursion: RECURSIONS[recursion], innovation: INNOVATIONS.normal }, Float64Array.from(vector), 4000, createRandomStream(2, 'test', 0));
  const garch = diagnoseResiduals(draw('garch', [0, 0.1, 0.2, 0.7]));
  for (const { name, pValue } of garch) if (/z²|ARCH/.test(name)) expect(pValue).toBeLessThan(1e-6);
  const gjr = diagnoseResiduals(draw('gjr', [0, 0.1, 0.02, 0.3, 0.7]));
  expect(gjr.find(({ name }) => name.startsWith('sign bias'))!.pValue).toBeLessThan(1e-6);
});

test.each(['garch', 'gjr', 'egarch'] as const)('the %s forecast equals the mean over simulated paths and tends to the long run', (name) => {
  const vector = Float64Array.from({ garch: [0, 0.1, 0.1, 0.8], gjr: [0, 0.1, 0.05, 0.1, 0.8], egarch: [0, 0, 0.2, -0.1, 0.9] }[name]);
  const model = { recursion: RECURSIONS[name], innovation: INNOVATIONS.normal };
  const { variance, horizonVariance } = forecastVariance(model, vector, 3, 10);
  expect(variance[0]).toBeCloseTo(3, 9);
  let sum = 0;
  const paths = 20_000;
  for (let path = 0; path < paths; path++) {
    const total = simulateVolatility(model, vector, 10, createRandomStream(9, 'test', path), 3).reduce((all, value) => all + value, 0);
    sum += (total * total) / paths;
  }
  expect(sum / horizonVariance).toBeGreaterThan(0.95);
  expect(sum / horizonVariance).toBeLessThan(1.05);
});
