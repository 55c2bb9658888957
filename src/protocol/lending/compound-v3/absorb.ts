import { mulDivFloor, RAY, subtractToZero, WAD } from '../fixed-point.js';
import {
  findPosition,
  LiquidationRefusedError,
  listAmounts,
  requireAsset,
  type AccountValuation,
  type LendingAccount,
  type LendingPosition,
  type LiquidationOutcome,
  type OraclePrices,
} from '../venue.js';
import type { CometAsset, CometMarket } from './market.js';

const NAME = 'Compound v3';

/** The base debt of an account: `⌊principal · index⌋`. @source `CometCore.presentValueBorrow` */
export function readBaseDebt(market: CometMarket, account: LendingAccount): bigint {
  const debt = findPosition(account, market.baseAsset, 'debt');
  return debt ? mulDivFloor(debt.scaledRaw, debt.indexRay, RAY) : 0n;
}

/** Collateral positions, in the order of the account, with their asset and value; supplied base asset is no collateral. */
function listCollateral(market: CometMarket, account: LendingAccount, prices: OraclePrices): { position: LendingPosition; asset: CometAsset; valueRaw: bigint }[] {
  return account.positions
    .filter(({ asset, side, usedAsCollateral }) => side === 'collateral' && asset !== market.baseAsset && usedAsCollateral !== false)
    .map((position) => {
      const asset = requireAsset(NAME, market.assets, position.asset, 'collateral');
      const priceRaw = requireAsset(NAME, prices, position.asset, 'price');
      return { position, asset, valueRaw: mulDivFloor(position.scaledRaw, priceRaw, 10n ** BigInt(asset.decimals)) };
    });
}

/**
 * Values an account: liquidatable when `Σ ⌊value · liquidateCF⌋ < debt value`.
 *
 * Units: USD with 8 decimals.
 * Special cases: the debt's value rounds towards zero, as the contract's signed division does.
 * @source `Comet.isLiquidatable`
 */
export function valueCometAccount(market: CometMarket, account: LendingAccount, prices: OraclePrices): AccountValuation {
  const debtRaw = mulDivFloor(readBaseDebt(market, account), requireAsset(NAME, prices, market.baseAsset, 'price'), 10n ** BigInt(market.baseDecimals));
  let collateralRaw = 0n;
  let borrowLimitRaw = 0n;
  let liquidationLimitRaw = 0n;
  for (const { asset, valueRaw } of listCollateral(market, account, prices)) {
    collateralRaw += valueRaw;
    borrowLimitRaw += mulDivFloor(valueRaw, asset.borrowCollateralFactorWad, WAD);
    liquidationLimitRaw += mulDivFloor(valueRaw, asset.liquidateCollateralFactorWad, WAD);
  }
  return {
    collateralRaw,
    debtRaw,
    borrowLimitRaw,
    liquidationLimitRaw,
    healthFactorWad: debtRaw === 0n ? null : (liquidationLimitRaw * WAD) / debtRaw,
    isLiquidatable: liquidationLimitRaw < debtRaw,
    badDebtRaw: subtractToZero(debtRaw, collateralRaw),
  };
}

/**
 * Absorbs an account: the protocol takes all collateral, credits `Σ ⌊value · liquidationFactor⌋` in base asset, and its reserves bear what
 * that does not cover; credit beyond the debt stays with the account as supplied base asset.
 *
 * @throws LiquidationRefusedError when the account is not liquidatable
 * @source `Comet.absorbInternal`
 */
export function absorbAccount(market: CometMarket, account: LendingAccount, prices: OraclePrices): LiquidationOutcome {
  if (!valueCometAccount(market, account, prices).isLiquidatable) {
    throw new LiquidationRefusedError(NAME, 'healthy', 'the account is not liquidatable');
  }
  const collateral = listCollateral(market, account, prices);
  const creditValueRaw = collateral.reduce((sum, { asset, valueRaw }) => sum + mulDivFloor(valueRaw, asset.liquidationFactorWad, WAD), 0n);
  const basePriceRaw = requireAsset(NAME, prices, market.baseAsset, 'price');
  const creditRaw = mulDivFloor(creditValueRaw, 10n ** BigInt(market.baseDecimals), basePriceRaw);
  const debtRaw = readBaseDebt(market, account);
  const leftScaled = mulDivFloor(subtractToZero(creditRaw, debtRaw), RAY, market.baseSupplyIndexRay);
  const kept: LendingPosition[] = account.positions.filter(
    ({ asset, side }) => side === 'collateral' && !collateral.some(({ position }) => position.asset === asset),
  );
  const credit: LendingPosition = { asset: market.baseAsset, side: 'collateral', scaledRaw: leftScaled, indexRay: market.baseSupplyIndexRay, usedAsCollateral: false };
  return {
    accountAfter: { ...account, positions: leftScaled === 0n ? kept : [...kept, credit] },
    repaid: listAmounts({ asset: market.baseAsset, amountRaw: creditRaw < debtRaw ? creditRaw : debtRaw }),
    paidBy: 'reserves',
    seized: listAmounts(...collateral.map(({ position }) => ({ asset: position.asset, amountRaw: position.scaledRaw }))),
    protocolFee: [],
    writtenOff: listAmounts({ asset: market.baseAsset, amountRaw: subtractToZero(debtRaw, creditRaw) }),
  };
}
