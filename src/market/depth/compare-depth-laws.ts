import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunWarning } from '../../core/run-result.js';
import { DEPTH_LAW_KINDS, fitDepthLaw, type DepthLawKind, type LogDepthLaw } from './depth-laws.js';

export interface DepthLawScore {
  readonly kind: DepthLawKind;
  readonly law: LogDepthLaw;
  /** Root mean square of ln impact left over in quotes the law was not fitted on. */
  readonly crossValidatedError: number;
  /** ln impact − fitted over all quotes used, by rising size: the residual plot. */
  readonly residuals: Float64Array;
}

export interface DepthComparison {
  /** Best first, by cross-validated error. */
  readonly scores: readonly DepthLawScore[];
  /** Of the quotes used, rising. */
  readonly sizes: Float64Array;
  readonly impactRatios: Float64Array;
  readonly quotesLeftOut: number;
  readonly sizeMax: number;
  readonly warnings: readonly RunWarning[];
}

const FOLDS = 5;
const QUOTES_MIN = 15;
const ERROR_DOUBTFUL = 0.5;

/**
 * Fits every kind of impact law to swap quotes and ranks them by their error on quotes held out.
 *
 * Formula: the quotes, by rising size, are dealt to 5 folds in turn, so that each fold spans all sizes; each law is fitted on four and
 * judged on the fifth. A low error inside the range says nothing beyond it: see `isExtrapolated`.
 * Shape: equal lengths; quotes that are not positive and finite, below `minimumImpactRatio` or at 1 and above are left out.
 * Special cases: a best error above 0.5 (65 % either way) is a warning.
 * @throws ModelError when fewer than 15 quotes of at least 5 different sizes are left. @throws InternalError when lengths differ.
 * @source M. Stone, "Cross-validatory choice and assessment of statistical predictions", JRSS B 36 (1974).
 */
export function compareDepthLaws(sizes: Float64Array, impactRatios: Float64Array, minimumImpactRatio: number): DepthComparison {
  return runToEnd(compareDepthLawsInPieces(sizes, impactRatios, minimumImpactRatio));
}

/** The same, law by law. */
export function* compareDepthLawsInPieces(sizes: Float64Array, impactRatios: Float64Array, minimumImpactRatio: number): Piecewise<DepthComparison> {
  assertInvariant(sizes.length === impactRatios.length, 'every quote needs a size and an impact');
  const used = [...sizes.keys()]
    .filter((i) => sizes[i]! > 0 && sizes[i]! < Infinity && impactRatios[i]! > Math.max(minimumImpactRatio, 0) && impactRatios[i]! < 1)
    .sort((a, b) => sizes[a]! - sizes[b]!);
  const x = used.map((i) => Math.log(sizes[i]!));
  const y = used.map((i) => Math.log(impactRatios[i]!));
  if (used.length < QUOTES_MIN || new Set(x).size < FOLDS) {
    throw new ModelError(`${used.length} of ${sizes.length} depth quotes can be used; comparing laws needs ${QUOTES_MIN} of ${FOLDS} sizes`, {
      suggestions: ['quote larger sizes', 'lower the minimum impact'],
    });
  }
  const scores: DepthLawScore[] = [];
  for (const kind of DEPTH_LAW_KINDS) {
    const law = fitDepthLaw(kind, x, y);
    const residuals = Float64Array.from(x, (logSize, i) => y[i]! - law.predictLogImpact(logSize));
    scores.push({ kind, law, residuals, crossValidatedError: crossValidate(kind, x, y) });
    yield scores.length / DEPTH_LAW_KINDS.length;
  }
  scores.sort((a, b) => a.crossValidatedError - b.crossValidatedError);
  return {
    scores,
    sizes: Float64Array.from(used, (i) => sizes[i]!),
    impactRatios: Float64Array.from(used, (i) => impactRatios[i]!),
    quotesLeftOut: sizes.length - used.length,
    sizeMax: Math.exp(x.at(-1)!),
    warnings: scores[0]!.crossValidatedError > ERROR_DOUBTFUL ? [warnPoor(scores[0]!.crossValidatedError)] : [],
  };
}

/** Tells whether a size lies beyond the largest quote, where a law is a guess and must be labelled as one. */
export function isExtrapolated(comparison: Pick<DepthComparison, 'sizeMax'>, size: number): boolean {
  return size > comparison.sizeMax * (1 + 1e-12);
}

function crossValidate(kind: DepthLawKind, x: readonly number[], y: readonly number[]): number {
  let squares = 0;
  for (let fold = 0; fold < FOLDS; fold++) {
    const kept = [...x.keys()].filter((i) => i % FOLDS !== fold);
    const law = fitDepthLaw(kind, kept.map((i) => x[i]!), kept.map((i) => y[i]!));
    for (let i = fold; i < x.length; i += FOLDS) squares += (y[i]! - law.predictLogImpact(x[i]!)) ** 2;
  }
  return Math.sqrt(squares / x.length);
}

function warnPoor(error: number): RunWarning {
  return {
    code: 'depth-poor-laws',
    message: `the best law misses ln impact by ${error.toFixed(2)} on quotes held out`,
    remedy: 'raise the minimum impact, quote one moment only, or quote more sizes',
  };
}
