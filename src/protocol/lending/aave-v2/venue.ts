import { FULL_BPS, minRaw, mulDivHalfUp, percentDiv, percentMul, RAY, subtractToZero, WAD } from '../fixed-point.js';
import {
  assertAccountSound,
  findPosition,
  LiquidationRefusedError,
  listAmounts,
  listDecimals,
  listPriceDecimals,
  openUnscaledPosition,
  requireAsset,
  scaleUsdPrices,
  withPosition,
  type AccountValuation,
  type LendingAccount,
  type LendingPosition,
  type LendingVenue,
  type LiquidationOutcome,
  type LiquidationRequest,
  type OraclePrices,
} from '../venue.js';
import { computeAccountData, type AccountData } from './health-factor.js';

const NAME = 'Aave v2';
const BASE_DECIMALS = 18;
const CLOSE_FACTOR_BPS = 5_000n;

export interface AaveV2Reserve {
  readonly decimals: number;
  readonly ltvBps: bigint;
  readonly liquidationThresholdBps: bigint;
  /** Excess over 100 %. */
  readonly liquidationBonusBps: bigint;
}

export interface AaveV2Market {
  readonly reserves: Readonly<Record<string, AaveV2Reserve>>;
}

/**
 * Builds the mechanics of an Aave v2 market: half of one debt per call, bonus wholly to the liquidator, no write-off.
 *
 * Units: prices and values with 18 decimals in the oracle's base currency (ETH on the main market; only ratios matter here).
 * @source aave/protocol-v2, `GenericLogic`, `LendingPoolCollateralManager.liquidationCall`
 */
export function createAaveV2Venue(market: AaveV2Market): LendingVenue {
  return {
    name: NAME,
    baseDecimals: BASE_DECIMALS,
    valueAsset: null,
    priceDecimalsByAsset: listPriceDecimals(Object.keys(market.reserves), BASE_DECIMALS),
    decimalsByAsset: listDecimals(market.reserves),
    openPosition: openUnscaledPosition,
    readAmount: balanceOf,
    scalePrices: (pricesUsdWad) => scaleUsdPrices(NAME, Object.keys(market.reserves), pricesUsdWad, BASE_DECIMALS),
    valueAccount: (account, prices) => {
      assertAccountSound(NAME, account);
      return valueAaveV2Account(market, account, prices);
    },
    findLargestLiquidation: (account, request, prices) => {
      const debt = findPosition(account, request.debtAsset, 'debt');
      const collateral = findPosition(account, request.collateralAsset, 'collateral');
      if (!debt || !collateral || !valueAaveV2Account(market, account, prices).isLiquidatable) return 0n;
      return computeAmounts(market, debt, collateral, balanceOf(debt), prices).repaidRaw;
    },
    liquidate: (account, request, prices) => {
      assertAccountSound(NAME, account);
      return liquidateAaveV2(market, account, request, prices);
    },
  };
}

function balanceOf({ scaledRaw, indexRay }: LendingPosition): bigint {
  return mulDivHalfUp(scaledRaw, indexRay, RAY);
}

/** What `getUserAccountData` returns: the data of `computeAccountData` and the average LTV in whole bps, rounded down. */
export function computeAaveV2AccountData(
  market: AaveV2Market,
  account: LendingAccount,
  prices: OraclePrices,
): AccountData & { readonly averageLtvBps: bigint } {
  let weightedLtv = 0n;
  const valued = account.positions.flatMap((position) => {
    if (position.side === 'collateral' && position.usedAsCollateral === false) return [];
    const reserve = requireAsset(NAME, market.reserves, position.asset, 'reserve');
    const oraclePriceRaw = requireAsset(NAME, prices, position.asset, 'price');
    const amountRaw = balanceOf(position);
    if (position.side === 'collateral' && reserve.liquidationThresholdBps !== 0n) {
      weightedLtv += ((amountRaw * oraclePriceRaw) / 10n ** BigInt(reserve.decimals)) * reserve.ltvBps;
    }
    const liquidationThresholdBps = Number(reserve.liquidationThresholdBps);
    return [{ side: position.side, amountRaw, decimals: reserve.decimals, oraclePriceRaw, liquidationThresholdBps }];
  });
  const data = computeAccountData(valued);
  return { ...data, averageLtvBps: data.collateralBaseRaw === 0n ? 0n : weightedLtv / data.collateralBaseRaw };
}

