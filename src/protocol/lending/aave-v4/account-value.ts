import { FULL_BPS, mulDivCeil, mulDivFloor, RAY, subtractToZero, WAD } from '../fixed-point.js';
import { requireAsset, type AccountValuation, type LendingAccount, type LendingPosition, type OraclePrices } from '../venue.js';
import type { AaveV4Market, AaveV4Reserve } from './market.js';

/** One balance; `valueRaw` = amount · price · 10^(18 − decimals): exact, with the oracle's 8 decimals and 18 more. */
export interface AaveV4Balance {
  readonly amountRaw: bigint;
  readonly valueRaw: bigint;
  readonly priceRaw: bigint;
  readonly unitRaw: bigint;
  readonly reserve: AaveV4Reserve;
}

/** Balances round in the protocol's favour: debt up, collateral down. */
export function readAaveV4Amount({ side, scaledRaw, indexRay }: LendingPosition): bigint {
  return (side === 'debt' ? mulDivCeil : mulDivFloor)(scaledRaw, indexRay, RAY);
}

/** Values one position. @throws DataError when the asset has no reserve or price */
export function valueAaveV4Position(market: AaveV4Market, position: LendingPosition, prices: OraclePrices): AaveV4Balance {
  const reserve = requireAsset('Aave v4', market.reserves, position.asset, 'reserve');
  const priceRaw = requireAsset('Aave v4', prices, position.asset, 'price');
  const amountRaw = readAaveV4Amount(position);
  return { amountRaw, valueRaw: amountRaw * priceRaw * 10n ** BigInt(18 - reserve.decimals), priceRaw, unitRaw: 10n ** BigInt(reserve.decimals), reserve };
}

/**
 * Values an account: `HF = Σ value · collateral factor / debt`, rounded down.
 *
 * Units: USD with 26 decimals.
 */
export function valueAaveV4Account(market: AaveV4Market, account: LendingAccount, prices: OraclePrices): AccountValuation {
  let collateralRaw = 0n;
  let debtRaw = 0n;
  let weighted = 0n;
  for (const position of account.positions) {
    if (position.side === 'collateral' && position.usedAsCollateral === false) continue;
    const { valueRaw, reserve } = valueAaveV4Position(market, position, prices);
    if (position.side === 'debt') {
      debtRaw += valueRaw;
    } else if (reserve.collateralFactorBps > 0n) {
      collateralRaw += valueRaw;
      weighted += valueRaw * reserve.collateralFactorBps;
    }
  }
  const limitRaw = weighted / FULL_BPS;
  const healthFactorWad = debtRaw === 0n ? null : (weighted * WAD) / (debtRaw * FULL_BPS);
  return {
    collateralRaw,
    debtRaw,
    borrowLimitRaw: limitRaw,
    liquidationLimitRaw: limitRaw,
    healthFactorWad,
    isLiquidatable: healthFactorWad !== null && healthFactorWad < WAD,
    badDebtRaw: subtractToZero(debtRaw, collateralRaw),
  };
}
