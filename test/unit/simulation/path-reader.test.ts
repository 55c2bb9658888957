import { describe, expect, test } from '@jest/globals';
import { createPathReader } from '../../../src/simulation/chunk.js';
import { SMALL_JOB } from '../../support/small-job.js';

const BYTES_PER_PATH = 8 * (SMALL_JOB.scenario.steps + 1);

describe('createPathReader', () => {
  test('draws a path once for all candidates', () => {
    const pathOf = createPathReader(SMALL_JOB);
    const paths = Array.from({ length: 500 }, (_, index) => pathOf(index));
    paths.forEach((path, index) => expect(pathOf(index)).toBe(path));
  });

  test('keeps no more paths than there is room for, and draws the others as they were', () => {
    const pathOf = createPathReader(SMALL_JOB, 10 * BYTES_PER_PATH + 1);
    const paths = Array.from({ length: 30 }, (_, index) => pathOf(index));
    // A second candidate goes through the same paths in the same order.
    expect(paths.filter((path, index) => pathOf(index) === path)).toHaveLength(10);
    paths.forEach((path, index) => expect(pathOf(index)).toEqual(path));
    expect(new Set(paths.map((path) => path.join())).size).toBe(30);
  });

  test('works without room for a single path', () => {
    const pathOf = createPathReader(SMALL_JOB, 0);
    expect(pathOf(3)).toEqual(createPathReader(SMALL_JOB)(3));
    expect(pathOf(3)).not.toBe(pathOf(3));
  });
});
