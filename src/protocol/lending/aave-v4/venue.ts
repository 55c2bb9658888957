import { FULL_BPS, minRaw, mulDivCeil, mulDivFloor, RAY } from '../fixed-point.js';
import {
  assertAccountSound,
  findPosition,
  LiquidationRefusedError,
  listAmounts,
  listDecimals,
  listPriceDecimals,
  openUnscaledPosition,
  scaleUsdPrices,
  withPosition,
  type LendingAccount,
  type LendingVenue,
  type LiquidationOutcome,
  type LiquidationRequest,
  type OraclePrices,
} from '../venue.js';
import { readAaveV4Amount, valueAaveV4Account, valueAaveV4Position, type AaveV4Balance } from './account-value.js';
import { computeDebtToTarget, computeVariableBonusBps } from './liquidation-size.js';
import type { AaveV4Market } from './market.js';

const NAME = 'Aave v4';
const PRICE_DECIMALS = 8;
/** 1,000 USD with 26 decimals: what a partial liquidation must leave of debt and of collateral. */
const DUST_VALUE_RAW = 1_000n * 10n ** 26n;

/**
 * Builds the mechanics of an Aave v4 style market: a liquidation repays up to the target health factor, for a bonus that grows as health
 * falls.
 *
 * Units: prices in USD with 8 decimals, values with 26.
 * @source Aave v4 `LiquidationLogic`; drawn debt only, no premium
 */
export function createAaveV4Venue(market: AaveV4Market): LendingVenue {
  return {
    name: NAME,
    baseDecimals: 26,
    valueAsset: null,
    priceDecimalsByAsset: listPriceDecimals(Object.keys(market.reserves), PRICE_DECIMALS),
    decimalsByAsset: listDecimals(market.reserves),
    openPosition: openUnscaledPosition,
    readAmount: readAaveV4Amount,
    scalePrices: (pricesUsdWad) => scaleUsdPrices(NAME, Object.keys(market.reserves), pricesUsdWad, PRICE_DECIMALS),
    valueAccount: (account, prices) => {
      assertAccountSound(NAME, account);
      return valueAaveV4Account(market, account, prices);
    },
    findLargestLiquidation: (account, request, prices) => {
      try {
        return computeAmounts(market, account, { ...request, debtToCoverRaw: 1n << 127n }, prices).repaidRaw;
      } catch (error) {
        if (error instanceof LiquidationRefusedError) return 0n;
        throw error;
      }
    },
    liquidate: (account, request, prices) => {
      assertAccountSound(NAME, account);
      return liquidateAaveV4(market, account, request, prices);
    },
  };
}

interface Amounts {
  readonly repaidRaw: bigint;
  readonly takenRaw: bigint;
  readonly feeRaw: bigint;
}

function computeAmounts(market: AaveV4Market, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): Amounts {
  const { healthFactorWad, debtRaw, isLiquidatable } = valueAaveV4Account(market, account, prices);
  if (!isLiquidatable || healthFactorWad === null) throw new LiquidationRefusedError(NAME, 'healthy', 'the health factor is not below 1');
  const collateralPosition = findPosition(account, request.collateralAsset, 'collateral');
  const debtPosition = findPosition(account, request.debtAsset, 'debt');
  if (!debtPosition) throw new LiquidationRefusedError(NAME, 'no-debt-in-asset', `the account owes no ${request.debtAsset}`);
  if (!collateralPosition || collateralPosition.usedAsCollateral === false) {
    throw new LiquidationRefusedError(NAME, 'no-collateral-in-asset', `the account has no collateral in ${request.collateralAsset}`);
  }
  const debt = valueAaveV4Position(market, debtPosition, prices);
  const collateral = valueAaveV4Position(market, collateralPosition, prices);
  const bonusBps = computeVariableBonusBps(market, collateral.reserve.maxLiquidationBonusBps, healthFactorWad);
  const toTargetRaw = computeDebtToTarget({
    debtValueRaw: debtRaw,
    healthFactorWad,
    targetHealthFactorWad: market.targetHealthFactorWad,
    bonusBps,
    collateralFactorBps: collateral.reserve.collateralFactorBps,
    debtPriceRaw: debt.priceRaw,
    debtUnitRaw: debt.unitRaw,
  });
  return settleDust(debt, collateral, minRaw(minRaw(debt.amountRaw, toTargetRaw), request.debtToCoverRaw), bonusBps, request.debtToCoverRaw);
}

