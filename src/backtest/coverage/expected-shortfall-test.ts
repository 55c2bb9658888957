import { assertInvariant } from '../../core/assert.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import type { Predictive, Shocks } from './predictive.js';

export interface ExpectedShortfallTest {
  /** Near 0 for right forecasts; below 0 the losses beyond VaR were larger, or more, than forecast. */
  readonly z2: number;
  /** Share of histories drawn from the forecasts themselves with a statistic as low. */
  readonly pValue: number;
}

/** Histories drawn for the p-value: its standard error at 5 % is half a percent. */
const HISTORIES = 2000;
const NODES = 100;

/**
 * Tests whether losses beyond value-at-risk were as bad as forecast, and not more of them.
 *
 * Formula: Z₂ = 1 − Σ_t (−r_t) 1{r_t < −VaR_t} / (T p ES_t), VaR and ES positive losses at probability p. The p-value comes from drawing
 * returns from each day's own forecast. One-sided: cautious forecasts are not rejected.
 * Shape: forecasts and returns of equal length T ≥ 1. Special cases: the same seed gives the same p-value.
 * @throws InternalError when the lengths differ
 * @source C. Acerbi and B. Szekely, "Backtesting expected shortfall", Risk (December 2014), test 2
 */
export function testExpectedShortfall(forecasts: readonly Predictive[], returns: Float64Array, p: number, seed: number): ExpectedShortfallTest {
  const n = returns.length;
  assertInvariant(n >= 1 && forecasts.length === n, 'a test of expected shortfall needs a forecast for each return');
  const bounds = Float64Array.from(forecasts, ({ mu, sigma, shocks }) => mu + sigma * shocks.quantile(p));
  const tails = Float64Array.from(forecasts, ({ mu, sigma, shocks }) => mu + sigma * shocks.tailMean(p));
  const z2 = 1 - returns.reduce((sum, value, t) => (value < bounds[t]! ? sum + value / tails[t]! : sum), 0) / (n * p);
  const drawTail = createTailDraw(p);
  const logMiss = Math.log1p(-p);
  let asLow = 0;
  for (let history = 0; history < HISTORIES; history++) {
    const stream = createRandomStream(seed, 'expected-shortfall-test', history);
    let sum = 0;
    // Only losses beyond count: from one to the next, the steps between are geometric.
    for (let t = drawGap(stream, logMiss); t < n; t += 1 + drawGap(stream, logMiss)) {
      const { mu, sigma, shocks } = forecasts[t]!;
      sum += (mu + sigma * drawTail(shocks, p * stream.nextUniform())) / tails[t]!;
    }
    if (1 - sum / (n * p) <= z2) asLow++;
  }
  return { z2, pValue: (asLow + 1) / (HISTORIES + 1) };
}

/** Misses before the next hit. */
function drawGap(stream: RandomStream, logMiss: number): number {
  return Math.floor(Math.log(stream.nextUniform()) / logMiss);
}

/** Quantiles below `p`, of which millions are asked for: between nodes by straight lines, in the outermost cell exactly. */
function createTailDraw(p: number): (shocks: Shocks, u: number) => number {
  const nodesOf = new Map<Shocks, Float64Array>();
  return (shocks, u) => {
    const nodes = nodesOf.get(shocks) ?? Float64Array.from({ length: NODES + 1 }, (_, index) => shocks.quantile((Math.max(index, 1) / NODES) * p));
    nodesOf.set(shocks, nodes);
    const position = (u / p) * NODES;
    const cell = Math.floor(position);
    if (cell === 0) return shocks.quantile(u);
    return nodes[cell]! + (position - cell) * (nodes[Math.min(cell + 1, NODES)]! - nodes[cell]!);
  };
}