function valueAaveV2Account(market: AaveV2Market, account: LendingAccount, prices: OraclePrices): AccountValuation {
  const { collateralBaseRaw, debtBaseRaw, averageThresholdBps, averageLtvBps, healthFactorRaw } = computeAaveV2AccountData(market, account, prices);
  return {
    collateralRaw: collateralBaseRaw,
    debtRaw: debtBaseRaw,
    borrowLimitRaw: percentMul(collateralBaseRaw, averageLtvBps),
    liquidationLimitRaw: percentMul(collateralBaseRaw, BigInt(averageThresholdBps)),
    healthFactorWad: healthFactorRaw,
    isLiquidatable: healthFactorRaw !== null && healthFactorRaw < WAD,
    badDebtRaw: subtractToZero(debtBaseRaw, collateralBaseRaw),
  };
}

/** Half of the debt at most, then what the collateral pays for. @source `_calculateAvailableCollateralToLiquidate` */
function computeAmounts(
  market: AaveV2Market,
  debt: LendingPosition,
  collateral: LendingPosition,
  debtToCoverRaw: bigint,
  prices: OraclePrices,
): { readonly repaidRaw: bigint; readonly seizedRaw: bigint } {
  const reserveOf = (asset: string): AaveV2Reserve => requireAsset(NAME, market.reserves, asset, 'reserve');
  const unitOf = (asset: string): bigint => 10n ** BigInt(reserveOf(asset).decimals);
  const debtPrice = requireAsset(NAME, prices, debt.asset, 'price');
  const collateralPrice = requireAsset(NAME, prices, collateral.asset, 'price');
  const factorBps = FULL_BPS + reserveOf(collateral.asset).liquidationBonusBps;
  const coveredRaw = minRaw(debtToCoverRaw, percentMul(balanceOf(debt), CLOSE_FACTOR_BPS));
  // v2 applies the bonus before it divides by the price, v3 after.
  const wantedRaw = percentMul(debtPrice * coveredRaw * unitOf(collateral.asset), factorBps) / (collateralPrice * unitOf(debt.asset));
  const heldRaw = balanceOf(collateral);
  if (wantedRaw <= heldRaw) return { repaidRaw: coveredRaw, seizedRaw: wantedRaw };
  const worthRaw = (collateralPrice * heldRaw * unitOf(debt.asset)) / (debtPrice * unitOf(collateral.asset));
  // Half-up rounding may ask for one unit more than was offered; the contract takes the smaller.
  return { repaidRaw: minRaw(coveredRaw, percentDiv(worthRaw, factorBps)), seizedRaw: heldRaw };
}

function liquidateAaveV2(market: AaveV2Market, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): LiquidationOutcome {
  if (!valueAaveV2Account(market, account, prices).isLiquidatable) {
    throw new LiquidationRefusedError(NAME, 'healthy', 'the health factor is not below 1');
  }
  const collateral = findPosition(account, request.collateralAsset, 'collateral');
  if (!collateral || collateral.usedAsCollateral === false) {
    throw new LiquidationRefusedError(NAME, 'no-collateral-in-asset', `the account has no collateral in ${request.collateralAsset}`);
  }
  const debt = findPosition(account, request.debtAsset, 'debt');
  if (!debt) throw new LiquidationRefusedError(NAME, 'no-debt-in-asset', `the account owes no ${request.debtAsset}`);
  const { repaidRaw, seizedRaw } = computeAmounts(market, debt, collateral, request.debtToCoverRaw, prices);
  const scaledRepaid = mulDivHalfUp(repaidRaw, RAY, debt.indexRay);
  const scaledSeized = mulDivHalfUp(seizedRaw, RAY, collateral.indexRay);
  if (scaledRepaid === 0n || scaledSeized === 0n) throw new LiquidationRefusedError(NAME, 'zero-amount', 'the repayment is too small to move anything');
  const afterSeizure = withPosition(account, collateral, {
    scaledRaw: collateral.scaledRaw - scaledSeized,
    ...(seizedRaw === balanceOf(collateral) ? { usedAsCollateral: false } : {}),
  });
  return {
    accountAfter: withPosition(afterSeizure, debt, { scaledRaw: debt.scaledRaw - scaledRepaid }),
    repaid: listAmounts({ asset: debt.asset, amountRaw: repaidRaw }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: collateral.asset, amountRaw: seizedRaw }),
    protocolFee: [],
    writtenOff: [],
  };
}
