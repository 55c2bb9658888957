import { FULL_BPS, percentDiv, percentMul } from '../fixed-point.js';
import type { AaveBalance } from './account-data.js';
import type { AaveRounding } from './rounding.js';

export interface SeizureAmounts {
  /** To the liquidator. */
  readonly seizedRaw: bigint;
  readonly repaidRaw: bigint;
  /** To the treasury, out of the bonus. */
  readonly protocolFeeRaw: bigint;
}

/**
 * Computes what a repayment buys: `base = ⌊debt · price_d / price_c⌋`, `seized = percentMul(base, 100 % + bonus)`; where that is more than
 * the balance, all of it is taken and the repayment shrinks to `balance value / (100 % + bonus)`.
 *
 * The fee is a share of the bonus alone: `percentMul(seized − percentDiv(seized, 100 % + bonus), fee share)`.
 *
 * Units: amounts in smallest units, `bonusBps` the excess over 100 %.
 * @source `LiquidationLogic._calculateAvailableCollateralToLiquidate`
 */
export function computeSeizure(
  collateral: AaveBalance,
  debt: Pick<AaveBalance, 'priceRaw' | 'unitRaw'>,
  debtToCoverRaw: bigint,
  bonusBps: bigint,
  rounding: AaveRounding,
): SeizureAmounts {
  const factorBps = FULL_BPS + bonusBps;
  const baseRaw = (debt.priceRaw * debtToCoverRaw * collateral.unitRaw) / (collateral.priceRaw * debt.unitRaw);
  const wantedRaw = percentMul(baseRaw, factorBps);
  const isCapped = wantedRaw > collateral.amountRaw;
  const takenRaw = isCapped ? collateral.amountRaw : wantedRaw;
  const repaidRaw = isCapped
    ? rounding.debtNeeded((collateral.priceRaw * takenRaw * debt.unitRaw) / (debt.priceRaw * collateral.unitRaw), factorBps)
    : debtToCoverRaw;
  const bonusRaw = takenRaw - percentDiv(takenRaw, factorBps);
  const protocolFeeRaw = percentMul(bonusRaw, collateral.reserve.liquidationProtocolFeeBps);
  return { seizedRaw: takenRaw - protocolFeeRaw, repaidRaw, protocolFeeRaw };
}
