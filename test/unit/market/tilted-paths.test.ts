import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { generatePath, generateTiltedPath, type NormalTilt } from '../../../src/market/paths/generate-path.js';
import { coarsenPath, findHistoricalWindows, replayHistoricalWindow } from '../../../src/market/paths/historical-window.js';
import type { PathModel } from '../../../src/market/paths/path-model.js';
import { computeNormalCdf } from '../../../src/numeric/normal.js';
import { estimateWeightedMean, type WeightedEstimate } from '../../../src/numeric/weighted-estimate.js';
import { averageOverPaths, buildGarchModel } from '../../support/simulate-returns.js';

const { abs, sqrt } = Math;
const STEPS = 24;

/** Independent normal steps of variance 1e-4, so that the end is normal with a known law. */
const PLAIN: PathModel = buildGarchModel({ mu: 0, omega: 1, alpha: 0, beta: 0 }, Infinity);
const tiltBy = (shift: number, scale = 1): NormalTilt => ({ shift: Float64Array.of(shift), scale });

function estimateFall(model: PathModel, tilt: NormalTilt, fall: number, paths: number): WeightedEstimate {
  const out = new Float64Array(STEPS + 1);
  const values = new Float64Array(paths);
  const logWeights = values.map((_, index) => {
    const logWeight = generateTiltedPath(model, tilt, 3, index, STEPS, out);
    values[index] = out[STEPS]! < -fall ? 1 : 0;
    return logWeight;
  });
  return estimateWeightedMean(values, logWeights);
}

describe('importance sampling', () => {
  const fall = 5 * 0.01 * sqrt(STEPS); // five standard deviations
  const expected = computeNormalCdf(-5); // 2.9e-7

  test('20,000 tilted paths find a chance of 3 in ten million to 5 %, as 10^9 plain ones would', () => {
    const estimate = estimateFall(PLAIN, tiltBy(-5 / sqrt(STEPS)), fall, 20_000);
    const standardError = (estimate.ciHigh - estimate.value) / 1.96;
    expect(abs(estimate.value - expected) / standardError).toBeLessThan(3.5);
    expect(standardError / expected).toBeLessThan(0.05);
    expect(estimate.equivalentSamples).toBeGreaterThan(1e9);
    expect(estimate.effectiveSampleSize).toBeLessThan(20_000);
  });

  test.each([
    ['shift', tiltBy(-0.1)],
    ['scale', tiltBy(0, 1.1)],
    ['both', tiltBy(-0.05, 1.05)],
  ])('the weights of a %s average 1, also under GARCH with Student t', (_name, tilt) => {
    const model = buildGarchModel({ mu: 0, omega: 0.05, alpha: 0.1, beta: 0.85 }, 5);
    const out = new Float64Array(STEPS + 1);
    const { mean, standardError } = averageOverPaths(20_000, (index) => Math.exp(generateTiltedPath(model, tilt, 8, index, STEPS, out)));
    expect(abs(mean - 1) / standardError).toBeLessThan(3.5);
  });

  test('tilted and plain paths agree on a chance that both can see', () => {
    const model = buildGarchModel({ mu: 0, omega: 0.05, alpha: 0.1, beta: 0.85 }, 5);
    const plain = estimateFall(model, tiltBy(0), 0.1, 40_000);
    const tilted = estimateFall(model, tiltBy(-0.25), 0.1, 20_000);
    const error = sqrt(((plain.ciHigh - plain.value) / 1.96) ** 2 + ((tilted.ciHigh - tilted.value) / 1.96) ** 2);
    expect(abs(plain.value - tilted.value) / error).toBeLessThan(3.5);
    expect(tilted.equivalentSamples).toBeGreaterThan(20_000);
    expect(plain.effectiveSampleSize).toBe(40_000);
  });

  test('refuses a tilt of scale 0 or of the wrong length, and one weight for two samples', () => {
    const out = new Float64Array(STEPS + 1);
    expect(() => generateTiltedPath(PLAIN, tiltBy(0, 0), 1, 0, STEPS, out)).toThrow(InternalError);
    expect(() => generateTiltedPath(PLAIN, { shift: new Float64Array(2), scale: 1 }, 1, 0, STEPS, out)).toThrow(InternalError);
    expect(() => estimateWeightedMean(Float64Array.of(1, 2), Float64Array.of(0))).toThrow(InternalError);
  });
});

