import { logistic, logit } from '../../numeric/logistic.js';

/** Forecasts of similar height, and how often it happened. */
export interface CalibrationBin {
  readonly from: number;
  /** Exclusive, save for 1. */
  readonly to: number;
  readonly forecasts: number;
  readonly meanForecast: number;
  readonly events: number;
  readonly observedShare: number;
}

export interface CalibrationFit {
  /** 1: a forecast twice as likely happens twice as often (in odds); below 1 the forecasts are too extreme. */
  readonly slope: number;
  /** 0 with slope 1: the level is right; below 0 too much is forecast. */
  readonly intercept: number;
  /** Robust, clustered by forecast moment. */
  readonly slopeStandardError: number;
  readonly converged: boolean;
}

const ITERATIONS_MAX = 50;
const TOLERANCE = 1e-10;
/** Odds of a certain forecast have no logarithm. */
const CLOSEST_TO_CERTAIN = 1e-9;

/**
 * Fits the calibration line: logit P(happens) = intercept + slope · logit q.
 *
 * Formula: logistic regression by Newton's method; variance of the slope A⁻¹ (Σ_c s_c s_cᵀ) A⁻¹, A the information, s_c the score summed over
 * one forecast moment.
 * @source D. R. Cox, "Two further applications of a model for binary regression", Biometrika 45 (1958); cluster sandwich: K.-Y. Liang and
 *   S. L. Zeger, Biometrika 73 (1986)
 */
export function fitCalibration(forecasts: Float64Array, outcomes: Uint8Array, moments: Float64Array): CalibrationFit {
  const x = forecasts.map((q) => logit(Math.min(Math.max(q, CLOSEST_TO_CERTAIN), 1 - CLOSEST_TO_CERTAIN)));
  let [intercept, slope] = [0, 1];
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    const { score, information } = computeScore(x, outcomes, intercept, slope);
    const [g0, g1] = score;
    const [a, b, c] = information;
    const determinant = a * c - b * b;
    const [step0, step1] = [(c * g0 - b * g1) / determinant, (a * g1 - b * g0) / determinant];
    intercept += step0;
    slope += step1;
    if (!Number.isFinite(slope)) break;
    if (Math.abs(step0) + Math.abs(step1) < TOLERANCE) return { slope, intercept, slopeStandardError: computeSlopeError(x, outcomes, moments, intercept, slope), converged: true };
  }
  return { slope, intercept, slopeStandardError: NaN, converged: false };
}

interface Score {
  readonly score: readonly [number, number];
  /** Upper triangle. */
  readonly information: readonly [number, number, number];
}

function computeScore(x: Float64Array, outcomes: Uint8Array, intercept: number, slope: number): Score {
  let [g0, g1, a, b, c] = [0, 0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const p = logistic(intercept + slope * x[i]!);
    const [residual, weight] = [outcomes[i]! - p, p * (1 - p)];
    g0 += residual;
    g1 += residual * x[i]!;
    a += weight;
    b += weight * x[i]!;
    c += weight * x[i]! * x[i]!;
  }
  return { score: [g0, g1], information: [a, b, c] };
}

function computeSlopeError(x: Float64Array, outcomes: Uint8Array, moments: Float64Array, intercept: number, slope: number): number {
  const { information: [a, b, c] } = computeScore(x, outcomes, intercept, slope);
  const determinant = a * c - b * b;
  // Row of A⁻¹ that belongs to the slope, times each cluster's score.
  const pulls = new Map<number, number>();
  for (let i = 0; i < x.length; i++) {
    const residual = outcomes[i]! - logistic(intercept + slope * x[i]!);
    const pull = (residual * (a * x[i]! - b)) / determinant;
    pulls.set(moments[i]!, (pulls.get(moments[i]!) ?? 0) + pull);
  }
  return Math.sqrt([...pulls.values()].reduce((sum, pull) => sum + pull * pull, 0));
}

/** Groups forecasts by height; empty groups are left out. Shape: `edges` rising from 0 to 1. */
export function binForecasts(forecasts: Float64Array, outcomes: Uint8Array, edges: readonly number[]): CalibrationBin[] {
  return edges.slice(0, -1).flatMap((from, k) => {
    const to = edges[k + 1]!;
    const inside = [...forecasts.keys()].filter((i) => forecasts[i]! >= from && (forecasts[i]! < to || (to === 1 && forecasts[i] === 1)));
    if (inside.length === 0) return [];
    const events = inside.reduce((sum, i) => sum + outcomes[i]!, 0);
    const meanForecast = inside.reduce((sum, i) => sum + forecasts[i]!, 0) / inside.length;
    return [{ from, to, forecasts: inside.length, meanForecast, events, observedShare: events / inside.length }];
  });
}
