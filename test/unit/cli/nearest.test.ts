import { expect, test } from '@jest/globals';
import { findNearest } from '../../../src/cli/nearest.js';

test.each([
  ['rnu', ['run', 'report'], 'run'],
  ['--polcy', ['--paths', '--policy'], '--policy'],
  ['data pul', ['data query', 'data pull'], 'data pull'],
  ['serach', ['search', 'verify'], 'search'],
  // Too far from everything, or nothing to be near to.
  ['xyzzy', ['run', 'search'], null],
  ['run', [], null],
])('%j among %j: %j', (mistyped, known, nearest) => {
  expect(findNearest(mistyped, known)).toBe(nearest);
});
