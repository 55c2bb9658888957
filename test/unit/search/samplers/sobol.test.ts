import { describe, expect, test } from '@jest/globals';
import { createSobolSampler, SOBOL_DIMENSIONS_MAX } from '../../../../src/search/samplers/sobol.js';

function draw(dimensions: number, count: number, seed: number | null): Float64Array {
  return createSobolSampler({ dimensions, objectives: 1, constraints: 0, seed }).ask(count);
}

describe('createSobolSampler', () => {
  test('gives the points that Joe and Kuo print for their generator', () => {
    // https://web.maths.unsw.edu.au/~fkuo/sobol/: ten points in three dimensions, new-joe-kuo-6.21201.
    const published = [
      [0, 0, 0], [0.5, 0.5, 0.5], [0.75, 0.25, 0.25], [0.25, 0.75, 0.75], [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125], [0.625, 0.125, 0.875], [0.125, 0.625, 0.375], [0.1875, 0.3125, 0.9375], [0.6875, 0.8125, 0.4375],
    ];
    expect([...draw(3, 10, null)]).toEqual(published.flat());
  });

  test('gives what SciPy gives in all 64 dimensions', () => {
    // scipy.stats.qmc.Sobol(64, scramble=False).random(4096) of SciPy 1.17.1, rows 777 and 4095, in units of 2^−12.
    const rows = {
      777: [
        2836, 3836, 668, 1124, 2604, 1460, 780, 3124, 1428, 1324, 3052, 2852, 1572, 1940, 2332, 2108, 1652, 3540, 1516, 3084, 972, 1116, 3876, 1972, 1412, 596, 244, 3196, 260, 452, 2220, 3684,
        460, 12, 3300, 3876, 1892, 1436, 1404, 1468, 2956, 1092, 3884, 1644, 1316, 620, 1540, 132, 3180, 3900, 340, 148, 2524, 2900, 2836, 3732, 1460, 2644, 3284, 2260, 2100, 2004, 564, 1748,
      ],
      4095: [
        1, 3855, 1369, 3693, 3851, 323, 3889, 1601, 785, 1009, 2333, 1317, 1511, 2129, 2257, 1707, 255, 2495, 3331, 2135, 925, 2999, 2777, 1825, 751, 2183, 1551, 117, 3827, 3503, 1481, 359,
        3115, 1077, 3903, 719, 2377, 1343, 679, 931, 823, 43, 2743, 2773, 2741, 3983, 2865, 81, 3923, 2489, 1905, 151, 2787, 4069, 227, 593, 2865, 2161, 2621, 2333, 1215, 1577, 2813, 2267,
      ],
    };
    const points = draw(64, 4096, null);
    for (const [row, expected] of Object.entries(rows)) expect(Array.from(points.subarray(+row * 64, (+row + 1) * 64), (x) => x * 4096)).toEqual(expected);
  });

  test.each([null, 0, 1, 2 ** 40 + 3])('puts one of 2^m points into every cell of a dyadic partition, seed %p', (seed) => {
    const points = draw(SOBOL_DIMENSIONS_MAX, 256, seed);
    for (let d = 0; d < SOBOL_DIMENSIONS_MAX; d++) {
      const cells = new Set(Array.from({ length: 256 }, (_, i) => Math.floor(points[i * SOBOL_DIMENSIONS_MAX + d]! * 256)));
      expect(cells.size).toBe(256);
    }
    // The first two dimensions are a (0, m, 2)-net: every shape of 256 equal rectangles holds one point each.
    for (let k = 0; k <= 8; k++) {
      const cells = Array.from({ length: 256 }, (_, i) => {
        const [x, y] = points.subarray(i * SOBOL_DIMENSIONS_MAX);
        return Math.floor(x! * 2 ** k) * 2 ** (8 - k) + Math.floor(y! * 2 ** (8 - k));
      });
      expect(new Set(cells).size).toBe(256);
    }
  });

  test('integrates a smooth function far better than its variance over 1,024 random points would allow, and without bias', () => {
    // ∏ (1 + (x_d − ½)) over 6 dimensions has mean 1 and variance (13/12)^6 − 1.
    const randomError = Math.sqrt(((13 / 12) ** 6 - 1) / 1024);
    const errors = Array.from({ length: 40 }, (_, seed) => {
      const points = draw(6, 1024, seed);
      let sum = 0;
      for (let i = 0; i < 1024; i++) sum += points.subarray(i * 6, i * 6 + 6).reduce((product, x) => product * (0.5 + x), 1);
      return sum / 1024 - 1;
    });
    const rootMeanSquare = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(rootMeanSquare).toBeLessThan(randomError / 30);
    expect(Math.abs(mean)).toBeLessThan((4 * rootMeanSquare) / Math.sqrt(errors.length));
  });

  // A digital shift keeps the net and the uniform points too; only Owen's scrambling flips a digit by what stands above it.
  test('flips digits alike below equal prefixes, and independently below others', () => {
    const toDigits = (x: number): number => Math.floor(x * 2 ** 8);
    const [plain, scrambled] = [draw(1, 256, null), draw(1, 256, 5)].map((points) => Array.from(points, toDigits)) as [number[], number[]];
    const flips = new Map(plain.map((digits, i) => [digits, digits ^ scrambled[i]!]));
    for (let k = 1; k < 8; k++) {
      const byPrefix = new Map<number, Set<number>>();
      for (const [digits, flip] of flips) {
        const prefix = digits >> (8 - k);
        byPrefix.set(prefix, (byPrefix.get(prefix) ?? new Set()).add((flip >> (7 - k)) & 1));
      }
      expect([...byPrefix.values()].every((bits) => bits.size === 1)).toBe(true);
      if (k > 2) expect(new Set([...byPrefix.values()].flatMap((bits) => [...bits])).size).toBe(2);
    }
  });

  test('makes each single point uniform over the seeds', () => {
    const SEEDS = 2000;
    // Kolmogorov's distance of the third point in three dimensions; 1.63/√n is its 1 % point.
    for (let d = 0; d < 3; d++) {
      const values = Array.from({ length: SEEDS }, (_, seed) => draw(3, 3, seed)[6 + d]!).sort((a, b) => a - b);
      const distance = Math.max(...values.map((value, i) => Math.max(Math.abs(value - i / SEEDS), Math.abs(value - (i + 1) / SEEDS))));
      expect(distance).toBeLessThan(1.63 / Math.sqrt(SEEDS));
    }
  });

  test('refuses more dimensions than it has direction numbers for', () => {
    expect(() => draw(65, 1, 0)).toThrow('direction numbers for 64 dimensions, got 65');
  });
});
