import { z } from 'zod';
import { formatDecimal, parseDecimal } from '../../core/decimal.js';
import { UsageError } from '../../core/errors.js';
import { findLiquidationPrice } from '../../protocol/lending/liquidation-price.js';
import {
  LiquidationRefusedError,
  type AccountValuation,
  type AssetAmount,
  type LendingAccount,
  type LendingVenue,
  type OraclePrices,
} from '../../protocol/lending/venue.js';
import { checkSchema, decimalText, type AccountFile } from './account-file.js';

const HEALTH_DECIMALS = 18;

const positionSchema = z.array(z.strictObject({ asset: z.string(), side: z.enum(['collateral', 'debt']), amount: decimalText, usedAsCollateral: z.boolean().optional() }));

/** Values of an account as exact decimal texts. */
export interface LendingHealth {
  /** `null`: no debt, hence infinite. */
  readonly healthFactor: string | null;
  readonly isLiquidatable: boolean;
  readonly collateral: string;
  readonly debt: string;
  readonly borrowLimit: string;
  readonly liquidationLimit: string;
  readonly badDebt: string;
}

export interface AmountText {
  readonly asset: string;
  readonly amount: string;
}

/** The largest liquidation of one pair of assets, and the account after it. */
export interface LiquidationView {
  readonly collateralAsset: string;
  readonly debtAsset: string;
  readonly paidBy: 'liquidator' | 'reserves';
  readonly repaid: readonly AmountText[];
  readonly seized: readonly AmountText[];
  readonly protocolFee: readonly AmountText[];
  readonly writtenOff: readonly AmountText[];
  readonly positionsAfter: readonly PositionText[];
  readonly healthAfter: LendingHealth;
}

export interface PositionText extends AmountText {
  readonly side: 'collateral' | 'debt';
}

/** A lending account at given prices and parameters. */
export interface LendingView {
  readonly kind: 'lending';
  readonly venue: string;
  /** What values and prices are counted in: the currency of the prices, or an asset. */
  readonly valueUnit: string;
  readonly health: LendingHealth;
  readonly positions: readonly PositionText[];
  readonly liquidationPrices: readonly { readonly asset: string; readonly side: 'below' | 'above'; readonly price: string; readonly presentPrice: string; readonly distanceRatio: number }[];
  readonly liquidations: readonly LiquidationView[];
}

/**
 * Looks at a lending account: health, the price of each asset at which it becomes liquidatable, and the largest liquidation of each pair.
 *
 * @throws UsageError or DataError naming the position, asset or price that is wrong
 */
export function inspectLending(venue: LendingVenue, file: AccountFile): LendingView {
  const account = readPositions(venue, file);
  const prices = venue.scalePrices(file.prices);
  const held = [...new Set(account.positions.map(({ asset }) => asset))];
  return {
    kind: 'lending',
    venue: venue.name,
    valueUnit: venue.valueAsset ?? file.currency,
    health: describeHealth(venue, venue.valueAccount(account, prices)),
    positions: describePositions(venue, account),
    liquidationPrices: held.flatMap((asset) => describeLiquidationPrice(venue, account, prices, asset)),
    liquidations: listLiquidations(venue, account, prices),
  };
}

function readPositions(venue: LendingVenue, { positions, eModeCategory }: AccountFile): LendingAccount {
  const rows = checkSchema(positionSchema, positions, 'positions', 'positions');
  return {
    eModeCategory,
    positions: rows.map(({ asset, side, amount, usedAsCollateral }, index) => {
      const field = `positions[${index}]`;
      const decimals = Object.hasOwn(venue.decimalsByAsset, asset) ? venue.decimalsByAsset[asset] : undefined;
      if (decimals === undefined) throw new UsageError(`${field}.asset: the market has no ${asset}`, { where: field, suggestions: [`Known assets: ${Object.keys(venue.decimalsByAsset).join(', ')}.`] });
      const amountRaw = parseDecimal(amount, decimals);
      if (amountRaw < 0n) throw new UsageError(`${field}.amount: a ${side} must be ≥ 0, found ${amount}`, { where: field });
      return { ...venue.openPosition(asset, side, amountRaw), ...(usedAsCollateral === false ? { usedAsCollateral } : {}) };
    }),
  };
}

function describeHealth({ baseDecimals }: LendingVenue, valuation: AccountValuation): LendingHealth {
  const text = (raw: bigint): string => formatDecimal(raw, baseDecimals);
  return {
    healthFactor: valuation.healthFactorWad === null ? null : formatDecimal(valuation.healthFactorWad, HEALTH_DECIMALS),
    isLiquidatable: valuation.isLiquidatable,
    collateral: text(valuation.collateralRaw),
    debt: text(valuation.debtRaw),
    borrowLimit: text(valuation.borrowLimitRaw),
    liquidationLimit: text(valuation.liquidationLimitRaw),
    badDebt: text(valuation.badDebtRaw),
  };
}

function describePositions(venue: LendingVenue, { positions }: LendingAccount): PositionText[] {
  return positions.map((position) => ({
    asset: position.asset,
    side: position.side,
    amount: formatDecimal(venue.readAmount(position), venue.decimalsByAsset[position.asset]!),
  }));
}

function describeLiquidationPrice(venue: LendingVenue, account: LendingAccount, prices: OraclePrices, asset: string): LendingView['liquidationPrices'][number][] {
  const found = findLiquidationPrice(venue, account, prices, asset);
  if (!found) return [];
  const decimals = venue.priceDecimalsByAsset[asset]!;
  const presentRaw = prices[asset]!;
  return [
    {
      asset,
      side: found.side,
      price: formatDecimal(found.priceRaw, decimals),
      presentPrice: formatDecimal(presentRaw, decimals),
      distanceRatio: Number(found.priceRaw) / Number(presentRaw) - 1,
    },
  ];
}

function listLiquidations(venue: LendingVenue, account: LendingAccount, prices: OraclePrices): LiquidationView[] {
  const assetsOn = (side: 'collateral' | 'debt'): string[] => account.positions.filter((position) => position.side === side).map(({ asset }) => asset);
  const views: LiquidationView[] = [];
  for (const collateralAsset of assetsOn('collateral')) {
    for (const debtAsset of assetsOn('debt')) {
      const view = describeLargest(venue, account, prices, collateralAsset, debtAsset);
      if (view) views.push(view);
    }
  }
  return views;
}

function describeLargest(venue: LendingVenue, account: LendingAccount, prices: OraclePrices, collateralAsset: string, debtAsset: string): LiquidationView | null {
  const debtToCoverRaw = venue.findLargestLiquidation(account, { collateralAsset, debtAsset }, prices);
  if (debtToCoverRaw === 0n) return null;
  const text = (amounts: readonly AssetAmount[]): AmountText[] => amounts.map(({ asset, amountRaw }) => ({ asset, amount: formatDecimal(amountRaw, venue.decimalsByAsset[asset]!) }));
  try {
    const outcome = venue.liquidate(account, { collateralAsset, debtAsset, debtToCoverRaw }, prices);
    return {
      collateralAsset,
      debtAsset,
      paidBy: outcome.paidBy,
      repaid: text(outcome.repaid),
      seized: text(outcome.seized),
      protocolFee: text(outcome.protocolFee),
      writtenOff: text(outcome.writtenOff),
      positionsAfter: describePositions(venue, outcome.accountAfter),
      healthAfter: describeHealth(venue, venue.valueAccount(outcome.accountAfter, prices)),
    };
  } catch (error) {
    if (error instanceof LiquidationRefusedError) return null;
    throw error;
  }
}
