import { describe, expect, test } from '@jest/globals';
import { fitKnownPathModel, holdFactors, type FactorReturns } from '../../../../src/backtest/coverage/known-path-model.js';
import { generatePath } from '../../../../src/market/paths/generate-path.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';

const STEP = 3600;
const N = 1500;

/** Two correlated series of normal returns, in percent. */
function drawFactors(change: (step: number) => number = () => 0): FactorReturns[] {
  const stream = createRandomStream(11, 'test', 0);
  const values = [new Float64Array(N), new Float64Array(N)];
  for (let step = 0; step < N; step++) {
    const common = stream.nextNormal();
    values.forEach((series) => (series[step] = 0.6 * common + 0.5 * stream.nextNormal() + change(step)));
  }
  const unixSeconds = Float64Array.from({ length: N }, (_, step) => STEP * (step + 1));
  return values.map((series, index) => ({ factor: `F${index}`, returns: { unixSeconds, values: series } }));
}

describe('a path model of what was known', () => {
  test('does not change with what came after the moment it is read at', () => {
    const known = 1000;
    const read = (factors: FactorReturns[]): unknown => fitKnownPathModel(factors, STEP * 800, STEP, 24).readAt(STEP * known);
    expect(read(drawFactors((step) => (step >= known ? 50 : 0)))).toEqual(read(drawFactors()));
    expect(read(drawFactors((step) => (step === known - 1 ? 50 : 0)))).not.toEqual(read(drawFactors()));
  });

  test('starts from the variance of the last known return: after a shock it is higher', () => {
    const model = fitKnownPathModel(drawFactors((step) => (step === 899 ? 8 : 0)), STEP * 800, STEP, 24);
    expect(model.readAt(STEP * 900).volatility[0]!.startVariance).toBeGreaterThan(model.readAt(STEP * 899).volatility[0]!.startVariance);
  });

  test('a held factor stands still on every path, and the others have the correlation they had', () => {
    const model = fitKnownPathModel(drawFactors(), STEP * 1000, STEP, 24).readAt(STEP * 1000);
    const held = holdFactors(model, ['peg']);
    for (const kind of ['monte-carlo', 'bootstrap'] as const) {
      const out = new Float64Array(49 * 3);
      generatePath(held, kind, 5, 0, 48, out);
      for (let step = 0; step <= 48; step++) expect(out[step * 3 + 2]! + 0).toBe(0);
      expect(new Set(Array.from({ length: 49 }, (_, step) => out[step * 3])).size).toBeGreaterThan(40);
    }
    expect(Array.from(held.cholesky)).toEqual([model.cholesky[0], 0, 0, model.cholesky[2], model.cholesky[3], 0, 0, 0, 1]);
  });
});
