import { assertInvariant } from '../../core/assert.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { Predictive } from './predictive.js';
import type { History, VarModel } from './var-models.js';

/**
 * Forecasts every step of a span from what was known before it.
 *
 * The model is fitted anew every `refitSteps`, on all returns before; between, its parameters are held and the newest returns still enter.
 * Shape: one forecast per step from `from` to the end of the history; `from` ≥ 1.
 * @throws ModelError as the model does
 */
export function* rollForecasts(model: VarModel, history: History, from: number, refitSteps: number): Piecewise<Predictive[]> {
  const n = history.returnsPercent.length;
  assertInvariant(from >= 1 && from <= n && refitSteps >= 1, `no forecasts from step ${from} of ${n}, fitted every ${refitSteps}`);
  const known = (steps: number): History => ({ returnsPercent: history.returnsPercent.subarray(0, steps), realisedVariance: history.realisedVariance.subarray(0, steps) });
  const forecasts: Predictive[] = [];
  let forecast = model.fit(known(from));
  for (let t = from; t < n; t++) {
    if (t > from && (t - from) % refitSteps === 0) forecast = model.fit(known(t));
    forecasts.push(forecast(known(t)));
    yield (t + 1 - from) / (n - from);
  }
  return forecasts;
}