describe('antithetic paths', () => {
  const mirror: NormalTilt = tiltBy(0, -1);

  test('mirror the plain path of the same index where nothing but the sign matters, at weight 1', () => {
    const [plain, mirrored] = [new Float64Array(STEPS + 1), new Float64Array(STEPS + 1)];
    const model = buildGarchModel({ mu: 0, omega: 0.05, alpha: 0.1, beta: 0.85 }, 5);
    generatePath(model, 'monte-carlo', 4, 7, STEPS, plain);
    expect(generateTiltedPath(model, mirror, 4, 7, STEPS, mirrored)).toBe(0);
    mirrored.forEach((value, step) => expect(value).toBeCloseTo(-plain[step]!, 14));
    generateTiltedPath(model, tiltBy(0), 4, 7, STEPS, mirrored);
    expect(mirrored).toEqual(plain);
  });

  test('halve the variance or more where the result rises with the price', () => {
    const [plain, mirrored] = [new Float64Array(STEPS + 1), new Float64Array(STEPS + 1)];
    const price = (index: number, isPair: boolean): number => {
      generatePath(PLAIN, 'monte-carlo', 4, index, STEPS, plain);
      if (!isPair) return Math.exp(plain[STEPS]!);
      generateTiltedPath(PLAIN, mirror, 4, index, STEPS, mirrored);
      return 0.5 * (Math.exp(plain[STEPS]!) + Math.exp(mirrored[STEPS]!));
    };
    const single = averageOverPaths(4000, (index) => price(index, false));
    const paired = averageOverPaths(2000, (index) => price(index, true));
    expect(paired.standardError / single.standardError).toBeLessThan(0.2);
    expect(abs(paired.mean - Math.exp(0.5 * STEPS * 1e-4)) / paired.standardError).toBeLessThan(3.5);
  });
});

describe('historical windows', () => {
  const PEG = { meanReversionPerStep: 0.1, innovationStdDev: 0.001, startDeviation: 0.02, degreesOfFreedom: 9 };
  const model: PathModel = {
    ...PLAIN,
    factors: ['ETH/USD', 'stETH/ETH'],
    pegs: [PEG],
    cholesky: Float64Array.of(1, 0, 0, 1),
    history: Float64Array.of(0.1, 0.001, -0.2, 0, 0.3, 0, 0.4, 0.002, -0.5, 0.003),
    runStart: Uint8Array.of(1, 0, 0, 1, 0),
  };

  test('only stretches without a gap', () => {
    expect(findHistoricalWindows(model.runStart, 2)).toEqual([0, 1, 3]);
    expect(findHistoricalWindows(model.runStart, 4)).toEqual([]);
  });

  test('by hand: returns add up, innovations go through the mean reversion', () => {
    const out = new Float64Array(6);
    replayHistoricalWindow(model, 3, 2, out);
    const first = 0.9 * 0.02 + 0.002;
    [0, 0, 0.4, first - 0.02, -0.1, 0.9 * first + 0.003 - 0.02].forEach((value, i) => expect(out[i]).toBeCloseTo(value, 14));
    expect(() => replayHistoricalWindow(model, 1, 3, new Float64Array(8))).toThrow(InternalError);
    expect(() => replayHistoricalWindow(model, 4, 2, out)).toThrow(InternalError);
  });

  test('a coarser step keeps every n-th moment', () => {
    expect([...coarsenPath(Float64Array.of(0, 0, 1, 2, 3, 4, 5, 6, 7, 8), 2, 2)]).toEqual([0, 0, 3, 4, 7, 8]);
    expect(() => coarsenPath(new Float64Array(10), 2, 3)).toThrow(InternalError);
  });
});
