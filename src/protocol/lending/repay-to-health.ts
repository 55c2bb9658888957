import { ModelError } from '../../core/errors.js';

/**
 * Computes the repayment that restores health to 1: `x = (D − LT · C) / (1 − LT · (1 + bonus))`.
 *
 * Units: debt D and collateral C in one currency, LT and bonus as ratios.
 * Special cases: a healthy account needs 0.
 * @throws ModelError when LT · (1 + bonus) ≥ 1: no repayment restores health then, each one worsens it
 * @example computeRepaymentToHealth(100, 120, 0.8, 0.05) // 25
 */
export function computeRepaymentToHealth(debtUsd: number, collateralUsd: number, liquidationThresholdRatio: number, bonusRatio: number): number {
  const shortfallUsd = debtUsd - liquidationThresholdRatio * collateralUsd;
  if (shortfallUsd <= 0) return 0;
  const healed = 1 - liquidationThresholdRatio * (1 + bonusRatio);
  if (healed <= 0) throw new ModelError(`LT × (1 + bonus) is ${liquidationThresholdRatio * (1 + bonusRatio)}, and must be below 1 for a repayment to heal`);
  return shortfallUsd / healed;
}

/**
 * Gives the debt-to-collateral ratio above which a liquidation makes an account worse: `1 / (1 + bonus)`.
 *
 * @source Warmuz, Chaudhary, Pinna, "Toxic liquidation spirals", arXiv 2212.07306
 */
export function computeToxicRatio(bonusRatio: number): number {
  return 1 / (1 + bonusRatio);
}
