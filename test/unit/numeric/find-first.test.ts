import { expect, test } from '@jest/globals';
import { findFirst } from '../../../src/numeric/find-first.js';

test('finds where a predicate turns true, for every length and place', () => {
  for (let n = 0; n <= 20; n++) for (let turn = 0; turn <= n; turn++) expect(findFirst(n, (index) => index >= turn)).toBe(turn);
});

test('asks about log₂ n places only, and gives n when the predicate never holds', () => {
  const asked: number[] = [];
  expect(findFirst(1000, (index) => asked.push(index) < 0)).toBe(1000);
  expect(asked.length).toBeLessThanOrEqual(10);
  expect(Math.max(...asked)).toBeLessThan(1000);
});
