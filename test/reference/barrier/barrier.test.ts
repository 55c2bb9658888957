/**
 * Chance that a geometric Brownian motion falls to a barrier before T, drawn with the path generator, against closed forms.
 *
 * Source: P = Φ((a − νT)/r) + (b/S)^(2ν/σ²) Φ((a + νT)/r), a = ln(b/S), ν = μ − σ²/2, r = σ√T; monitored at n moments, the barrier
 * counts as shifted by exp(−0.5826 σ √dt): M. Broadie, P. Glasserman and S. Kou, "A continuity correction for discrete barrier
 * options", Mathematical Finance 7 (1997). S = 1, b = 0.8, μ = 0, σ = 0.8, T = 1/12: 0.37206199 continuous, 0.36097 at n = 720.
 */
import { expect, test } from '@jest/globals';
import { generatePath } from '../../../src/market/paths/generate-path.js';
import { computeNormalCdf } from '../../../src/numeric/normal.js';
import { buildGbmModel } from '../../support/gbm-model.js';

const { exp, log, sqrt } = Math;

interface BarrierCase {
  readonly barrier: number;
  readonly sigma: number;
  readonly years: number;
}

function computeHitProbability({ barrier, sigma, years }: BarrierCase): number {
  const a = log(barrier);
  const nu = (-sigma * sigma) / 2;
  const r = sigma * sqrt(years);
  return computeNormalCdf((a - nu * years) / r) + barrier ** ((2 * nu) / (sigma * sigma)) * computeNormalCdf((a + nu * years) / r);
}

const shiftBarrier = (one: BarrierCase, steps: number): BarrierCase => ({
  ...one,
  barrier: one.barrier * exp(-0.5826 * one.sigma * sqrt(one.years / steps)),
});

function countHits(one: BarrierCase, steps: number, paths: number): number {
  const model = buildGbmModel(one.sigma, one.years, steps);
  const out = new Float64Array(steps + 1);
  const threshold = log(one.barrier);
  let hits = 0;
  for (let index = 0; index < paths; index++) {
    generatePath(model, 'monte-carlo', 20230601, index, steps, out);
    if (out.some((logPrice) => logPrice <= threshold)) hits++;
  }
  return hits;
}

const MONTH: BarrierCase = { barrier: 0.8, sigma: 0.8, years: 1 / 12 };
const WEEK: BarrierCase = { barrier: 0.7, sigma: 1, years: 7 / 365 };

test('the closed form in this file gives the published probabilities', () => {
  expect(computeHitProbability(MONTH)).toBeCloseTo(0.37206199, 8);
  expect(computeHitProbability(WEEK)).toBeCloseTo(0.01193861, 8);
  expect(computeHitProbability(shiftBarrier(MONTH, 30))).toBeCloseTo(0.31965, 5);
  expect(computeHitProbability(shiftBarrier(MONTH, 720))).toBeCloseTo(0.36097, 5);
  expect(computeHitProbability(shiftBarrier(MONTH, 8640))).toBeCloseTo(0.36884, 5);
});

test.each([
  ['a month in 720 steps', MONTH, 720, 20_000],
  ['a month in 30 steps', MONTH, 30, 40_000],
  ['a week in 168 steps', WEEK, 168, 40_000],
])('%s: simulated paths hit as often as the discretely monitored formula says, within 3 standard errors', (_name, one, steps, paths) => {
  const expected = computeHitProbability(shiftBarrier(one, steps));
  const simulated = countHits(one, steps, paths) / paths;
  const standardError = sqrt((expected * (1 - expected)) / paths);
  expect(Math.abs(simulated - expected)).toBeLessThan(3 * standardError);
});
