import { expect, test } from '@jest/globals';
import { readBound } from '../../../../src/backtest/coverage/evaluate-models.js';
import { rollForecasts } from '../../../../src/backtest/coverage/roll-forecasts.js';
import { VAR_MODELS, type History } from '../../../../src/backtest/coverage/var-models.js';
import { runToEnd } from '../../../../src/core/piecewise.js';
import { createRandomStream } from '../../../../src/core/random-stream.js';

const N = 460;
const FROM = 400;

/** Volatility that doubles for the last fifth. */
function drawHistory(change: (t: number) => number = () => 0): History {
  const stream = createRandomStream(1, 'history', 0);
  const returnsPercent = Float64Array.from({ length: N }, (_, t) => (t < 0.8 * N ? 2 : 4) * stream.nextNormal() + change(t));
  return { returnsPercent, realisedVariance: returnsPercent.map((value) => value * value + 1) };
}

test.each(VAR_MODELS.map((model) => [model.name, model] as const))('%s knows nothing of what comes after', (_, model) => {
  const read = (history: History): number[] => runToEnd(rollForecasts(model, history, FROM, 30)).map((forecast) => readBound(forecast, 0.05));
  const before = read(drawHistory());
  expect(before).toHaveLength(N - FROM);
  expect(before.every((bound) => bound < 0)).toBe(true);
  // A crash at step 430 is in no forecast up to its own, and in the next of every model that looks back a step.
  const after = read(drawHistory((t) => (t === 430 ? -40 : 0)));
  expect(after.slice(0, 31)).toEqual(before.slice(0, 31));
  expect(after[31]).not.toBe(before[31]);
});

test.each(['ewma-normal', 'weighted-historical', 'garch-t', 'filtered-historical', 'har-historical'])('%s follows a change of volatility', (name) => {
  const model = VAR_MODELS.find((item) => item.name === name)!;
  const bounds = runToEnd(rollForecasts(model, drawHistory(), 340, 30)).map((forecast) => readBound(forecast, 0.05));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  // Steps 340 to 368 are calm, 398 on are not.
  expect(mean(bounds.slice(58)) / mean(bounds.slice(0, 28))).toBeGreaterThan(1.5);
});
