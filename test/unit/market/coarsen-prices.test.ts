import { expect, test } from '@jest/globals';
import { coarsenPrices } from '../../../src/market/paths/coarsen-prices.js';

const HOUR = 3600;
const DAY = 86_400;

test('takes hours to days that end at midnight, and leaves incomplete ones out', () => {
  // From 21:00 of day 0 to 03:00 of day 3.
  const unixSeconds = Float64Array.from({ length: 55 }, (_, index) => 10 * DAY + (21 + index) * HOUR);
  const close = unixSeconds.map((_, index) => 100 * Math.exp(0.01 * index * (index % 2 === 0 ? 1 : -1)));
  const filled = Uint8Array.from(unixSeconds, (time) => (time === 12 * DAY ? 1 : 0));
  const { unixSeconds: ends, returnsPercent, realisedVariance, filledEnds } = coarsenPrices({ unixSeconds, close, filled }, DAY);
  expect(Array.from(ends)).toEqual([12 * DAY, 13 * DAY]);
  const at = (time: number): number => close[(time - unixSeconds[0]!) / HOUR]!;
  expect(returnsPercent[0]).toBeCloseTo(100 * Math.log(at(12 * DAY) / at(11 * DAY)), 12);
  const hourly = Array.from({ length: 24 }, (_, hour) => 100 * Math.log(at(12 * DAY + (hour + 1) * HOUR) / at(12 * DAY + hour * HOUR)));
  expect(realisedVariance[1]).toBeCloseTo(hourly.reduce((sum, value) => sum + value * value, 0), 9);
  expect(filledEnds).toBe(1);
});

test('at the grid’s own step gives its returns, each with its own square', () => {
  const grid = { unixSeconds: Float64Array.from([HOUR, 2 * HOUR, 3 * HOUR]), close: Float64Array.from([1, 2, 1]), filled: new Uint8Array(3) };
  const { returnsPercent, realisedVariance } = coarsenPrices(grid, HOUR);
  expect(Array.from(returnsPercent)).toEqual([100 * Math.log(2), -100 * Math.log(2)].map((value) => expect.closeTo(value, 10)));
  expect(realisedVariance[0]).toBeCloseTo(returnsPercent[0]! ** 2, 9);
});

test('refuses steps that are no multiple of the grid', () => {
  expect(() => coarsenPrices({ unixSeconds: Float64Array.from([HOUR, 2 * HOUR]), close: Float64Array.from([1, 1]), filled: new Uint8Array(2) }, 5000)).toThrow(/no multiple/);
});
