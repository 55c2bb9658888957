import { assertInvariant } from '../../core/assert.js';
import { computeMean } from '../../numeric/sample-moments.js';

// Bound once: see random-stream.ts.
const { log, log1p } = Math;

/** How often a warning and what happened went together. */
export interface AlarmScore {
  /** A vault counts as warned of when its probability is at least this. */
  readonly threshold: number;
  readonly warnedAndLiquidated: number;
  readonly warnedOnly: number;
  readonly liquidatedOnly: number;
  /** Share of all forecasts that were right, warned or not. */
  readonly hitRate: number;
  /** Share of warnings that were followed by a liquidation; `null` without a warning. */
  readonly precision: number | null;
  /** Share of liquidations that were warned of; `null` without a liquidation. */
  readonly recall: number | null;
}

/** One forecast's losses held against another's. */
export interface SkillScore {
  /** 1 − mean loss/mean loss of the reference: 1 is perfect, 0 no better than the reference. */
  readonly skill: number;
  /** Of the mean difference of losses, in standard errors over forecast moments; above 1.645 is significant at 5 % one-sided. */
  readonly z: number;
}

/** Computes (q − outcome)² per forecast; their mean is the Brier score. @source G. W. Brier, Monthly Weather Review 78 (1950) */
export function computeSquaredErrors(forecasts: Float64Array, outcomes: Uint8Array): Float64Array<ArrayBuffer> {
  assertInvariant(forecasts.length === outcomes.length && forecasts.length > 0, 'a score needs one outcome per forecast');
  return Float64Array.from(forecasts, (q, i) => (q - outcomes[i]!) ** 2);
}

/** Computes −ln of the probability that was given to what happened, per forecast. @source I. J. Good, J. Royal Statistical Society B 14 (1952) */
export function computeLogLosses(forecasts: Float64Array, outcomes: Uint8Array): Float64Array<ArrayBuffer> {
  assertInvariant(forecasts.length === outcomes.length && forecasts.length > 0, 'a score needs one outcome per forecast');
  const losses = new Float64Array(forecasts.length);
  for (let i = 0; i < losses.length; i++) losses[i] = -(outcomes[i] === 1 ? log(forecasts[i]!) : log1p(-forecasts[i]!));
  return losses;
}

/**
 * Holds the losses of a forecast against those of a reference.
 *
 * Formula: skill = 1 − Σ loss/Σ reference; z = Σ_c D_c / √(Σ_c (D_c − D̄)²), D_c the sum of reference − loss over the forecasts of moment c.
 * Shape: `moments` names the moment of each forecast; forecasts of one moment share one price path, so only moments count as independent.
 * Special case: z is 0 where the two never differ.
 * @source F. X. Diebold and R. S. Mariano, "Comparing predictive accuracy", J. Business & Economic Statistics 13 (1995)
 */
export function computeSkill(losses: Float64Array, reference: Float64Array, moments: Float64Array): SkillScore {
  const gains = new Map<number, number>();
  losses.forEach((loss, i) => gains.set(moments[i]!, (gains.get(moments[i]!) ?? 0) + reference[i]! - loss));
  const sums = [...gains.values()];
  const total = sums.reduce((sum, gain) => sum + gain, 0);
  const mean = total / sums.length;
  const deviation = Math.sqrt(sums.reduce((sum, gain) => sum + (gain - mean) ** 2, 0));
  return { skill: 1 - computeMean(losses) / computeMean(reference), z: deviation === 0 ? 0 : total / deviation };
}

/** Counts warnings at one threshold. */
export function scoreAlarms(forecasts: Float64Array, outcomes: Uint8Array, threshold: number): AlarmScore {
  let [warnedAndLiquidated, warnedOnly, liquidatedOnly] = [0, 0, 0];
  for (let i = 0; i < forecasts.length; i++) {
    if (forecasts[i]! >= threshold) {
      if (outcomes[i] === 1) warnedAndLiquidated++;
      else warnedOnly++;
    } else if (outcomes[i] === 1) liquidatedOnly++;
  }
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
  return {
    threshold,
    warnedAndLiquidated,
    warnedOnly,
    liquidatedOnly,
    hitRate: 1 - (warnedOnly + liquidatedOnly) / forecasts.length,
    precision: share(warnedAndLiquidated, warnedAndLiquidated + warnedOnly),
    recall: share(warnedAndLiquidated, warnedAndLiquidated + liquidatedOnly),
  };
}
