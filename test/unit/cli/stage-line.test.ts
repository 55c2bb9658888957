import { expect, test } from '@jest/globals';
import { describeRest } from '../../../src/cli/stage-line.js';

test.each([
  // At the pace so far the other three quarters take three times as long as the first.
  [0.25, 4000, 'about 12 s left'],
  [0.5, 10_000, 'about 10 s left'],
  [0.1, 60_000, 'about 9 min left'],
  // Too early to say, nothing left, or no whole to be a part of.
  [0.5, 1000, ''],
  [0.01, 60_000, ''],
  [1, 60_000, ''],
  [null, 60_000, ''],
])('%p done after %p ms: %j', (fraction, elapsedMs, text) => {
  expect(describeRest(fraction, elapsedMs)).toBe(text);
});
