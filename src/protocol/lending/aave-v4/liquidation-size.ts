import { FULL_BPS, mulDivCeil, mulDivFloor, WAD } from '../fixed-point.js';
import type { AaveV4Market } from './market.js';

/** Turns bps into 18 decimals. */
const WAD_PER_BPS = WAD / FULL_BPS;

/**
 * Computes the bonus at a health factor, in bps over 100 %: the largest at or below `healthFactorForMaxBonus`, falling linearly to
 * `factor · largest` at 1; every step rounds down.
 *
 * @source Aave v4 `LiquidationLogic.calculateLiquidationBonus`
 * @example largest 500 bps, factor 5000 bps, health factor for it 0.9: 250 bps at 1, 375 at 0.95, 500 at 0.9
 */
export function computeVariableBonusBps(
  { healthFactorForMaxBonusWad, liquidationBonusFactorBps }: Pick<AaveV4Market, 'healthFactorForMaxBonusWad' | 'liquidationBonusFactorBps'>,
  maxBonusBps: bigint,
  healthFactorWad: bigint,
): bigint {
  if (healthFactorWad <= healthFactorForMaxBonusWad) return maxBonusBps;
  const minBonusBps = mulDivFloor(maxBonusBps, liquidationBonusFactorBps, FULL_BPS);
  return minBonusBps + mulDivFloor(maxBonusBps - minBonusBps, WAD - healthFactorWad, WAD - healthFactorForMaxBonusWad);
}

/**
 * Computes the debt whose repayment brings the account to the target health factor, in the debt's smallest unit, rounded up.
 *
 * `D · (target − HF) / (target − (1 + bonus) · collateral factor)`
 *
 * Units: `debtValueRaw` = amount · price · 10^(18 − decimals), i.e. the oracle's decimals + 18.
 * @source Aave v4 `LiquidationLogic._calculateDebtToTargetHealthFactor`
 */
export function computeDebtToTarget(input: {
  readonly debtValueRaw: bigint;
  readonly healthFactorWad: bigint;
  readonly targetHealthFactorWad: bigint;
  readonly bonusBps: bigint;
  readonly collateralFactorBps: bigint;
  readonly debtPriceRaw: bigint;
  readonly debtUnitRaw: bigint;
}): bigint {
  const { debtValueRaw, healthFactorWad, targetHealthFactorWad, bonusBps, collateralFactorBps, debtPriceRaw, debtUnitRaw } = input;
  const penaltyWad = mulDivCeil((FULL_BPS + bonusBps) * WAD_PER_BPS, collateralFactorBps, FULL_BPS);
  return mulDivCeil(debtValueRaw, debtUnitRaw * (targetHealthFactorWad - healthFactorWad), (targetHealthFactorWad - penaltyWad) * debtPriceRaw * WAD);
}
