import { fitHar } from '../../market/volatility/fit-har.js';
import { fitVolatility } from '../../market/volatility/fit-volatility.js';
import { filterVolatility } from '../../market/volatility/filter-volatility.js';
import { createEmpiricalShocks, createTShocks, NORMAL_SHOCKS, type Predictive, type Shocks } from './predictive.js';

/** What is known when a forecast is made; both arrays of equal length, the last value being the latest. */
export interface History {
  readonly returnsPercent: Float64Array;
  /** Sum of squared returns within each step, %²: what a finer grid tells of it. */
  readonly realisedVariance: Float64Array;
}

/** A way to forecast the distribution of the next return. */
export interface VarModel {
  readonly name: string;
  readonly label: string;
  /** Estimates what changes slowly; the function then forecasts from any longer history. */
  fit(history: History): (history: History) => Predictive;
}

/** Length of what rests on past values alone. */
const WINDOW = 365;
/** Standardised returns behind an empirical tail: two years, so that 1 % of them is more than a handful. */
const SHOCK_WINDOW = 730;
/** @source J.P. Morgan, "RiskMetrics Technical Document" (1996), for daily returns */
const EWMA_LAMBDA = 0.94;

/** @source see each model; the order is that of their age */
export const VAR_MODELS: readonly VarModel[] = [
  {
    name: 'constant-normal',
    label: 'constant normal, last year',
    fit: () => ({ returnsPercent }) => ({ mu: 0, sigma: rootMeanSquare(returnsPercent.subarray(-WINDOW)), shocks: NORMAL_SHOCKS }),
  },
  {
    name: 'historical',
    label: 'historical, last year',
    fit: () => ({ returnsPercent }) => ({ mu: 0, sigma: 1, shocks: createEmpiricalShocks(returnsPercent.subarray(-WINDOW)) }),
  },
  {
    name: 'ewma-normal',
    label: 'EWMA normal (RiskMetrics)',
    fit: () => ({ returnsPercent }) => ({ mu: 0, sigma: Math.sqrt(runEwma(returnsPercent).next), shocks: NORMAL_SHOCKS }),
  },
  {
    // J. Hull and A. White, "Incorporating volatility updating into the historical simulation method", J. Risk 1 (1998).
    name: 'weighted-historical',
    label: 'EWMA-weighted historical',
    fit: (known) => {
      const shocks = createEmpiricalShocks(standardise(known.returnsPercent, runEwma(known.returnsPercent).variance));
      return ({ returnsPercent }) => ({ mu: 0, sigma: Math.sqrt(runEwma(returnsPercent).next), shocks });
    },
  },
  { name: 'garch-t', label: 'GARCH(1,1), Student t', fit: (known) => fitGarch(known, ({ degreesOfFreedom }) => createTShocks(degreesOfFreedom)) },
  {
    // G. Barone-Adesi, K. Giannopoulos and L. Vosper, "VaR without correlations for portfolios of derivative securities", J. Futures Markets 19 (1999).
    name: 'filtered-historical',
    label: 'GARCH(1,1), own residuals',
    fit: (known) => fitGarch(known, ({ residuals }) => createEmpiricalShocks(residuals.subarray(-SHOCK_WINDOW))),
  },
  {
    name: 'har-historical',
    label: 'HAR, own residuals',
    fit: (known) => {
      const { fitted } = fitHar(known.realisedVariance);
      const shocks = createEmpiricalShocks(standardise(known.returnsPercent.subarray(-fitted.length), fitted));
      return ({ realisedVariance }) => ({ mu: 0, sigma: Math.sqrt(fitHar(realisedVariance).nextVariance), shocks });
    },
  },
];

/** The unconditional mean is left out of all but GARCH: over a step it is far below its own error. */
function fitGarch({ returnsPercent }: History, chooseShocks: (fit: { readonly degreesOfFreedom: number; readonly residuals: Float64Array }) => Shocks): (history: History) => Predictive {
  const { model, parameters, standardisedResiduals } = fitVolatility('garch', 't', returnsPercent);
  const shocks = chooseShocks({ degreesOfFreedom: parameters.at(-1)!, residuals: standardisedResiduals });
  return (history) => ({ mu: parameters[0]!, sigma: Math.sqrt(filterVolatility(model, parameters, history.returnsPercent).nextVariance), shocks });
}

/** σ² of each return as forecast the day before, beginning at the mean square of all, and of the next. */
function runEwma(returnsPercent: Float64Array): { readonly variance: Float64Array; readonly next: number } {
  const variance = new Float64Array(returnsPercent.length);
  let next = rootMeanSquare(returnsPercent) ** 2;
  for (let t = 0; t < returnsPercent.length; t++) {
    variance[t] = next;
    next = EWMA_LAMBDA * next + (1 - EWMA_LAMBDA) * returnsPercent[t]! ** 2;
  }
  return { variance, next };
}

function standardise(returnsPercent: Float64Array, variance: Float64Array): Float64Array {
  return returnsPercent.map((value, t) => value / Math.sqrt(variance[t]!)).subarray(-SHOCK_WINDOW);
}

function rootMeanSquare(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
