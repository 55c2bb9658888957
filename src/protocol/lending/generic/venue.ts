import { minRaw, mulDivCeil, mulDivFloor, RAY, subtractToZero, WAD } from '../fixed-point.js';
import { computeBonusWad } from '../penalty.js';
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
import { assertGenericMarketValid, type GenericMarket } from './market.js';

const PRICE_DECIMALS = 18;

/**
 * Builds a lending market from data: thresholds per asset, one penalty shape, one close rule.
 *
 * Units: prices and values in USD with 18 decimals. Everything rounds in the market's favour: debt up, collateral and repayments' worth down.
 * @throws ParameterRuleError naming the field and the rule that the data break
 */
export function createGenericVenue(market: GenericMarket): LendingVenue {
  assertGenericMarketValid(market);
  const { name } = market;
  return {
    name,
    baseDecimals: PRICE_DECIMALS,
    valueAsset: null,
    priceDecimalsByAsset: listPriceDecimals(Object.keys(market.assets), PRICE_DECIMALS),
    decimalsByAsset: listDecimals(market.assets),
    openPosition: openUnscaledPosition,
    readAmount,
    scalePrices: (pricesUsdWad) => scaleUsdPrices(name, Object.keys(market.assets), pricesUsdWad, PRICE_DECIMALS),
    valueAccount: (account, prices) => {
      assertAccountSound(name, account);
      return valueGenericAccount(market, account, prices);
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
      assertAccountSound(name, account);
      return liquidateGeneric(market, account, request, prices);
    },
  };
}

function readAmount({ side, scaledRaw, indexRay }: LendingPosition): bigint {
  return (side === 'debt' ? mulDivCeil : mulDivFloor)(scaledRaw, indexRay, RAY);
}

function unitOf(market: GenericMarket, asset: string): bigint {
  return 10n ** BigInt(requireAsset(market.name, market.assets, asset, 'parameters').decimals);
}

