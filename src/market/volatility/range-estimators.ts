import { DataError } from '../../core/errors.js';

const { log, LN2 } = Math;

/** Price bars of equal length and step; every array has length n. */
export interface PriceBars {
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

/**
 * Checks that bars can be what they say: positive prices, low ≤ open, close ≤ high.
 *
 * @throws DataError naming the bar.
 */
export function checkBars({ open, high, low, close }: PriceBars): void {
  for (let t = 0; t < open.length; t++) {
    const isBar = low[t]! > 0 && low[t]! <= Math.min(open[t]!, close[t]!) && high[t]! >= Math.max(open[t]!, close[t]!) && high[t]! < Infinity;
    if (isBar) continue;
    throw new DataError(`bar ${t} is no price bar: open ${open[t]}, high ${high[t]}, low ${low[t]}, close ${close[t]}`, {
      where: `bars[${t}]`,
      suggestions: ['check the order of the columns, and drop bars without a trade'],
    });
  }
}

/**
 * Computes the realised variance of a step: the sum of the squared log returns inside it.
 *
 * @source T. G. Andersen and T. Bollerslev, "Answering the skeptics", International Economic Review 39 (1998).
 */
export function computeRealisedVariance(logReturns: Float64Array): number {
  return logReturns.reduce((sum, value) => sum + value * value, 0);
}

/**
 * Parkinson's variance per bar: mean(ln(H/L)²)/(4 ln 2).
 *
 * Units: log-return² per bar; assumes no drift and no jump between bars.
 * @throws DataError when a bar is none.
 * @source M. Parkinson, "The extreme value method for estimating the variance of the rate of return", J. Business 53 (1980).
 */
export function computeParkinsonVariance(bars: PriceBars): number {
  return averageOverBars(bars, (_open, high, low) => log(high / low) ** 2 / (4 * LN2));
}

/**
 * Garman–Klass variance per bar: mean(½ ln(H/L)² − (2 ln 2 − 1) ln(C/O)²).
 *
 * @throws DataError when a bar is none.
 * @source M. B. Garman and M. J. Klass, "On the estimation of security price volatilities from historical data", J. Business 53 (1980).
 */
export function computeGarmanKlassVariance(bars: PriceBars): number {
  return averageOverBars(bars, (open, high, low, close) => 0.5 * log(high / low) ** 2 - (2 * LN2 - 1) * log(close / open) ** 2);
}

/**
 * Rogers–Satchell variance per bar, free of drift: mean(ln(H/C) ln(H/O) + ln(L/C) ln(L/O)).
 *
 * @throws DataError when a bar is none.
 * @source L. C. G. Rogers and S. E. Satchell, "Estimating variance from high, low and closing prices", Annals of Applied Prob. 1 (1991).
 */
export function computeRogersSatchellVariance(bars: PriceBars): number {
  return averageOverBars(bars, (open, high, low, close) => log(high / close) * log(high / open) + log(low / close) * log(low / open));
}

/**
 * Yang–Zhang variance per bar, free of drift and of jumps between bars: V_o + k V_c + (1 − k) V_rs.
 *
 * Formula: V_o and V_c are the sample variances (n − 1) of ln(O_t/C_{t−1}) and ln(C_t/O_t), k = 0.34/(1.34 + (m+1)/(m−1)), m the number
 * of bars that have one before them.
 * @throws DataError when a bar is none or there are fewer than 3.
 * @source D. Yang and Q. Zhang, "Drift-independent volatility estimation based on high, low, open, and close prices", J. Business 73 (2000).
 */
export function computeYangZhangVariance(bars: PriceBars): number {
  const m = bars.open.length - 1;
  if (m < 2) throw new DataError(`Yang–Zhang needs at least 3 bars, got ${m + 1}`, { suggestions: ['use a longer series'] });
  const rest: PriceBars = { open: bars.open.subarray(1), high: bars.high.subarray(1), low: bars.low.subarray(1), close: bars.close.subarray(1) };
  checkBars(bars);
  const overnight = computeSpread(rest.open.map((open, t) => log(open / bars.close[t]!)));
  const openToClose = computeSpread(rest.close.map((close, t) => log(close / rest.open[t]!)));
  const k = 0.34 / (1.34 + (m + 1) / (m - 1));
  return overnight + k * openToClose + (1 - k) * computeRogersSatchellVariance(rest);
}

function averageOverBars(bars: PriceBars, term: (open: number, high: number, low: number, close: number) => number): number {
  checkBars(bars);
  const n = bars.open.length;
  if (n === 0) throw new DataError('there is no bar to estimate from', { suggestions: ['use a longer series'] });
  let sum = 0;
  for (let t = 0; t < n; t++) sum += term(bars.open[t]!, bars.high[t]!, bars.low[t]!, bars.close[t]!);
  return sum / n;
}

function computeSpread(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (values.length - 1);
}
