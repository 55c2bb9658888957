import { assertInvariant } from '../../core/assert.js';
import { computeBinomialCdf } from '../../numeric/beta.js';

export type Zone = 'green' | 'yellow' | 'red';

export interface TrafficLight {
  readonly zone: Zone;
  readonly exceedances: number;
  readonly observations: number;
  /** Chance of so many exceedances or fewer if the forecasts are right. */
  readonly cumulativeProbability: number;
}

const YELLOW_FROM = 0.95;
const RED_FROM = 0.9999;

/**
 * Puts a number of exceedances into its zone: yellow from where 95 % of right forecasts would have fewer, red from 99.99 %.
 *
 * Special cases: with 250 observations at 99 % green is 0 to 4, yellow 5 to 9, red 10 and more.
 * @throws InternalError unless 0 ≤ exceedances ≤ observations and 0 < p < 1
 * @source Basel Committee, "Supervisory framework for the use of backtesting in conjunction with the internal models approach" (1996)
 * @example classifyExceedances(5, 250, 0.01).zone // 'yellow'
 */
export function classifyExceedances(exceedances: number, observations: number, p: number): TrafficLight {
  assertInvariant(exceedances >= 0 && exceedances <= observations && p > 0 && p < 1, `no traffic light for ${exceedances} of ${observations} at ${p}`);
  const cumulativeProbability = computeBinomialCdf(exceedances, observations, p);
  const zone = cumulativeProbability < YELLOW_FROM ? 'green' : cumulativeProbability < RED_FROM ? 'yellow' : 'red';
  return { zone, exceedances, observations, cumulativeProbability };
}

/** The zone of every window of so many observations, oldest first; empty when there are fewer. */
export function classifyWindows(exceedanceFlags: Uint8Array, windowObservations: number, p: number): TrafficLight[] {
  const lights: TrafficLight[] = [];
  let count = 0;
  for (let t = 0; t < exceedanceFlags.length; t++) {
    count += exceedanceFlags[t]! - (t >= windowObservations ? exceedanceFlags[t - windowObservations]! : 0);
    if (t >= windowObservations - 1) lights.push(classifyExceedances(count, windowObservations, p));
  }
  return lights;
}