function valueGenericAccount(market: GenericMarket, account: LendingAccount, prices: OraclePrices): AccountValuation {
  let collateralRaw = 0n;
  let debtRaw = 0n;
  let borrowLimitRaw = 0n;
  let liquidationLimitRaw = 0n;
  for (const position of account.positions) {
    if (position.side === 'collateral' && position.usedAsCollateral === false) continue;
    const { ltvWad, liquidationThresholdWad } = requireAsset(market.name, market.assets, position.asset, 'parameters');
    const priceRaw = requireAsset(market.name, prices, position.asset, 'price');
    const round = position.side === 'debt' ? mulDivCeil : mulDivFloor;
    const valueRaw = round(readAmount(position), priceRaw, unitOf(market, position.asset));
    if (position.side === 'debt') {
      debtRaw += valueRaw;
    } else {
      collateralRaw += valueRaw;
      borrowLimitRaw += mulDivFloor(valueRaw, ltvWad, WAD);
      liquidationLimitRaw += mulDivFloor(valueRaw, liquidationThresholdWad, WAD);
    }
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

interface Amounts {
  readonly repaidRaw: bigint;
  readonly takenRaw: bigint;
  readonly feeRaw: bigint;
}

function computeAmounts(market: GenericMarket, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): Amounts {
  const { name } = market;
  const { collateralAsset, debtAsset, debtToCoverRaw, auctionAgeSeconds = 0 } = request;
  const valuation = valueGenericAccount(market, account, prices);
  const { healthFactorWad } = valuation;
  if (!valuation.isLiquidatable || healthFactorWad === null) throw new LiquidationRefusedError(name, 'healthy', 'the account is healthy');
  const debt = findPosition(account, debtAsset, 'debt');
  if (!debt) throw new LiquidationRefusedError(name, 'no-debt-in-asset', `the account owes no ${debtAsset}`);
  const collateral = findPosition(account, collateralAsset, 'collateral');
  if (!collateral || collateral.usedAsCollateral === false) {
    throw new LiquidationRefusedError(name, 'no-collateral-in-asset', `the account has no collateral in ${collateralAsset}`);
  }
  const debtUnit = unitOf(market, debtAsset);
  const debtPrice = requireAsset(name, prices, debtAsset, 'price');
  const context = { healthFactorWad, auctionAgeSeconds };
  const bonusFor = (repaidRaw: bigint): bigint =>
    computeBonusWad(market.penalty, { ...context, repaidUsdWad: mulDivFloor(repaidRaw, debtPrice, debtUnit) });
  const allowedRaw = computeAllowed(market, valuation, collateralAsset, readAmount(debt), bonusFor(0n), { debtPrice, debtUnit });
  const wantedRaw = minRaw(debtToCoverRaw, allowedRaw);
  const factorWad = WAD + bonusFor(wantedRaw);
  const collateralPrice = requireAsset(name, prices, collateralAsset, 'price');
  const collateralUnit = unitOf(market, collateralAsset);
  const heldRaw = readAmount(collateral);
  const worthRaw = (wantedRaw * debtPrice * collateralUnit * factorWad) / (debtUnit * collateralPrice * WAD);
  const isCapped = worthRaw > heldRaw;
  const takenRaw = isCapped ? heldRaw : worthRaw;
  const repaidRaw = isCapped
    ? minRaw(wantedRaw, mulDivCeil(heldRaw * collateralPrice, debtUnit * WAD, debtPrice * collateralUnit * factorWad))
    : wantedRaw;
  if (repaidRaw === 0n || takenRaw === 0n) throw new LiquidationRefusedError(name, 'zero-amount', 'the repayment is too small to move anything');
  const bonusRaw = subtractToZero(takenRaw, mulDivCeil(takenRaw, WAD, factorWad));
  return { repaidRaw, takenRaw, feeRaw: mulDivFloor(bonusRaw, market.protocolFeeShareWad, WAD) };
}

function computeAllowed(
  { closeRule, assets }: GenericMarket,
  { debtRaw, healthFactorWad }: AccountValuation,
  collateralAsset: string,
  owedRaw: bigint,
  bonusWad: bigint,
  { debtPrice, debtUnit }: { debtPrice: bigint; debtUnit: bigint },
): bigint {
  if (closeRule.kind === 'full') return owedRaw;
  if (closeRule.kind === 'share') return healthFactorWad! <= closeRule.fullBelowHealthWad ? owedRaw : mulDivFloor(owedRaw, closeRule.shareWad, WAD);
  const healedWad = closeRule.targetHealthWad - mulDivCeil(assets[collateralAsset]!.liquidationThresholdWad, WAD + bonusWad, WAD);
  const toTargetRaw = mulDivCeil(debtRaw * (closeRule.targetHealthWad - healthFactorWad!), debtUnit, healedWad * debtPrice);
  return minRaw(owedRaw, toTargetRaw);
}

function liquidateGeneric(market: GenericMarket, account: LendingAccount, request: LiquidationRequest, prices: OraclePrices): LiquidationOutcome {
  const { repaidRaw, takenRaw, feeRaw } = computeAmounts(market, account, request, prices);
  const { collateralAsset, debtAsset } = request;
  const collateral = findPosition(account, collateralAsset, 'collateral')!;
  const debt = findPosition(account, debtAsset, 'debt')!;
  const afterSeizure = withPosition(account, collateral, {
    scaledRaw: subtractToZero(collateral.scaledRaw, mulDivCeil(takenRaw, RAY, collateral.indexRay)),
  });
  const repaid = withPosition(afterSeizure, debt, { scaledRaw: debt.scaledRaw - mulDivFloor(repaidRaw, RAY, debt.indexRay) });
  const isBad = market.writesOffBadDebt && !repaid.positions.some(({ side, usedAsCollateral }) => side === 'collateral' && usedAsCollateral !== false);
  const debtsLeft = repaid.positions.filter(({ side }) => side === 'debt');
  return {
    accountAfter: isBad ? { ...repaid, positions: repaid.positions.filter(({ side }) => side === 'collateral') } : repaid,
    repaid: listAmounts({ asset: debtAsset, amountRaw: repaidRaw }),
    paidBy: 'liquidator',
    seized: listAmounts({ asset: collateralAsset, amountRaw: takenRaw - feeRaw }),
    protocolFee: listAmounts({ asset: collateralAsset, amountRaw: feeRaw }),
    writtenOff: isBad ? listAmounts(...debtsLeft.map((position) => ({ asset: position.asset, amountRaw: readAmount(position) }))) : [],
  };
}
