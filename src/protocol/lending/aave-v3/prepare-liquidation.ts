import { minRaw, WAD } from '../fixed-point.js';
import { findPosition, LiquidationRefusedError, type LendingAccount, type LendingPosition, type LiquidationRequest, type OraclePrices } from '../venue.js';
import { computeAaveV3AccountData, countsAsCollateral, valuePosition, type AaveAccountData, type AaveBalance } from './account-data.js';
import { AAVE_V3_LIQUIDATION, computeMaxRepayable } from './close-factor.js';
import { findEMode, type AaveV3Market } from './market.js';
import { AAVE_ROUNDING } from './rounding.js';
import { computeSeizure, type SeizureAmounts } from './seize-collateral.js';

/** A liquidation that the contract's checks let through, before it is applied. */
export interface PreparedLiquidation extends SeizureAmounts {
  readonly debtPosition: LendingPosition;
  readonly collateralPosition: LendingPosition;
  readonly debt: AaveBalance;
  readonly collateral: AaveBalance;
  readonly data: AaveAccountData;
}

/**
 * Runs the checks of `liquidationCall` in the contract's order and computes the amounts.
 *
 * @throws LiquidationRefusedError where the contract reverts
 * @source `LiquidationLogic.executeLiquidationCall`, `ValidationLogic.validateLiquidationCall`
 */
export function prepareLiquidation(
  market: AaveV3Market,
  name: string,
  account: LendingAccount,
  request: LiquidationRequest,
  prices: OraclePrices,
): PreparedLiquidation {
  const data = computeAaveV3AccountData(market, account, prices);
  const { healthFactorWad } = data;
  if (healthFactorWad === null || healthFactorWad >= WAD) {
    throw new LiquidationRefusedError(name, 'healthy', 'the health factor is not below 1');
  }
  const collateralPosition = findPosition(account, request.collateralAsset, 'collateral');
  if (!collateralPosition || !countsAsCollateral(market, collateralPosition)) {
    throw new LiquidationRefusedError(name, 'no-collateral-in-asset', `the account has no collateral in ${request.collateralAsset}`);
  }
  const debtPosition = findPosition(account, request.debtAsset, 'debt');
  if (!debtPosition) throw new LiquidationRefusedError(name, 'no-debt-in-asset', `the account owes no ${request.debtAsset}`);

  const debt = valuePosition(market, account, debtPosition, prices);
  const collateral = valuePosition(market, account, collateralPosition, prices);
  const maxRepayableRaw = computeMaxRepayable(market.version, { ...data, healthFactorWad }, debt, collateral);
  const { liquidationBonusBps } = findEMode(market, account.eModeCategory, request.collateralAsset) ?? collateral.reserve;
  const rounding = AAVE_ROUNDING[market.version];
  const amounts = computeSeizure(collateral, debt, minRaw(request.debtToCoverRaw, maxRepayableRaw), liquidationBonusBps, rounding);
  if (market.version !== 'v3.0') assertNoDustLeft(name, debt, collateral, amounts);
  const burnsNothing =
    rounding.debtBurned(amounts.repaidRaw, debtPosition.indexRay) === 0n ||
    rounding.collateralBurned(amounts.seizedRaw, collateralPosition.indexRay) === 0n;
  if (burnsNothing) throw new LiquidationRefusedError(name, 'zero-amount', 'the repayment is too small to move anything');
  return { ...amounts, debtPosition, collateralPosition, debt, collateral, data };
}

/** A liquidation that clears neither side must leave at least 1,000 USD of both. */
function assertNoDustLeft(name: string, debt: AaveBalance, collateral: AaveBalance, { repaidRaw, seizedRaw, protocolFeeRaw }: SeizureAmounts): void {
  const debtLeftRaw = debt.amountRaw - repaidRaw;
  const collateralLeftRaw = collateral.amountRaw - seizedRaw - protocolFeeRaw;
  if (debtLeftRaw <= 0n || collateralLeftRaw <= 0n) return;
  const { leftoverBaseRaw } = AAVE_V3_LIQUIDATION;
  const debtLeftBaseRaw = AAVE_ROUNDING['v3.3'].debtValue(debtLeftRaw, debt.priceRaw, debt.unitRaw);
  const collateralLeftBaseRaw = (collateralLeftRaw * collateral.priceRaw) / collateral.unitRaw;
  if (debtLeftBaseRaw >= leftoverBaseRaw && collateralLeftBaseRaw >= leftoverBaseRaw) return;
  throw new LiquidationRefusedError(name, 'leaves-dust', 'a partial liquidation must leave at least 1,000 USD of debt and of collateral');
}
