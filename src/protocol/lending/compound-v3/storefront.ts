import { mulDivFloor, WAD } from '../fixed-point.js';
import { requireAsset, type OraclePrices } from '../venue.js';
import type { CometMarket } from './market.js';

const NAME = 'Compound v3';

/** True while the protocol sells absorbed collateral: base reserves below the target, or negative. @source `Comet.buyCollateral` */
export function isStorefrontOpen({ targetReservesRaw }: CometMarket, baseReservesRaw: bigint): boolean {
  return baseReservesRaw < targetReservesRaw;
}

/**
 * Quotes the collateral that an amount of base asset buys.
 *
 * discount = ⌊storeFrontPriceFactor · (1 − liquidationFactor)⌋; the price falls to ⌊price · (1 − discount)⌋.
 *
 * @source `Comet.quoteCollateral`
 * @example factor 0.5 and liquidation factor 0.95 sell 2.5 % below the oracle
 */
export function quoteCollateral(market: CometMarket, asset: string, baseAmountRaw: bigint, prices: OraclePrices): bigint {
  const { decimals, liquidationFactorWad } = requireAsset(NAME, market.assets, asset, 'collateral');
  const discountWad = mulDivFloor(market.storeFrontPriceFactorWad, WAD - liquidationFactorWad, WAD);
  const discountedPriceRaw = mulDivFloor(requireAsset(NAME, prices, asset, 'price'), WAD - discountWad, WAD);
  const baseValueRaw = requireAsset(NAME, prices, market.baseAsset, 'price') * baseAmountRaw;
  return (baseValueRaw * 10n ** BigInt(decimals)) / discountedPriceRaw / 10n ** BigInt(market.baseDecimals);
}
