import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../../../src/core/errors.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';
import { compareModels } from '../../../../src/market/volatility/compare-models.js';
import type { InnovationName } from '../../../../src/market/volatility/innovations/innovation.js';
import type { RecursionName } from '../../../../src/market/volatility/recursions/recursion.js';
import { simulateVolatility } from '../../../../src/market/volatility/simulate-volatility.js';
import { INNOVATIONS, RECURSIONS } from '../../../../src/market/volatility/volatility-model.js';

const CANDIDATES: readonly (readonly [RecursionName, InnovationName])[] = [
  ['ewma', 'normal'],
  ['garch', 'normal'],
  ['gjr', 'normal'],
];

/** Strong asymmetry: falls raise the variance six times as much as rises. */
function drawAsymmetric(seed: number): Float64Array {
  const model = { recursion: RECURSIONS.gjr, innovation: INNOVATIONS.normal };
  return simulateVolatility(model, Float64Array.of(0, 0.05, 0.05, 0.25, 0.75), 12_000, createRandomStream(seed, 'test/compare', 0));
}

describe('choice by QLIKE on the last fifth', () => {
  test.each([1, 2, 3])('the model that a series was drawn from wins, and EWMA is worse beyond doubt (seed %d)', (seed) => {
    const comparison = compareModels(drawAsymmetric(seed), CANDIDATES);
    expect(comparison[0]).toMatchObject({ recursion: 'gjr', excess: 0, isWorse: false });
    expect(comparison.find(({ recursion }) => recursion === 'ewma')!.isWorse).toBe(true);
  });

  test('the order of the candidates does not matter', () => {
    const returns = drawAsymmetric(4);
    expect(compareModels(returns, CANDIDATES.toReversed())).toEqual(compareModels(returns, CANDIDATES));
  });

  test('what happens in the hold-out does not move the fits: AIC is of the first four fifths', () => {
    const returns = drawAsymmetric(5);
    const calmer = returns.map((value, t) => (t < 9_600 ? value : value / 2));
    const aicOf = (series: Float64Array) => new Map(compareModels(series, CANDIDATES).map(({ recursion, aic }) => [recursion, aic]));
    expect(aicOf(calmer)).toEqual(aicOf(returns));
  });

  test('a series that nothing can be fitted to is refused with a remedy', () => {
    expect(() => compareModels(new Float64Array(1000), CANDIDATES)).toThrow(ModelError);
  });
});
