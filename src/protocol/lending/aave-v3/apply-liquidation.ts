import { minRaw } from '../fixed-point.js';
import { listAmounts, withPosition, type AssetAmount, type LendingAccount, type LiquidationOutcome, type OraclePrices } from '../venue.js';
import { valuePosition } from './account-data.js';
import type { AaveV3Market } from './market.js';
import type { PreparedLiquidation } from './prepare-liquidation.js';
import { AAVE_ROUNDING } from './rounding.js';

/**
 * Applies a prepared liquidation to the balances: burns debt, then the liquidator's share, then moves the fee.
 *
 * Special cases: a fee larger than the balance that the first burn left is cut to that balance; v3.3 writes all remaining debt off once
 * the account's last collateral value is taken, and records it as the reserves' deficit.
 * @source `LiquidationLogic.executeLiquidationCall`, `_burnDebtTokens`, `_burnBadDebt`
 */
export function applyLiquidation(
  market: AaveV3Market,
  prepared: PreparedLiquidation,
  account: LendingAccount,
  prices: OraclePrices,
): LiquidationOutcome {
  const rounding = AAVE_ROUNDING[market.version];
  const { debtPosition, collateralPosition, repaidRaw, seizedRaw, collateral } = prepared;

  const burnedScaled = rounding.collateralBurned(seizedRaw, collateralPosition.indexRay);
  const leftScaled = collateralPosition.scaledRaw - burnedScaled;
  const wantedFeeScaled = rounding.collateralBurned(prepared.protocolFeeRaw, collateralPosition.indexRay);
  const feeScaled = minRaw(wantedFeeScaled, leftScaled);
  const protocolFeeRaw =
    wantedFeeScaled > leftScaled ? rounding.collateralBalance(leftScaled, collateralPosition.indexRay) : prepared.protocolFeeRaw;
  const takesAll = seizedRaw + prepared.protocolFeeRaw === collateral.amountRaw;
  const withoutCollateral = withPosition(account, collateralPosition, {
    scaledRaw: leftScaled - feeScaled,
    ...(takesAll ? { usedAsCollateral: false } : {}),
  });

  const debtLeftScaled = debtPosition.scaledRaw - rounding.debtBurned(repaidRaw, debtPosition.indexRay);
  const repaidAccount = withPosition(withoutCollateral, debtPosition, { scaledRaw: debtLeftScaled });
  const writtenOff = isWithoutCollateral(market, prepared) ? listDeficits(market, prepared, account, prices) : [];
  const accountAfter =
    isWithoutCollateral(market, prepared)
      ? { ...repaidAccount, positions: repaidAccount.positions.filter(({ side }) => side === 'collateral') }
      : repaidAccount;
  return {
    accountAfter,
    repaid: listAmounts({ asset: debtPosition.asset, amountRaw: repaidRaw }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: collateralPosition.asset, amountRaw: seizedRaw }),
    protocolFee: listAmounts({ asset: collateralPosition.asset, amountRaw: protocolFeeRaw }),
    writtenOff,
  };
}

/** v3.3: true when the value taken is all the collateral value that the account had. */
function isWithoutCollateral(market: AaveV3Market, { collateral, seizedRaw, protocolFeeRaw, data }: PreparedLiquidation): boolean {
  if (market.version === 'v3.0') return false;
  return ((seizedRaw + protocolFeeRaw) * collateral.priceRaw) / collateral.unitRaw === data.collateralBaseRaw;
}

function listDeficits(market: AaveV3Market, prepared: PreparedLiquidation, account: LendingAccount, prices: OraclePrices): AssetAmount[] {
  const debts = account.positions.filter(({ side }) => side === 'debt');
  return listAmounts(
    ...debts.map((position) => {
      const { amountRaw } = valuePosition(market, account, position, prices);
      return { asset: position.asset, amountRaw: position.asset === prepared.debtPosition.asset ? amountRaw - prepared.repaidRaw : amountRaw };
    }),
  );
}
