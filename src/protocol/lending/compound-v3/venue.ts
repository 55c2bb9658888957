import { mulDivFloor, RAY } from '../fixed-point.js';
import { assertAccountSound, listDecimals, listPriceDecimals, openUnscaledPosition, scaleUsdPrices, type LendingVenue } from '../venue.js';
import { absorbAccount, readBaseDebt, valueCometAccount } from './absorb.js';
import type { CometMarket } from './market.js';

const NAME = 'Compound v3';
const PRICE_DECIMALS = 8;

/**
 * Builds the mechanics of one Comet: one base asset to borrow, all collateral absorbed at once.
 *
 * Units: prices and values in USD with 8 decimals. A liquidation ignores the assets and the amount asked for.
 */
export function createCometVenue(market: CometMarket): LendingVenue {
  return {
    name: NAME,
    baseDecimals: PRICE_DECIMALS,
    valueAsset: null,
    priceDecimalsByAsset: listPriceDecimals([market.baseAsset, ...Object.keys(market.assets)], PRICE_DECIMALS),
    decimalsByAsset: { ...listDecimals(market.assets), [market.baseAsset]: market.baseDecimals },
    openPosition: openUnscaledPosition,
    readAmount: ({ scaledRaw, indexRay }) => mulDivFloor(scaledRaw, indexRay, RAY),
    scalePrices: (pricesUsdWad) => scaleUsdPrices(NAME, [market.baseAsset, ...Object.keys(market.assets)], pricesUsdWad, PRICE_DECIMALS),
    valueAccount: (account, prices) => {
      assertAccountSound(NAME, account);
      return valueCometAccount(market, account, prices);
    },
    findLargestLiquidation: (account, _request, prices) =>
      valueCometAccount(market, account, prices).isLiquidatable ? readBaseDebt(market, account) : 0n,
    liquidate: (account, _request, prices) => {
      assertAccountSound(NAME, account);
      return absorbAccount(market, account, prices);
    },
  };
}
