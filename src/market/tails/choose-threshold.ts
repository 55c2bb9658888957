import { ModelError } from '../../core/errors.js';
import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import { computeNormalQuantile } from '../../numeric/normal.js';
import { computeQuantile } from '../../numeric/quantile.js';
import { fitParetoTail, type ParetoTailFit } from './fit-pareto-tail.js';
import { computeParetoCdf } from './generalised-pareto.js';

/** One candidate threshold: a row of the mean-excess and stability plots. */
export interface ThresholdDiagnostic {
  readonly threshold: number;
  readonly exceedances: number;
  /** Mean of x − u over x > u; rises in a straight line of slope xi/(1 − xi) where the law holds. */
  readonly meanExcess: number;
  readonly meanExcessStandardError: number;
  readonly xi: number;
  readonly xiStandardError: number;
  /** beta − xi u: level where the law holds. */
  readonly modifiedScale: number;
  /** Kolmogorov–Smirnov distance of exceedances and law. */
  readonly distance: number;
}

export interface ThresholdChoice {
  readonly fit: ParetoTailFit;
  readonly diagnostics: readonly ThresholdDiagnostic[];
  /** Why this threshold, in a sentence for the report. */
  readonly reason: string;
}

export interface ThresholdOptions {
  /** Sample levels that are tried as thresholds, rising. */
  readonly levels: readonly number[];
  /** Thresholds with fewer exceedances are not tried. */
  readonly exceedancesMin: number;
  /** Chance to refuse a threshold at which the law holds. */
  readonly significance: number;
}

export const THRESHOLD_DEFAULTS: ThresholdOptions = {
  levels: [0.8, 0.825, 0.85, 0.875, 0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99, 0.995],
  exceedancesMin: 50,
  significance: 0.05,
};

/**
 * Fits the tail above the lowest threshold from which on the shape no longer depends on the threshold.
 *
 * Formula: threshold u is refused when for some higher candidate v |xi_v − xi_u| > z √|var xi_v − var xi_u|, z the normal quantile at
 * significance/m two-sided over the m comparisons; the variance of the difference is that of Hausman, as the fit at u is the
 * efficient one if the law holds at u. Lowest of those not refused, as it leaves most data.
 * Units: those of `values`; a loss is positive. Special cases: candidates whose fit fails are left out.
 * @throws ModelError when no candidate has enough exceedances for a fit.
 * @source J. A. Hausman, "Specification tests in econometrics", Econometrica 46 (1978); A. C. Davison and R. L. Smith, "Models
 *   for exceedances over high thresholds", JRSS B 52 (1990): mean excess.
 */
export function chooseThreshold(values: Float64Array, options: Partial<ThresholdOptions> = {}): ThresholdChoice {
  return runToEnd(chooseThresholdInPieces(values, options));
}

/** The same, threshold by threshold. */
export function* chooseThresholdInPieces(values: Float64Array, options: Partial<ThresholdOptions> = {}): Piecewise<ThresholdChoice> {
  const { levels, exceedancesMin, significance } = { ...THRESHOLD_DEFAULTS, ...options };
  const fits = yield* fitCandidates(values, levels, exceedancesMin);
  if (fits.length === 0) {
    throw new ModelError(`none of ${levels.length} thresholds leaves ${exceedancesMin} exceedances of ${values.length} values to fit`, {
      suggestions: ['use a longer series', 'give a threshold yourself'],
    });
  }
  const comparisons = (fits.length * (fits.length - 1)) / 2;
  const z = comparisons > 0 ? computeNormalQuantile(1 - significance / (2 * comparisons)) : Infinity;
  const chosen = fits.findIndex((fit, i) => fits.slice(i + 1).every((higher) => agreesInShape(fit, higher, z)));
  const fit = fits[chosen]!;
  return { fit, diagnostics: fits.map(describeFit), reason: explain(fits, chosen) };
}

function* fitCandidates(values: Float64Array, levels: readonly number[], exceedancesMin: number): Piecewise<ParetoTailFit[]> {
  if (values.length === 0 || !values.every(Number.isFinite)) {
    throw new ModelError('a tail fit needs finite numbers', { suggestions: ['drop gaps and non-positive prices before fitting'] });
  }
  const sorted = values.slice().sort();
  const thresholds = [...new Set(levels.map((level) => computeQuantile(sorted, level)))];
  const fits: ParetoTailFit[] = [];
  for (const [index, threshold] of thresholds.entries()) {
    const fit = sorted.filter((value) => value > threshold).length < exceedancesMin ? null : tryFit(values, threshold);
    if (fit !== null && fit.converged && fit.covariance[0]! > 0) fits.push(fit);
    yield (index + 1) / thresholds.length;
  }
  return fits;
}

function tryFit(values: Float64Array, threshold: number): ParetoTailFit | null {
  try {
    return fitParetoTail(values, threshold);
  } catch (error) {
    if (error instanceof ModelError) return null;
    throw error;
  }
}

function agreesInShape(low: ParetoTailFit, high: ParetoTailFit, z: number): boolean {
  return Math.abs(high.xi - low.xi) <= z * Math.sqrt(Math.abs(high.covariance[0]! - low.covariance[0]!));
}

function explain(fits: readonly ParetoTailFit[], chosen: number): string {
  const { threshold, exceedances } = fits[chosen]!;
  const rest = fits.length - 1 - chosen;
  const refused = chosen === 0 ? 'the lowest tried' : `${chosen} lower ${chosen === 1 ? 'one' : 'ones'} refused because the shape still changed above`;
  const basis = rest === 0 ? 'no higher candidate to compare with' : `xi agrees with that of all ${rest} higher candidates within sampling error`;
  return `threshold ${threshold.toPrecision(4)} (${exceedances.length} exceedances): ${basis}; ${refused}`;
}

function describeFit(fit: ParetoTailFit): ThresholdDiagnostic {
  const n = fit.exceedances.length;
  const meanExcess = fit.exceedances.reduce((sum, y) => sum + y, 0) / n;
  const squares = fit.exceedances.reduce((sum, y) => sum + (y - meanExcess) ** 2, 0);
  return {
    threshold: fit.threshold,
    exceedances: n,
    meanExcess,
    meanExcessStandardError: Math.sqrt(squares / (n - 1) / n),
    xi: fit.xi,
    xiStandardError: fit.standardErrors.xi,
    modifiedScale: fit.beta - fit.xi * fit.threshold,
    distance: fit.exceedances.reduce((most, y, i) => {
      const expected = computeParetoCdf(y, fit);
      return Math.max(most, expected - i / n, (i + 1) / n - expected);
    }, 0),
  };
}