/** Takes a side whole where less than 1,000 USD of it would be left; refuses when the liquidator does not offer enough for that. */
function settleDust(debt: AaveV4Balance, collateral: AaveV4Balance, wantedRaw: bigint, bonusBps: bigint, debtToCoverRaw: bigint): Amounts {
  const factorBps = FULL_BPS + bonusBps;
  const takenFor = (repaidRaw: bigint): bigint =>
    (repaidRaw * debt.priceRaw * collateral.unitRaw * factorBps) / (debt.unitRaw * collateral.priceRaw * FULL_BPS);
  const leavesDust = ({ amountRaw, priceRaw, unitRaw }: AaveV4Balance, movedRaw: bigint): boolean =>
    movedRaw < amountRaw && ((amountRaw - movedRaw) * priceRaw * 10n ** 18n) / unitRaw < DUST_VALUE_RAW;

  let repaidRaw = leavesDust(debt, wantedRaw) ? debt.amountRaw : wantedRaw;
  let takenRaw = takenFor(repaidRaw);
  if (takenRaw > collateral.amountRaw || (repaidRaw < debt.amountRaw && leavesDust(collateral, takenRaw))) {
    takenRaw = collateral.amountRaw;
    repaidRaw = minRaw(
      debt.amountRaw,
      mulDivCeil(takenRaw * collateral.priceRaw, debt.unitRaw * FULL_BPS, debt.priceRaw * collateral.unitRaw * factorBps),
    );
  }
  if (repaidRaw > debtToCoverRaw) throw new LiquidationRefusedError(NAME, 'leaves-dust', `${repaidRaw} must be repaid to leave no dust`);
  if (repaidRaw === 0n || takenRaw === 0n) throw new LiquidationRefusedError(NAME, 'zero-amount', 'the repayment is too small to move anything');
  const bonusRaw = takenRaw - mulDivCeil(takenRaw, FULL_BPS, factorBps);
  return { repaidRaw, takenRaw, feeRaw: mulDivCeil(bonusRaw, collateral.reserve.liquidationFeeBps, FULL_BPS) };
}

function liquidateAaveV4(market: AaveV4Market, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): LiquidationOutcome {
  const { repaidRaw, takenRaw, feeRaw } = computeAmounts(market, account, request, prices);
  const { collateralAsset, debtAsset } = request;
  const collateral = findPosition(account, collateralAsset, 'collateral')!;
  const debt = findPosition(account, debtAsset, 'debt')!;
  const takenScaled = minRaw(collateral.scaledRaw, mulDivCeil(takenRaw, RAY, collateral.indexRay));
  const afterSeizure = withPosition(account, collateral, { scaledRaw: collateral.scaledRaw - takenScaled });
  const repaid = withPosition(afterSeizure, debt, { scaledRaw: debt.scaledRaw - mulDivFloor(repaidRaw, RAY, debt.indexRay) });
  const hasCollateral = repaid.positions.some(({ side, usedAsCollateral }) => side === 'collateral' && usedAsCollateral !== false);
  const debtsLeft = repaid.positions.filter(({ side }) => side === 'debt');
  return {
    accountAfter: hasCollateral ? repaid : { ...repaid, positions: repaid.positions.filter(({ side }) => side === 'collateral') },
    repaid: listAmounts({ asset: debtAsset, amountRaw: repaidRaw }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: collateralAsset, amountRaw: takenRaw - feeRaw }),
    protocolFee: listAmounts({ asset: collateralAsset, amountRaw: feeRaw }),
    writtenOff: hasCollateral ? [] : listAmounts(...debtsLeft.map((position) => ({ asset: position.asset, amountRaw: readAaveV4Amount(position) }))),
  };
}
