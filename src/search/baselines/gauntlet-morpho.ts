import { UsageError } from '../../core/errors.js';

export interface GauntletMorphoInput {
  /** Collateral of the one whale position that the rule looks at, at the price before the fall. */
  readonly collateralUsd: number;
  /** Debt that liquidators repay per step at most. */
  readonly repayUsd: number;
  /** How far the price falls, as a ratio. */
  readonly maxDrawdownRatio: number;
}

export interface GauntletMorphoRow {
  readonly lltv: number;
  readonly liquidationIncentive: number;
  readonly badDebtUsd: number;
}

export interface GauntletMorphoOutcome {
  /** The largest LLTV without bad debt; `null` when every one leaves some. */
  readonly lltv: number | null;
  /** All candidates, 0.01 to 0.99. */
  readonly rows: readonly GauntletMorphoRow[];
}

/** Fall per step, of the price before the fall. */
const STEP_RATIO = 0.005;
const CANDIDATES = 99;
const INCENTIVE_MIN = 0.005;
const INCENTIVE_MAX = 0.15;
/** Less than this is rounding of dollars. */
const DUST_USD = 1e-6;

/**
 * Finds the LLTV that the Gauntlet × Morpho rule recommends: the largest on 0.01…0.99 that leaves no bad debt of one whale at its LLTV.
 *
 * Formula: incentive `LI = max(min(0.15, 1/(0.3 LLTV + 0.7) − 1), 0.005)`; the price falls by 0.5 % of its first value per step down to
 * 1 − max drawdown; each step seizes `min(repay (1 + LI), collateral)` for `repay = min(debt, repayUsd)`; bad debt is what is left of the
 * debt beyond the collateral. No bad debt where `LLTV (1 + LI) < 1 − max drawdown`.
 * @throws UsageError naming the input that is out of range
 * @source published by its vendor with this vector: collateral 360,383,272.29, repay 20,904,419.67, drawdown 0.40 → 0.93, bad debt at 0.94 284,536.96 USD.
 */
export function findGauntletMorphoLltv(input: GauntletMorphoInput): GauntletMorphoOutcome {
  const { collateralUsd, repayUsd, maxDrawdownRatio } = input;
  for (const [name, value] of [['collateral', collateralUsd], ['repay', repayUsd]] as const) {
    if (!(value > 0 && value < Infinity)) throw new UsageError(`${name} must be above 0, found ${value}`, { where: name });
  }
  if (!(maxDrawdownRatio > 0 && maxDrawdownRatio < 1)) throw new UsageError(`max drawdown must lie between 0 and 1, found ${maxDrawdownRatio}`, { where: 'max drawdown' });
  const rows = Array.from({ length: CANDIDATES }, (_, index): GauntletMorphoRow => {
    const lltv = (index + 1) / 100;
    const liquidationIncentive = Math.max(Math.min(INCENTIVE_MAX, 1 / (0.3 * lltv + 0.7) - 1), INCENTIVE_MIN);
    return { lltv, liquidationIncentive, badDebtUsd: computeBadDebtUsd(input, lltv, liquidationIncentive) };
  });
  return { lltv: rows.findLast(({ badDebtUsd }) => badDebtUsd === 0)?.lltv ?? null, rows };
}

function computeBadDebtUsd({ collateralUsd, repayUsd, maxDrawdownRatio }: GauntletMorphoInput, lltv: number, incentive: number): number {
  if (lltv * (1 + incentive) < 1 - maxDrawdownRatio) return 0;
  let debtUsd = lltv * collateralUsd;
  // Valued at the first price; a fallen price divides what is seized.
  let collateral = collateralUsd;
  let price = 1;
  const steps = Math.round(maxDrawdownRatio / STEP_RATIO);
  for (let step = 1; step <= steps && debtUsd > DUST_USD && collateral > DUST_USD; step++) {
    price = 1 - STEP_RATIO * step;
    const seizedUsd = Math.min(Math.min(debtUsd, repayUsd) * (1 + incentive), collateral * price);
    debtUsd -= seizedUsd / (1 + incentive);
    collateral -= seizedUsd / price;
  }
  const badDebtUsd = debtUsd - collateral * price;
  return badDebtUsd > DUST_USD ? badDebtUsd : 0;
}
