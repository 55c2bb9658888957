import { minRaw, mulDivCeil, mulDivFloor, subtractToZero, WAD } from '../fixed-point.js';
import { LiquidationRefusedError } from '../venue.js';
import { computeIncentiveFactorWad, toAssetsDown, toAssetsUp, toSharesUp, type MorphoMarket, type MorphoTotals } from './market.js';

/** Oracle prices carry 36 decimals, adjusted for the two assets' decimals. */
export const ORACLE_PRICE_SCALE = 10n ** 36n;

export interface MorphoPosition {
  readonly collateralRaw: bigint;
  readonly borrowSharesRaw: bigint;
}

/** A liquidator names either the collateral to take or the shares to repay. */
export type MorphoRequest = { readonly seizedRaw: bigint } | { readonly repaidSharesRaw: bigint };

export interface MorphoLiquidation {
  readonly seizedRaw: bigint;
  readonly repaidRaw: bigint;
  readonly badDebtRaw: bigint;
  readonly positionAfter: MorphoPosition;
  readonly totalsAfter: MorphoTotals;
}

/** Debt up to which a position is safe: `⌊⌊collateral · price / 10^36⌋ · LLTV⌋`. @source `Morpho._isHealthy` */
export function computeMaxBorrow({ lltvWad }: MorphoMarket, collateralRaw: bigint, priceRaw: bigint): bigint {
  return mulDivFloor(mulDivFloor(collateralRaw, priceRaw, ORACLE_PRICE_SCALE), lltvWad, WAD);
}

/**
 * Liquidates a position: seized = repaid · LIF at the oracle price, any share of the debt; when no collateral is left, the rest of the
 * debt is taken from all lenders at once.
 *
 * @throws LiquidationRefusedError when the position is healthy or lacks what was asked for
 * @source morpho-blue, `Morpho.liquidate`
 */
export function liquidateMorpho(market: MorphoMarket, position: MorphoPosition, request: MorphoRequest, priceRaw: bigint): MorphoLiquidation {
  const { totals } = market;
  if (computeMaxBorrow(market, position.collateralRaw, priceRaw) >= toAssetsUp(totals, position.borrowSharesRaw)) {
    throw new LiquidationRefusedError('Morpho Blue', 'healthy', 'the position is healthy');
  }
  const { seizedRaw, repaidSharesRaw } = computeExchange(market, request, priceRaw);
  if (repaidSharesRaw > position.borrowSharesRaw) {
    throw new LiquidationRefusedError('Morpho Blue', 'no-debt-in-asset', 'the repayment is larger than the debt');
  }
  if (seizedRaw > position.collateralRaw) {
    throw new LiquidationRefusedError('Morpho Blue', 'no-collateral-in-asset', 'the seizure is larger than the collateral');
  }
  const repaidRaw = toAssetsUp(totals, repaidSharesRaw);
  const repaidTotals: MorphoTotals = {
    ...totals,
    borrowSharesRaw: totals.borrowSharesRaw - repaidSharesRaw,
    borrowAssetsRaw: subtractToZero(totals.borrowAssetsRaw, repaidRaw),
  };
  const left: MorphoPosition = { collateralRaw: position.collateralRaw - seizedRaw, borrowSharesRaw: position.borrowSharesRaw - repaidSharesRaw };
  if (left.collateralRaw > 0n) return { seizedRaw, repaidRaw, badDebtRaw: 0n, positionAfter: left, totalsAfter: repaidTotals };

  const badDebtRaw = minRaw(repaidTotals.borrowAssetsRaw, toAssetsUp(repaidTotals, left.borrowSharesRaw));
  const totalsAfter: MorphoTotals = {
    supplyAssetsRaw: totals.supplyAssetsRaw - badDebtRaw,
    borrowAssetsRaw: repaidTotals.borrowAssetsRaw - badDebtRaw,
    borrowSharesRaw: repaidTotals.borrowSharesRaw - left.borrowSharesRaw,
  };
  return { seizedRaw, repaidRaw, badDebtRaw, positionAfter: { collateralRaw: 0n, borrowSharesRaw: 0n }, totalsAfter };
}

function computeExchange(market: MorphoMarket, request: MorphoRequest, priceRaw: bigint): { seizedRaw: bigint; repaidSharesRaw: bigint } {
  const factorWad = computeIncentiveFactorWad(market.lltvWad);
  if ('seizedRaw' in request) {
    if (request.seizedRaw === 0n) throw new LiquidationRefusedError('Morpho Blue', 'zero-amount', 'nothing is asked for');
    const quotedRaw = mulDivCeil(request.seizedRaw, priceRaw, ORACLE_PRICE_SCALE);
    return { seizedRaw: request.seizedRaw, repaidSharesRaw: toSharesUp(market.totals, mulDivCeil(quotedRaw, WAD, factorWad)) };
  }
  if (request.repaidSharesRaw === 0n) throw new LiquidationRefusedError('Morpho Blue', 'zero-amount', 'nothing is asked for');
  const worthRaw = mulDivFloor(toAssetsDown(market.totals, request.repaidSharesRaw), factorWad, WAD);
  return { seizedRaw: mulDivFloor(worthRaw, ORACLE_PRICE_SCALE, priceRaw), repaidSharesRaw: request.repaidSharesRaw };
}
