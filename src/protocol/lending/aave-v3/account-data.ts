import { FULL_BPS, percentMul, wadDiv } from '../fixed-point.js';
import { requireAsset, type LendingAccount, type LendingPosition, type OraclePrices } from '../venue.js';
import { findEMode, type AaveReserve, type AaveV3Market } from './market.js';
import { AAVE_ROUNDING } from './rounding.js';

/** What `getUserAccountData` returns, values with the oracle's 8 decimals. */
export interface AaveAccountData {
  readonly collateralBaseRaw: bigint;
  readonly debtBaseRaw: bigint;
  readonly averageLtvBps: bigint;
  readonly averageThresholdBps: bigint;
  /** With 18 decimals; `null` without debt. */
  readonly healthFactorWad: bigint | null;
}

/** One balance in the market's terms. */
export interface AaveBalance {
  readonly amountRaw: bigint;
  readonly valueRaw: bigint;
  readonly priceRaw: bigint;
  readonly unitRaw: bigint;
  readonly reserve: AaveReserve;
}

/** Values one position: `⌊amount · price / unit⌋` for collateral, rounded as the version does for debt. */
export function valuePosition(market: AaveV3Market, account: LendingAccount, position: LendingPosition, prices: OraclePrices): AaveBalance {
  const { asset, side, scaledRaw, indexRay } = position;
  const reserve = requireAsset('Aave', market.reserves, asset, 'reserve');
  const rounding = AAVE_ROUNDING[market.version];
  const priceRaw = readPrice(market, account, asset, prices);
  const unitRaw = 10n ** BigInt(reserve.decimals);
  const amountRaw = side === 'collateral' ? rounding.collateralBalance(scaledRaw, indexRay) : rounding.debtBalance(scaledRaw, indexRay);
  const valueRaw = side === 'collateral' ? (amountRaw * priceRaw) / unitRaw : rounding.debtValue(amountRaw, priceRaw, unitRaw);
  return { amountRaw, valueRaw, priceRaw, unitRaw, reserve };
}

function readPrice(market: AaveV3Market, account: LendingAccount, asset: string, prices: OraclePrices): bigint {
  const name = market.version === 'v3.0' ? findEMode(market, account.eModeCategory, asset)?.priceName : undefined;
  return requireAsset('Aave', prices, name ?? asset, 'price');
}

/**
 * Says whether a position counts as collateral. v3.0 leaves out reserves whose own threshold is 0; later versions count their value with
 * threshold 0.
 */
export function countsAsCollateral(market: AaveV3Market, position: LendingPosition): boolean {
  if (position.side !== 'collateral' || position.usedAsCollateral === false) return false;
  return market.version !== 'v3.0' || requireAsset('Aave', market.reserves, position.asset, 'reserve').liquidationThresholdBps !== 0n;
}

/**
 * Values an account digit by digit.
 *
 * v3.0: `HF = wadDiv(percentMul(collateral, ⌊Σ value · LT / collateral⌋), debt)`.
 * v3.3: `HF = ⌊wadDiv(Σ value · LT, debt) / 10000⌋`, without the detour over an average in whole bps.
 *
 * Special cases: e-mode replaces LTV and LT of the assets it covers; no debt gives `null`.
 * @throws DataError when a position's asset has no reserve or price
 * @source `GenericLogic.calculateUserAccountData`
 */
export function computeAaveV3AccountData(market: AaveV3Market, account: LendingAccount, prices: OraclePrices): AaveAccountData {
  let collateralBaseRaw = 0n;
  let debtBaseRaw = 0n;
  let weightedLtv = 0n;
  let weightedThreshold = 0n;
  for (const position of account.positions) {
    if (position.side === 'debt') {
      debtBaseRaw += valuePosition(market, account, position, prices).valueRaw;
    } else if (countsAsCollateral(market, position)) {
      const { valueRaw, reserve } = valuePosition(market, account, position, prices);
      const eMode = findEMode(market, account.eModeCategory, position.asset);
      collateralBaseRaw += valueRaw;
      // v3.0 asks the reserve's own LTV for zero before it looks at e-mode.
      if (market.version !== 'v3.0' || reserve.ltvBps !== 0n) weightedLtv += valueRaw * (eMode ?? reserve).ltvBps;
      weightedThreshold += valueRaw * (eMode ?? reserve).liquidationThresholdBps;
    }
  }
  const averageLtvBps = collateralBaseRaw === 0n ? 0n : weightedLtv / collateralBaseRaw;
  const averageThresholdBps = collateralBaseRaw === 0n ? 0n : weightedThreshold / collateralBaseRaw;
  const healthFactorWad =
    debtBaseRaw === 0n
      ? null
      : market.version === 'v3.0'
        ? wadDiv(percentMul(collateralBaseRaw, averageThresholdBps), debtBaseRaw)
        : wadDiv(weightedThreshold, debtBaseRaw) / FULL_BPS;
  return { collateralBaseRaw, debtBaseRaw, averageLtvBps, averageThresholdBps, healthFactorWad };
}
