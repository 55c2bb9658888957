import { findLargestAccepted, percentMul, subtractToZero, WAD } from '../fixed-point.js';
import {
  assertAccountSound,
  findPosition,
  LiquidationRefusedError,
  listDecimals,
  listPriceDecimals,
  openUnscaledPosition,
  scaleUsdPrices,
  type AccountValuation,
  type LendingAccount,
  type LendingVenue,
  type LiquidationRequest,
  type OraclePrices,
} from '../venue.js';
import { computeAaveV3AccountData } from './account-data.js';
import { applyLiquidation } from './apply-liquidation.js';
import type { AaveV3Market } from './market.js';
import { prepareLiquidation } from './prepare-liquidation.js';
import { AAVE_ROUNDING } from './rounding.js';

const NAMES = { 'v3.0': 'Aave v3.0–3.2', 'v3.3': 'Aave v3.3+' } as const;
const BASE_DECIMALS = 8;

/**
 * Builds the mechanics of an Aave v3 market.
 *
 * Units: prices and values in USD with 8 decimals.
 * @source aave/aave-v3-core 1.19.3 and aave-dao/aave-v3-origin 3.6.0, `LiquidationLogic`, `GenericLogic`
 */
export function createAaveV3Venue(market: AaveV3Market): LendingVenue {
  const name = NAMES[market.version];
  const priceNames = Object.values(market.eModes ?? {}).flatMap(({ priceName }) => priceName ?? []);
  return {
    name,
    baseDecimals: BASE_DECIMALS,
    valueAsset: null,
    priceDecimalsByAsset: listPriceDecimals([...Object.keys(market.reserves), ...priceNames], BASE_DECIMALS),
    decimalsByAsset: listDecimals(market.reserves),
    openPosition: openUnscaledPosition,
    readAmount: ({ side, scaledRaw, indexRay }) => {
      const { collateralBalance, debtBalance } = AAVE_ROUNDING[market.version];
      return side === 'collateral' ? collateralBalance(scaledRaw, indexRay) : debtBalance(scaledRaw, indexRay);
    },
    scalePrices: (pricesUsdWad) => scaleUsdPrices(name, [...Object.keys(market.reserves), ...priceNames], pricesUsdWad, BASE_DECIMALS),
    valueAccount: (account, prices) => {
      assertAccountSound(name, account);
      return valueAaveAccount(market, account, prices);
    },
    findLargestLiquidation: (account, request, prices) => findLargestLiquidation(market, name, account, request, prices),
    liquidate: (account, request, prices) => {
      assertAccountSound(name, account);
      return applyLiquidation(market, prepareLiquidation(market, name, account, request, prices), account, prices);
    },
  };
}

function valueAaveAccount(market: AaveV3Market, account: LendingAccount, prices: OraclePrices): AccountValuation {
  const data = computeAaveV3AccountData(market, account, prices);
  return {
    collateralRaw: data.collateralBaseRaw,
    debtRaw: data.debtBaseRaw,
    borrowLimitRaw: percentMul(data.collateralBaseRaw, data.averageLtvBps),
    liquidationLimitRaw: percentMul(data.collateralBaseRaw, data.averageThresholdBps),
    healthFactorWad: data.healthFactorWad,
    isLiquidatable: data.healthFactorWad !== null && data.healthFactorWad < WAD,
    badDebtRaw: subtractToZero(data.debtBaseRaw, data.collateralBaseRaw),
  };
}

function findLargestLiquidation(
  market: AaveV3Market,
  name: string,
  account: LendingAccount,
  { collateralAsset, debtAsset }: Omit<LiquidationRequest, 'debtToCoverRaw'>,
  prices: OraclePrices,
): bigint {
  if (!findPosition(account, debtAsset, 'debt')) return 0n;
  const repaidFor = (debtToCoverRaw: bigint): bigint | null => {
    try {
      return prepareLiquidation(market, name, account, { collateralAsset, debtAsset, debtToCoverRaw }, prices).repaidRaw;
    } catch (error) {
      if (error instanceof LiquidationRefusedError) return null;
      throw error;
    }
  };
  const all = 1n << 127n;
  const largest = repaidFor(all);
  if (largest !== null) return largest;
  // The dust rule refuses what leaves too little: below some repayment it is met again.
  const debtRaw = findPosition(account, debtAsset, 'debt')!.scaledRaw * 2n;
  const accepted = findLargestAccepted(1n, debtRaw, (value) => repaidFor(value) !== null);
  return accepted === null ? 0n : repaidFor(accepted)!;
}
