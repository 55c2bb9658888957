import { PowerRegression } from 'ml-regression';
import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import type { RunWarning } from '../../core/run-result.js';
import { averageImpactRatio, type PowerLaw } from './power-law.js';

export interface PowerLawOptions {
  /** Quotes at or below this impact are left out: their impact is smaller than the error of the price it is measured from. */
  readonly minimumImpactRatio: number;
}

export const POWER_LAW_DEFAULTS: PowerLawOptions = { minimumImpactRatio: 0.005 };

export interface PowerLawFit extends PowerLaw {
  /** Of ln impact on ln size, over the quotes used. */
  readonly rSquared: number;
  readonly quotesUsed: number;
  readonly quotesLeftOut: number;
  readonly sizeMax: number;
  /** At the largest size, where the error matters most. */
  readonly impactAtMaxFittedRatio: number;
  readonly impactAtMaxQuotedRatio: number;
  readonly warnings: readonly RunWarning[];
}

const QUOTES_MIN = 5;
const QUOTES_FEW = 20;
const R_SQUARED_DOUBTFUL = 0.5;
const MISFIT_AT_MAX_RATIO = 0.25;

/**
 * Fits impact = a × size^b to swap quotes by least squares of ln impact on ln size.
 *
 * Shape: `sizes` and `impactRatios` of one length; a quote that is not positive and finite in both is left out like a small one.
 * Special cases: R² below 0.5, an exponent that is not positive, few quotes and a misfit above 25 % at the largest size are warnings.
 * @throws ModelError when fewer than 5 quotes are left, or all have one size.
 * @throws InternalError when the lengths differ.
 * @source R. Almgren, C. Thum, E. Hauptmann and H. Li, "Direct estimation of equity market impact", Risk (2005): power law.
 */
export function fitPowerLaw(
  sizes: Float64Array,
  impactRatios: Float64Array,
  options: Partial<PowerLawOptions> = {},
): PowerLawFit {
  assertInvariant(sizes.length === impactRatios.length, 'every quote needs a size and an impact');
  const { minimumImpactRatio } = { ...POWER_LAW_DEFAULTS, ...options };
  const used = [...sizes.keys()].filter(
    (i) => sizes[i]! > 0 && sizes[i]! < Infinity && impactRatios[i]! > Math.max(minimumImpactRatio, 0) && impactRatios[i]! < 1,
  );
  const x = used.map((i) => sizes[i]!);
  const y = used.map((i) => impactRatios[i]!);
  if (used.length < QUOTES_MIN || new Set(x).size < 2) {
    throw new ModelError(
      `${used.length} of ${sizes.length} depth quotes have an impact above ${minimumImpactRatio}; a fit needs ${QUOTES_MIN} of different size`,
      { suggestions: ['quote larger sizes', 'lower the minimum impact'] },
    );
  }
  const regression = new PowerRegression(x, y);
  const law: PowerLaw = { coefficient: regression.A, exponent: regression.B };
  const largest = x.indexOf(Math.max(...x));
  const fit = {
    ...law,
    rSquared: computeLogRSquared(law, x, y),
    quotesUsed: used.length,
    quotesLeftOut: sizes.length - used.length,
    sizeMax: x[largest]!,
    impactAtMaxFittedRatio: averageImpactRatio(law, x[largest]!),
    impactAtMaxQuotedRatio: y[largest]!,
  };
  return { ...fit, warnings: collectWarnings(fit) };
}

/** 1 − Σ (ln y − fitted)² / Σ (ln y − mean)². */
function computeLogRSquared(law: PowerLaw, x: readonly number[], y: readonly number[]): number {
  const logs = y.map(Math.log);
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const residual = logs.reduce((sum, value, i) => sum + (value - Math.log(averageImpactRatio(law, x[i]!))) ** 2, 0);
  return 1 - residual / logs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function collectWarnings(fit: Omit<PowerLawFit, 'warnings'>): RunWarning[] {
  const warnings: RunWarning[] = [];
  const warn = (code: string, message: string, remedy: string): void => void warnings.push({ code, message, remedy });
  if (fit.rSquared < R_SQUARED_DOUBTFUL) {
    warn('depth-poor-fit', `the power law explains ${(100 * fit.rSquared).toFixed(0)} % of ln impact`, 'raise the minimum impact, or quote more sizes');
  }
  if (fit.exponent <= 0) {
    warn('depth-falling-impact', `the fitted exponent ${fit.exponent.toFixed(3)} says larger sales cost less`, 'do not use this law; raise the minimum impact');
  }
  if (fit.quotesUsed < QUOTES_FEW) {
    warn('depth-few-quotes', `the depth law rests on ${fit.quotesUsed} quotes`, 'quote more sizes in the range where sales move the price');
  }
  const misfit = Math.abs(fit.impactAtMaxFittedRatio / fit.impactAtMaxQuotedRatio - 1);
  if (misfit > MISFIT_AT_MAX_RATIO) {
    warn('depth-misfit-at-max', `at the largest quote the law is ${(100 * misfit).toFixed(0)} % off`, 'read impacts of large sales as rough, or raise the minimum impact');
  }
  return warnings;
}
