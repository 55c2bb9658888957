import { minRaw, mulDivFloor, RAY, subtractToZero, WAD } from '../fixed-point.js';
import {
  assertAccountSound,
  findPosition,
  LiquidationRefusedError,
  listAmounts,
  requireAsset,
  type LendingAccount,
  type LendingVenue,
  type LiquidationOutcome,
  type LiquidationRequest,
  type OraclePrices,
} from '../venue.js';
import { computeMaxBorrow, liquidateMorpho, ORACLE_PRICE_SCALE, type MorphoLiquidation, type MorphoPosition } from './liquidate.js';
import { toAssetsUp, toSharesDown, toSharesUp, type MorphoMarket } from './market.js';

const NAME = 'Morpho Blue';

/**
 * Builds the mechanics of one Morpho Blue market.
 *
 * Units: values in the loan asset's smallest unit; the one price is the collateral's in loan asset, 36 + loan − collateral decimals; a
 * debt position's scaled amount is its borrow shares.
 */
export function createMorphoVenue(market: MorphoMarket): LendingVenue {
  const { collateralAsset, loanAsset, collateralDecimals, loanDecimals } = market;
  return {
    name: NAME,
    baseDecimals: loanDecimals,
    valueAsset: loanAsset,
    priceDecimalsByAsset: { [collateralAsset]: 36 + loanDecimals - collateralDecimals },
    decimalsByAsset: { [collateralAsset]: collateralDecimals, [loanAsset]: loanDecimals },
    openPosition: (asset, side, amountRaw) => ({
      asset,
      side,
      scaledRaw: side === 'debt' ? toSharesUp(market.totals, amountRaw) : amountRaw,
      indexRay: RAY,
    }),
    readAmount: ({ side, scaledRaw }) => (side === 'debt' ? toAssetsUp(market.totals, scaledRaw) : scaledRaw),
    scalePrices: (pricesUsdWad) => ({
      [collateralAsset]: mulDivFloor(
        requireAsset(NAME, pricesUsdWad, collateralAsset, 'price'),
        ORACLE_PRICE_SCALE * 10n ** BigInt(loanDecimals),
        requireAsset(NAME, pricesUsdWad, loanAsset, 'price') * 10n ** BigInt(collateralDecimals),
      ),
    }),
    valueAccount: (account, prices) => {
      assertAccountSound(NAME, account);
      const { collateralRaw, borrowSharesRaw } = readPosition(market, account);
      const priceRaw = requireAsset(NAME, prices, collateralAsset, 'price');
      const worthRaw = mulDivFloor(collateralRaw, priceRaw, ORACLE_PRICE_SCALE);
      const limitRaw = computeMaxBorrow(market, collateralRaw, priceRaw);
      const debtRaw = toAssetsUp(market.totals, borrowSharesRaw);
      return {
        collateralRaw: worthRaw,
        debtRaw,
        borrowLimitRaw: limitRaw,
        liquidationLimitRaw: limitRaw,
        healthFactorWad: debtRaw === 0n ? null : (limitRaw * WAD) / debtRaw,
        isLiquidatable: limitRaw < debtRaw,
        badDebtRaw: subtractToZero(debtRaw, worthRaw),
      };
    },
    findLargestLiquidation: (account, _request, prices) => {
      try {
        return liquidateUpTo(market, readPosition(market, account), null, requireAsset(NAME, prices, collateralAsset, 'price')).repaidRaw;
      } catch (error) {
        if (error instanceof LiquidationRefusedError) return 0n;
        throw error;
      }
    },
    liquidate: (account, request, prices) => {
      assertAccountSound(NAME, account);
      return liquidateAccount(market, account, request, prices);
    },
  };
}

function readPosition({ collateralAsset, loanAsset }: MorphoMarket, account: LendingAccount): MorphoPosition {
  return {
    collateralRaw: findPosition(account, collateralAsset, 'collateral')?.scaledRaw ?? 0n,
    borrowSharesRaw: findPosition(account, loanAsset, 'debt')?.scaledRaw ?? 0n,
  };
}

/** Repays up to an amount, or everything; takes the whole collateral where that is worth less than the repayment buys. */
function liquidateUpTo(market: MorphoMarket, position: MorphoPosition, debtToCoverRaw: bigint | null, priceRaw: bigint): MorphoLiquidation {
  const repaidSharesRaw = debtToCoverRaw === null ? position.borrowSharesRaw : minRaw(toSharesDown(market.totals, debtToCoverRaw), position.borrowSharesRaw);
  try {
    return liquidateMorpho(market, position, { repaidSharesRaw }, priceRaw);
  } catch (error) {
    if (!(error instanceof LiquidationRefusedError) || error.reason !== 'no-collateral-in-asset') throw error;
    return liquidateMorpho(market, position, { seizedRaw: position.collateralRaw }, priceRaw);
  }
}

function liquidateAccount(market: MorphoMarket, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): LiquidationOutcome {
  const { collateralAsset, loanAsset } = market;
  const priceRaw = requireAsset(NAME, prices, collateralAsset, 'price');
  const done = liquidateUpTo(market, readPosition(market, account), request.debtToCoverRaw, priceRaw);
  const positions = [
    { asset: collateralAsset, side: 'collateral' as const, scaledRaw: done.positionAfter.collateralRaw, indexRay: RAY },
    { asset: loanAsset, side: 'debt' as const, scaledRaw: done.positionAfter.borrowSharesRaw, indexRay: RAY },
  ];
  return {
    accountAfter: { ...account, positions: positions.filter(({ scaledRaw }) => scaledRaw !== 0n) },
    repaid: listAmounts({ asset: loanAsset, amountRaw: done.repaidRaw }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: collateralAsset, amountRaw: done.seizedRaw }),
    protocolFee: [],
    writtenOff: listAmounts({ asset: loanAsset, amountRaw: done.badDebtRaw }),
  };
}
