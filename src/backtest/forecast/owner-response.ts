import { assertInvariant } from '../../core/assert.js';
import { logistic, logit } from '../../numeric/logistic.js';
import { minimiseNelderMead } from '../../numeric/nelder-mead.js';
import { computeLogLosses } from './score-probabilities.js';

const { exp } = Math;

/** How owners answer to a fall. */
export interface OwnerResponse {
  /** Share of owners who have not come through danger before and do nothing. */
  readonly idleShare: number;
  /** Expected liquidations come through that halve that share; `null` where nothing shows that they do. */
  readonly halvingDanger: number | null;
  readonly logLikelihood: number;
}

/** Forecasts of vaults that do nothing, in time order; no two of one vault overlap. */
export interface DangerSeries {
  readonly accounts: readonly string[];
  /** Chance that the oracle passes the vault's price, in (0, 1]. */
  readonly probabilities: Float64Array;
  /** 1 where the vault was liquidated. */
  readonly outcomes: Uint8Array;
}

/** So much danger no vault comes through: the data show no difference between owners. */
const HALVING_DANGER_MAX = 1000;
const START = Float64Array.of(logit(0.3), 0);

/**
 * Adds up, before each forecast, the danger that the vault has come through: Σ of the probabilities of its earlier forecasts that were
 * not followed by a liquidation. Only the past of each forecast enters.
 */
export function computeSurvivedDanger({ accounts, probabilities, outcomes }: DangerSeries): Float64Array<ArrayBuffer> {
  const survived = new Map<string, number>();
  return Float64Array.from(accounts, (account, i) => {
    const before = survived.get(account) ?? 0;
    if (outcomes[i] === 0) survived.set(account, before + probabilities[i]!);
    return before;
  });
}

/**
 * Forecasts liquidations of owners who may repay or top up in time.
 *
 * Formula: q = p · idle / (1 + S/half), S the danger that the vault has come through: who has acted before acts again.
 */
export function applyOwnerResponse({ idleShare, halvingDanger }: Pick<OwnerResponse, 'idleShare' | 'halvingDanger'>, probabilities: Float64Array, survivedDanger: Float64Array): Float64Array<ArrayBuffer> {
  const halving = halvingDanger ?? Infinity;
  const forecasts = new Float64Array(probabilities.length);
  for (let i = 0; i < forecasts.length; i++) forecasts[i] = (probabilities[i]! * idleShare) / (1 + survivedDanger[i]! / halving);
  return forecasts;
}

/**
 * Fits the response of owners by maximum likelihood.
 *
 * Formula: maximise Σ ln q for liquidated vaults + Σ ln(1 − q) for the others over 0 < idle < 1 and half > 0.
 * Special case: half above 1,000, more danger than any vault comes through, is `null`.
 * @throws InternalError when no vault was liquidated, or all were
 * @source the shape is that of a shared frailty, J. W. Vaupel, K. G. Manton and E. Stallard, Demography 16 (1979)
 */
export function fitOwnerResponse(series: DangerSeries, survivedDanger: Float64Array): OwnerResponse {
  const { probabilities, outcomes } = series;
  const events = outcomes.reduce((sum, outcome) => sum + outcome, 0);
  assertInvariant(events > 0 && events < outcomes.length, 'a response needs vaults that were liquidated and vaults that were not');
  const read = (point: Float64Array): Pick<OwnerResponse, 'idleShare' | 'halvingDanger'> => {
    const danger = exp(point[1]!);
    return { idleShare: logistic(point[0]!), halvingDanger: danger < HALVING_DANGER_MAX ? danger : null };
  };
  const minimum = minimiseNelderMead((point) => computeLogLosses(applyOwnerResponse(read(point), probabilities, survivedDanger), outcomes).reduce((sum, loss) => sum + loss, 0), START, { tolerance: 1e-10 });
  return { ...read(minimum.point), logLikelihood: -minimum.value };
}
