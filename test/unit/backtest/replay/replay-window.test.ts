import { describe, expect, test } from '@jest/globals';
import { cutWindow } from '../../../../src/backtest/replay/replay-window.js';

const HOUR = 3600;
const buildHistory = (from: number, values: readonly number[]): { unixSeconds: Float64Array; value: Float64Array } => ({
  unixSeconds: Float64Array.from(values, (_, index) => from + index * HOUR),
  value: Float64Array.from(values),
});

describe('cutWindow', () => {
  const long = buildHistory(0, [100, 110, 99, 120, 60, 80]);
  const short = buildHistory(2 * HOUR, [1, 0.98, 0.95]);

  test('gives log prices relative to the window’s start, one column per factor', () => {
    const { steps, path, heldFactors } = cutWindow([long, short], 2 * HOUR, 4 * HOUR, HOUR);
    expect([steps, heldFactors]).toEqual([2, []]);
    expect(Array.from(path)).toEqual([0, 0, Math.log(120 / 99), Math.log(0.98), Math.log(60 / 99), Math.log(0.95)]);
  });

  test('holds a factor that does not cover the whole window, before or after, and names it', () => {
    const before = cutWindow([long, short], HOUR, 3 * HOUR, HOUR);
    const after = cutWindow([long, short], 3 * HOUR, 5 * HOUR, HOUR);
    for (const { path, heldFactors, steps } of [before, after]) {
      expect(heldFactors).toEqual([1]);
      for (let step = 0; step <= steps; step++) expect(path[step * 2 + 1]).toBe(0);
    }
  });
});
