import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { CONFIDENCE_Z, type Estimate } from '../../numeric/confidence.js';
import { fitLeastSquares } from '../../numeric/least-squares.js';

export interface ResilienceFit {
  readonly lagsSteps: readonly number[];
  /** Fall of the log price per unit of (signed) root of the amount sold, by lag: the impulse response. */
  readonly responses: Float64Array;
  /** Steps until half of the temporary part is gone. */
  readonly halfLifeSteps: Estimate;
  /** Response that stays. */
  readonly permanent: Estimate;
  /** Response at lag 0 of the fitted curve that goes away. */
  readonly temporary: Estimate;
  readonly isIdentified: boolean;
  readonly warnings: readonly RunWarning[];
}

export const RESILIENCE_LAGS_DEFAULT: readonly number[] = [1, 2, 3, 5, 8, 12, 20, 30, 45, 60, 90, 120];

const BLOCKS = 20;
const SALES_MIN = 100;
const HALF_LIVES_PER_DOUBLING = 16;

/**
 * Fits how much of a sale's impact goes away and how fast, from a record of log prices and amounts sold per step.
 *
 * Formula: response at lag h B_h = Σ s_t y_t / Σ s_t² with s_t = sign(q_t) √|q_t| and y_t = −(ln p_{t+h} − ln p_{t−1}); then
 * B_h = permanent + temporary × 2^(−h/half-life) by least squares over the lags (half-life by search over a grid, the rest in closed form).
 * Intervals: 95 %, from leaving out one of 20 blocks of time after another (the half-life's on a logarithmic scale).
 * Units: `sold[t]` > 0 is sold in step t (bought: < 0); prices of the end of the step. Shape: equal lengths, a regular grid.
 * Special cases: a response that does not fall, a half-life at the end of the grid, or an interval of more than a factor ten each way:
 * `isIdentified` is false with a warning. Later sales that follow a sale are part of its response, and sales that follow a fall make
 * it look larger: this is prediction, not experiment.
 * @throws ModelError when a price is not positive and finite or fewer than 100 steps have a sale.
 * @source Ò. Jordà, "Estimation and inference of impulse responses by local projections", AER 95 (2005); J.-P. Bouchaud, J. D. Farmer
 *   and F. Lillo, "How markets slowly digest changes in supply and demand" (2009): decay of impact.
 */
export function fitResilience(prices: Float64Array, sold: Float64Array, lags: readonly number[] = RESILIENCE_LAGS_DEFAULT): ResilienceFit {
  assertInvariant(prices.length === sold.length && lags.length >= 4, 'resilience needs an amount per price and at least four lags');
  const events = findEvents(prices, sold, Math.max(...lags));
  const sums = sumByBlock(prices.map(Math.log), sold, events, lags);
  const whole = fitDecay(lags, respond(sums, lags.length, -1));
  const parts = Array.from({ length: BLOCKS }, (_, block) => fitDecay(lags, respond(sums, lags.length, block)));
  const logHalfLife = jackknife(Math.log(whole.halfLife), parts.map(({ halfLife }) => Math.log(halfLife)), events.length);
  const permanent = jackknife(whole.permanent, parts.map((part) => part.permanent), events.length);
  const temporary = jackknife(whole.temporary, parts.map((part) => part.temporary), events.length);
  const isIdentified = whole.temporary > 0 && temporary.ciLow > 0 && !whole.isAtBorder && logHalfLife.ciHigh - logHalfLife.value < Math.LN10;
  return {
    lagsSteps: lags,
    responses: respond(sums, lags.length, -1),
    halfLifeSteps: { value: whole.halfLife, ciLow: Math.exp(logHalfLife.ciLow), ciHigh: Math.exp(logHalfLife.ciHigh), n: events.length },
    permanent,
    temporary,
    isIdentified,
    warnings: isIdentified ? [] : [UNIDENTIFIED],
  };
}

function findEvents(prices: Float64Array, sold: Float64Array, lagMax: number): number[] {
  const events = [...sold.keys()].filter((t) => t > 0 && t + lagMax < prices.length && sold[t] !== 0 && Number.isFinite(sold[t]!));
  if (!prices.every((price) => price > 0 && price < Infinity) || events.length < SALES_MIN) {
    throw new ModelError(`recovery needs positive prices and ${SALES_MIN} steps with a sale, got ${events.length}`, {
      suggestions: ['use a longer record', 'use a coarser grid without gaps'],
    });
  }
  return events;
}

/** Per block: Σ s², then Σ s y of each lag. */
function sumByBlock(logPrices: Float64Array, sold: Float64Array, events: readonly number[], lags: readonly number[]): Float64Array[] {
  const blocks = Array.from({ length: BLOCKS }, () => new Float64Array(lags.length + 1));
  events.forEach((t) => {
    const sums = blocks[Math.floor((t * BLOCKS) / sold.length)]!;
    const s = Math.sign(sold[t]!) * Math.sqrt(Math.abs(sold[t]!));
    sums[0]! += s * s;
    lags.forEach((h, i) => (sums[i + 1]! += s * (logPrices[t - 1]! - logPrices[t + h]!)));
  });
  return blocks;
}

/** The responses with one block left out; −1 leaves out none. */
function respond(blocks: readonly Float64Array[], lags: number, without: number): Float64Array {
  const total = new Float64Array(lags + 1);
  blocks.forEach((sums, block) => {
    if (block !== without) sums.forEach((value, i) => (total[i]! += value));
  });
  return total.subarray(1).map((value) => value / total[0]!);
}

interface Decay {
  readonly halfLife: number;
  readonly permanent: number;
  readonly temporary: number;
  readonly isAtBorder: boolean;
}

function fitDecay(lags: readonly number[], responses: Float64Array): Decay {
  const ones = new Float64Array(lags.length).fill(1);
  const [shortest, longest] = [lags[0]! / 2, 2 * lags.at(-1)!];
  const count = Math.ceil(HALF_LIVES_PER_DOUBLING * Math.log2(longest / shortest));
  let best: Decay & { readonly error: number } = { halfLife: longest, permanent: NaN, temporary: NaN, isAtBorder: true, error: Infinity };
  for (let i = 0; i <= count; i++) {
    const halfLife = shortest * (longest / shortest) ** (i / count);
    const fit = fitLeastSquares([ones, Float64Array.from(lags, (h) => 2 ** (-h / halfLife))], responses);
    if (fit === null) continue;
    const error = fit.residuals.reduce((sum, u) => sum + u * u, 0);
    if (error < best.error) {
      best = { halfLife, permanent: fit.coefficients[0]!, temporary: fit.coefficients[1]!, isAtBorder: i === 0 || i === count, error };
    }
  }
  return best;
}

/** Quenouille's delete-one-block variance: (B − 1)/B Σ (θ_b − mean)². */
function jackknife(value: number, parts: readonly number[], n: number): Estimate {
  const mean = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  const variance = ((parts.length - 1) / parts.length) * parts.reduce((sum, part) => sum + (part - mean) ** 2, 0);
  const halfWidth = CONFIDENCE_Z * Math.sqrt(variance);
  return { value, ciLow: value - halfWidth, ciHigh: value + halfWidth, n };
}

const UNIDENTIFIED: RunWarning = {
  code: 'resilience-unidentified',
  message: 'the record does not show how fast impact goes away',
  remedy: 'treat all impact as permanent (cautious), or use a longer record',
};
