import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { philox4x32 } from '../../../src/core/philox.js';
import { createRandomStream, hashPurpose, type RandomStream } from '../../../src/core/random-stream.js';

/** Known answers of Philox4x32-10: file `kat_vectors` of the Random123 library, the generator's own publication. */
const KNOWN_ANSWERS: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ['all zero', [0, 0, 0, 0, 0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
  [
    'all one',
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    'digits of pi',
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

// Bound once: `Math` is slow to look up inside jest's vm context.
const { exp } = Math;
const ROOT_TWO_PI = Math.sqrt(2 * Math.PI);

const draw = (n: number, next: () => number): number[] => Array.from({ length: n }, next);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const momentAbout = (values: readonly number[], centre: number, power: number): number =>
  mean(values.map((value) => (value - centre) ** power));

/** Largest distance between the empirical and the true distribution, times √n; 1.95 is its 99.9 % point (Kolmogorov). */
function kolmogorovDistance(values: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const gaps = sorted.map((x, i) => Math.max(cdf(x) - i / n, (i + 1) / n - cdf(x)));
  return Math.max(...gaps) * Math.sqrt(n);
}

/** Phi by Simpson's rule on 400 intervals: slow, obvious, and not the product's own. */
function normalCdfBySimpson(x: number): number {
  const step = x / 400;
  const density = (t: number): number => exp(-0.5 * t * t) / ROOT_TWO_PI;
  let sum = density(0) + density(x);
  for (let i = 1; i < 400; i++) sum += density(i * step) * (i % 2 === 1 ? 4 : 2);
  return 0.5 + (sum * step) / 3;
}

describe('philox4x32', () => {
  test.each(KNOWN_ANSWERS)('gives the published answer for counter and key %s', (_name, input, expected) => {
    const out = new Uint32Array(4);
    philox4x32(input[0]!, input[1]!, input[2]!, input[3]!, input[4]!, input[5]!, out);
    expect([...out]).toEqual(expected);
  });
});

describe('hashPurpose', () => {
  // RFC 9923, test vectors of 32-bit FNV-1a.
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('hashes %p as published', (text, expected) => {
    expect(hashPurpose(text)).toBe(expected);
  });
});

describe('createRandomStream', () => {
  const open = (): RandomStream => createRandomStream(20230601, 'test', 3);

  test('draws words from counter (block, index, purpose) under the key seed, also beyond 32 bits', () => {
    const seed = 5 * 2 ** 32 + 7;
    const index = 11 * 2 ** 32 + 13;
    const stream = createRandomStream(seed, 'foobar', index);
    const out = new Uint32Array(4);
    const expected: number[] = [];
    for (const block of [0, 1]) {
      philox4x32(block, 13, 11, 0xbf9cf968, 7, 5, out);
      expected.push(...out);
    }
    expect(draw(8, () => stream.nextUint32())).toEqual(expected);
  });

  test('gives the same numbers whatever was drawn elsewhere in between', () => {
    const alone = open();
    const expected = draw(50, () => alone.nextNormal());
    const stream = open();
    const other = createRandomStream(20230601, 'test', 4);
    expect(draw(50, () => (other.nextGamma(2), stream.nextNormal()))).toEqual(expected);
  });

  test.each([
    ['seed', createRandomStream(20230602, 'test', 3)],
    ['purpose', createRandomStream(20230601, 'tesu', 3)],
    ['index', createRandomStream(20230601, 'test', 4)],
  ])('is uncorrelated with the stream of the neighbouring %s', (_name, neighbour) => {
    const stream = open();
    const n = 40_000;
    const products = draw(n, () => stream.nextNormal() * neighbour.nextNormal());
    // The mean of n products of independent normals has standard deviation 1/√n.
    expect(Math.abs(mean(products)) * Math.sqrt(n)).toBeLessThan(3.3);
  });

  test('the first words of 40,000 neighbouring streams are uniform (a bad seeding shows here)', () => {
    let index = 0;
    const values = draw(40_000, () => createRandomStream(1, 'paths', index++).nextUniform());
    expect(kolmogorovDistance(values, (x) => x)).toBeLessThan(1.95);
  });

  test('nextUniform is uniform on the open unit interval', () => {
    const stream = open();
    const values = draw(100_000, () => stream.nextUniform());
    expect(Math.min(...values)).toBeGreaterThan(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(kolmogorovDistance(values, (x) => x)).toBeLessThan(1.95);
  });

  test('nextNormal is standard normal in distribution and in its first four moments', () => {
    const stream = open();
    const n = 100_000;
    const values = draw(n, () => stream.nextNormal());
    expect(kolmogorovDistance(values.slice(0, 20_000), normalCdfBySimpson)).toBeLessThan(1.95);
    // Standard deviations of the sample moments of a normal: 1, √2, √15, √96 over √n.
    const scores = [
      [momentAbout(values, 0, 1), 0, 1],
      [momentAbout(values, 0, 2), 1, 2],
      [momentAbout(values, 0, 3), 0, 15],
      [momentAbout(values, 0, 4), 3, 96],
    ].map(([value, expected, variance]) => (value! - expected!) / Math.sqrt(variance! / n));
    for (const score of scores) expect(Math.abs(score)).toBeLessThan(3.3);
  });

  test.each([0.4, 1, 2.5, 40])('nextGamma(%p) has mean = variance = shape', (shape) => {
    const stream = open();
    const n = 100_000;
    const values = draw(n, () => stream.nextGamma(shape));
    expect(Math.abs(mean(values) - shape) / Math.sqrt(shape / n)).toBeLessThan(3.3);
    // Variance of the squared deviation of a gamma: 2 shape² + 6 shape.
    const variance = momentAbout(values, shape, 2);
    expect(Math.abs(variance - shape) / Math.sqrt((2 * shape * shape + 6 * shape) / n)).toBeLessThan(3.3);
  });

  test('nextGamma(1) is exponential', () => {
    const stream = open();
    const values = draw(50_000, () => stream.nextGamma(1));
    expect(kolmogorovDistance(values, (x) => 1 - Math.exp(-x))).toBeLessThan(1.95);
  });

  test('nextInteger is uniform: chi-square over 7 cells stays below its 99.9 % point', () => {
    const stream = open();
    const counts = new Array<number>(7).fill(0);
    const n = 70_000;
    for (let i = 0; i < n; i++) counts[stream.nextInteger(7)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 7) ** 2 / (n / 7), 0);
    expect(chiSquare).toBeLessThan(22.46); // chi-square table, 6 degrees of freedom, 0.999
  });

  test('nextInteger has no modulo bias where 2^32 is far from a multiple', () => {
    const stream = open();
    const max = 3 * 2 ** 30; // plain modulo would give the lower third twice the weight
    const values = draw(20_000, () => stream.nextInteger(max) / max);
    expect(kolmogorovDistance(values, (x) => x)).toBeLessThan(1.95);
  });

  test.each([
    ['a negative seed', () => createRandomStream(-1, 'x', 0)],
    ['a fractional seed', () => createRandomStream(0.5, 'x', 0)],
    ['a negative index', () => createRandomStream(1, 'x', -1)],
    ['a zero shape', () => open().nextGamma(0)],
    ['a NaN shape', () => open().nextGamma(NaN)],
    ['an empty integer range', () => open().nextInteger(0)],
  ])('refuses %s', (_name, act) => {
    expect(act).toThrow(InternalError);
  });
});
