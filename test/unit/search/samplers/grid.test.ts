import { expect, test } from '@jest/globals';
import { createGridSampler } from '../../../../src/search/samplers/grid.js';

test('proposes every cell once, the last dimension fastest, then none', () => {
  const sampler = createGridSampler({ levels: [2, 1, 3], objectives: 1, constraints: 0 });
  const points = sampler.ask(100);
  const levels = Array.from({ length: 6 }, (_, i) => [...points.subarray(3 * i, 3 * i + 3)].map((x, d) => Math.floor(x * [2, 1, 3][d]!)));
  expect(levels).toEqual([[0, 0, 0], [0, 0, 1], [0, 0, 2], [1, 0, 0], [1, 0, 1], [1, 0, 2]]);
  expect(sampler.ask(1)).toHaveLength(0);
  expect(sampler.size).toBe(6);
});

test('refuses a dimension without levels, and a grid too large to finish', () => {
  expect(() => createGridSampler({ levels: [3, 0], objectives: 1, constraints: 0 })).toThrow('dimension 1 must have one level or more, got 0');
  expect(() => createGridSampler({ levels: new Array<number>(8).fill(100), objectives: 1, constraints: 0 })).toThrow('cannot be run through');
});
