import { DRIFT_IMF_ONE, DRIFT_MARGIN_ONE, DRIFT_PERCENT_ONE } from './rules.js';

const SQUARE_ROOT_ONE = 100_000n;
const TINY_SHORTAGE = 50_000_000n;

/** The largest whole number whose square is not above the value (Newton's steps). */
export function floorSquareRoot(value: bigint): bigint {
  if (value < 2n) return value;
  let root = 1n << BigInt((value.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (root + value / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * Gives the margin ratio of a position with its size premium, to the unit: `max(w, w − ⌊w / 5⌋ + ⌊√(10 size + 1) · imf / 10^7⌋)`.
 *
 * Units: `sizeRaw` 1e-9 base, `imfFactor` 1e-6, ratios 1e-4. Special case: a factor of 0 leaves the ratio as it is.
 * @source drift-labs/protocol-v2, programs/drift/src/math/margin.rs, `calculate_size_premium_liability_weight`
 */
export function computeMarginRatio(sizeRaw: bigint, imfFactor: bigint, marginRatio: bigint): bigint {
  if (imfFactor === 0n) return marginRatio;
  const premium = (floorSquareRoot(sizeRaw * 10n + 1n) * imfFactor) / ((SQUARE_ROOT_ONE * DRIFT_IMF_ONE) / DRIFT_MARGIN_ONE);
  const withPremium = marginRatio - marginRatio / 5n + premium;
  return withPremium > marginRatio ? withPremium : marginRatio;
}

/**
 * Gives the share of the missing margin that may be freed now, in 1e-4.
 *
 * `((shortage + freed) · min(elapsed / duration + first, 1) − freed) / shortage`, whole steps; everything below 50 USD of shortage.
 * Units: quote 1e-6, time in slots or any other unit shared by both.
 * @source drift-labs/protocol-v2, programs/drift/src/math/liquidation.rs, `calculate_max_pct_to_liquidate`
 */
export function computeShareToLiquidate(shortage: bigint, freed: bigint, elapsed: bigint, first: bigint, duration: bigint): bigint {
  if (shortage < TINY_SHORTAGE) return DRIFT_PERCENT_ONE;
  const ramp = (duration === 0n ? DRIFT_PERCENT_ONE : (elapsed * DRIFT_PERCENT_ONE) / duration) + first;
  const share = ramp < DRIFT_PERCENT_ONE ? ramp : DRIFT_PERCENT_ONE;
  const freeable = ((shortage + freed) * share) / DRIFT_PERCENT_ONE - freed;
  return freeable <= 0n ? 0n : (freeable * DRIFT_PERCENT_ONE) / shortage;
}
