import { ModelError } from '../../core/errors.js';
import { asShare, runToEnd, type Piecewise } from '../../core/piecewise.js';
import { computeMean, computeVariance } from '../../numeric/sample-moments.js';
import { filterVolatility } from './filter-volatility.js';
import { fitVolatilityInPieces } from './fit-volatility.js';
import type { InnovationName } from './innovations/innovation.js';
import type { RecursionName } from './recursions/recursion.js';
import { splitParameters } from './volatility-model.js';

const { log, sqrt } = Math;

/** The last part of the sample, on which models fitted to the first part are compared. */
export const HOLD_OUT_SHARE = 0.2;
/** Differences within so many standard errors do not tell two models apart. */
const DISTINCT_STANDARD_ERRORS = 2;

export interface ModelComparison {
  readonly recursion: RecursionName;
  readonly innovation: InnovationName;
  /** Mean QLIKE on the hold-out, lower is better; `null` where the model could not be fitted. */
  readonly qlike: number | null;
  /** Mean difference to the best, and its standard error from the paired differences. */
  readonly excess: number | null;
  readonly excessStandardError: number | null;
  /** False where the excess is within two standard errors: the data do not tell this model from the best. */
  readonly isWorse: boolean;
  readonly aic: number | null;
  readonly converged: boolean;
}

type ModelCandidates = readonly (readonly [RecursionName, InnovationName])[];

/**
 * Compares models by the mean QLIKE loss of their one-step variance forecasts on the last fifth of the sample, which none was fitted on.
 *
 * Formula: ln h_t + e²_t/h_t, parameters frozen at the split; ordered from the best. The standard error of a difference is that of a
 * mean of independent pairs: one-step losses are nearly uncorrelated.
 * @throws ModelError when no model can be fitted to the first part.
 * @source A. J. Patton, "Volatility forecast comparison using imperfect volatility proxies", J. Econometrics 160 (2011); F. X. Diebold
 *   and R. S. Mariano, "Comparing predictive accuracy", J. Business & Economic Statistics 13 (1995).
 */
export function compareModels(returns: Float64Array, candidates: ModelCandidates): readonly ModelComparison[] {
  return runToEnd(compareModelsInPieces(returns, candidates));
}

/** The same, model by model. */
export function* compareModelsInPieces(returns: Float64Array, candidates: ModelCandidates): Piecewise<readonly ModelComparison[]> {
  const split = Math.floor(returns.length * (1 - HOLD_OUT_SHARE));
  const scored: (Pick<ModelComparison, 'recursion' | 'innovation'> & HoldOutScore)[] = [];
  for (const [recursion, innovation] of candidates) {
    const score = yield* asShare(scoreHoldOut(recursion, innovation, returns, split), scored.length / candidates.length, 1 / candidates.length);
    scored.push({ recursion, innovation, ...score });
    yield scored.length / candidates.length;
  }
  const usable = scored.filter(({ losses }) => losses !== null).sort((a, b) => a.qlike! - b.qlike!);
  const best = usable[0];
  if (best === undefined) {
    throw new ModelError('no volatility model can be fitted to the first four fifths of the series', { suggestions: ['use a longer series, or one that trades throughout'] });
  }
  return [...usable, ...scored.filter(({ losses }) => losses === null)].map(({ losses, ...row }) => {
    if (losses === null) return { ...row, excess: null, excessStandardError: null, isWorse: true };
    const differences = losses.map((loss, t) => loss - best.losses![t]!);
    const excess = computeMean(differences);
    const excessStandardError = sqrt(computeVariance(differences, excess) / differences.length);
    return { ...row, excess, excessStandardError, isWorse: excess > DISTINCT_STANDARD_ERRORS * excessStandardError };
  });
}

interface HoldOutScore {
  readonly losses: Float64Array | null;
  readonly qlike: number | null;
  readonly aic: number | null;
  readonly converged: boolean;
}

function* scoreHoldOut(recursion: RecursionName, innovation: InnovationName, returns: Float64Array, split: number): Piecewise<HoldOutScore> {
  try {
    const past = yield* fitVolatilityInPieces(recursion, innovation, returns.subarray(0, split));
    const later = returns.subarray(split);
    const { conditionalVariance } = filterVolatility(past.model, past.parameters, later, past.nextVariance);
    const { mu } = splitParameters(past.model, past.parameters);
    const losses = later.map((value, t) => log(conditionalVariance[t]!) + (value - mu) ** 2 / conditionalVariance[t]!);
    const qlike = computeMean(losses);
    return { losses: Number.isFinite(qlike) ? losses : null, qlike: Number.isFinite(qlike) ? qlike : null, aic: past.aic, converged: past.converged };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { losses: null, qlike: null, aic: null, converged: false };
  }
}
