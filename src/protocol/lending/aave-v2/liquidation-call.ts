/** Balances and prices that one liquidation call sees. Amounts in whole tokens, prices at the oracle in USD. */
export interface LiquidationCallInput {
  readonly debtAmount: number;
  readonly debtPriceUsd: number;
  readonly collateralAmount: number;
  readonly collateralPriceUsd: number;
  /** Excess over par that the liquidator receives, e.g. 0.07. */
  readonly liquidationBonusRatio: number;
  /** Largest share of the debt balance that one call may repay, e.g. 0.5. */
  readonly closeFactorRatio: number;
}

/**
 * Gives the largest debt that one call may repay, in USD at the oracle.
 *
 * `min(closeFactor · debt, collateral / (1 + bonus))`: when the collateral cannot cover debt and bonus, the contract
 * reduces the debt to what the collateral pays for.
 *
 * Special cases: no debt or no collateral gives 0.
 * @source Aave v2 `LendingPoolCollateralManager.liquidationCall` and `_calculateAvailableCollateralToLiquidate`
 * @example largestRepayableDebtUsd({debtAmount: 100, debtPriceUsd: 1, collateralAmount: 1, collateralPriceUsd: 30, liquidationBonusRatio: 0.05, closeFactorRatio: 0.5}) // 28.571428571428573
 */
export function largestRepayableDebtUsd(input: LiquidationCallInput): number {
  const byCloseFactorUsd = input.debtAmount * input.debtPriceUsd * input.closeFactorRatio;
  const byCollateralUsd = (input.collateralAmount * input.collateralPriceUsd) / (1 + input.liquidationBonusRatio);
  return Math.min(byCloseFactorUsd, byCollateralUsd);
}

/**
 * Gives the collateral, in USD at the oracle, that a liquidator receives for repaying `repaidUsd`: `repaid · (1 + bonus)`.
 */
export function seizedCollateralUsd(repaidUsd: number, liquidationBonusRatio: number): number {
  return repaidUsd * (1 + liquidationBonusRatio);
}
