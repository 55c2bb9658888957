import { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../../protocol/perps/account/liquidation-price.js';
import {
  computeUnrealisedPnlUsd,
  isLiquidatable,
  marketOf,
  splitMarginUnits,
  valueMarginUnit,
  type MarginState,
  type MarginUnit,
} from '../../protocol/perps/account/margin-unit.js';
import type { PerpPosition } from '../../protocol/perps/account/position.js';
import { scoreForBinance, scoreForHyperliquid } from '../../protocol/perps/backstop/adl-queue.js';
import { liquidateUnit } from '../../protocol/perps/liquidation/liquidate-unit.js';
import { computeMarginUsd, computeTierRate, findTier } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpVenue } from '../../protocol/perps/venues/perp-venue.js';
import type { AccountFile } from './account-file.js';
import { readPerpsCase, type PerpsCase } from './perps-file.js';

/** Deleveraging counts money in millionths. */
const MICRO = 1_000_000;

export interface MarginHealth extends Omit<MarginState, 'healthRatio'> {
  /** Equity / maintenance margin; `null` without positions, hence infinite. */
  readonly healthRatio: number | null;
  readonly isLiquidatable: boolean;
}

/** The tier that holds a position's notional; 1 is the first. */
export interface TierView {
  readonly number: number;
  readonly count: number;
  readonly floorUsd: number;
  readonly maintenanceRate: number;
  readonly deductionUsd: number;
}

/** What decides about a winner's place when the backstop is empty. */
export interface AdlView {
  readonly rule: string;
  readonly seizableUsd: number;
  readonly profitRatio: number;
  /** Notional / equity of the unit; `null` without equity, hence unbounded. */
  readonly leverage: number | null;
  /** The queue's own score, largest first; `null` where there is no queue, or the leverage is unbounded. */
  readonly score: number | null;
}

export interface PerpPositionView {
  readonly market: string;
  readonly side: 'long' | 'short';
  readonly sizeBase: number;
  readonly priceUsd: number;
  readonly notionalUsd: number;
  readonly unrealisedPnlUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  readonly tier: TierView;
  /** Moving this market's price alone: `any` and `none` say that no price saves it, or none endangers it. */
  readonly liquidatable: 'below' | 'above' | 'any' | 'none';
  readonly liquidationPriceUsd: number | null;
  readonly bankruptcyPriceUsd: number;
  /** `null` where the venue does not deleverage winners. */
  readonly adl: AdlView | null;
}

/** What the venue closes now, in its order, at the mark price; then the unit after it. */
export interface ForcedCloseView {
  readonly closes: readonly { readonly market: string; readonly deltaBase: number; readonly priceUsd: number; readonly feeUsd: number }[];
  readonly deficitUsd: number;
  readonly healthAfter: MarginHealth;
}

/** What is liquidated together: the cross margin, or one isolated position. */
export interface MarginUnitView {
  readonly mode: 'cross' | 'isolated';
  readonly collateralUsd: number;
  readonly health: MarginHealth;
  readonly positions: readonly PerpPositionView[];
  /** `null` while it is safe. */
  readonly liquidation: ForcedCloseView | null;
}

/** A perps account at given prices and parameters. */
export interface PerpsView {
  readonly kind: 'perps';
  readonly venue: string;
  readonly valueUnit: string;
  readonly units: readonly MarginUnitView[];
}

/**
 * Looks at a perps account: margins, tiers, liquidation and bankruptcy prices, what would be closed first, and its place for deleveraging.
 *
 * Units: USD and base, as numbers: perps mechanics compute in them. Special case: a unit of several markets is closed on the terms of the
 * market with the largest requirement.
 * @throws UsageError, ParameterRuleError or PositionRuleError naming the field that is wrong
 */
export function inspectPerps(venue: PerpVenue, file: AccountFile): PerpsView {
  const read = readPerpsCase(venue, file);
  const units = splitMarginUnits(read.account).filter(({ positions, collateralUsd }) => positions.length > 0 || collateralUsd !== 0);
  return { kind: 'perps', venue: venue.name, valueUnit: file.currency, units: units.map((unit) => viewUnit(venue, unit, read)) };
}

function viewUnit(venue: PerpVenue, unit: MarginUnit, read: PerpsCase): MarginUnitView {
  const state = valueMarginUnit(unit, read.markets);
  const positions = unit.positions.map((position) => viewPosition(venue, unit, position, read));
  return {
    mode: unit.mode,
    collateralUsd: unit.collateralUsd,
    health: viewHealth(state),
    positions,
    liquidation: isLiquidatable(state) ? viewLiquidation(unit, positions, read) : null,
  };
}

function viewHealth(state: MarginState): MarginHealth {
  return { ...state, healthRatio: Number.isFinite(state.healthRatio) ? state.healthRatio : null, isLiquidatable: isLiquidatable(state) };
}

function viewPosition(venue: PerpVenue, unit: MarginUnit, position: PerpPosition, { markets }: PerpsCase): PerpPositionView {
  const market = marketOf(unit, position, markets);
  const { schedule, priceUsd, openInterestUsd } = market;
  const { maintenance } = schedule;
  const sizeBase = Math.abs(position.sizeBase);
  const notionalUsd = sizeBase * priceUsd;
  const tier = findTier(maintenance, notionalUsd);
  const exposure = measureExposure(unit, position, markets);
  const liquidationPriceUsd = computeLiquidationPriceUsd(maintenance, exposure);
  const side = position.sizeBase > 0 ? 'long' : 'short';
  const liquidatable = describeReach(side, liquidationPriceUsd);
  return {
    market: position.market,
    side,
    sizeBase,
    priceUsd,
    notionalUsd,
    unrealisedPnlUsd: computeUnrealisedPnlUsd(position, market),
    initialMarginUsd: computeMarginUsd(schedule.initial, sizeBase, priceUsd, openInterestUsd),
    maintenanceMarginUsd: computeMarginUsd(maintenance, sizeBase, priceUsd, openInterestUsd),
    tier: {
      number: tier + 1,
      count: maintenance.floorsUsd.length,
      floorUsd: maintenance.floorsUsd[tier]!,
      maintenanceRate: computeTierRate(maintenance, tier, sizeBase, openInterestUsd),
      deductionUsd: maintenance.deductionsUsd[tier]!,
    },
    liquidatable,
    liquidationPriceUsd: liquidatable === 'below' || liquidatable === 'above' ? liquidationPriceUsd : null,
    bankruptcyPriceUsd: computeBankruptcyPriceUsd(exposure),
    adl: viewAdl(venue, unit, position, markets),
  };
}

function describeReach(side: 'long' | 'short', priceUsd: number): PerpPositionView['liquidatable'] {
  if (side === 'short') return priceUsd > 0 ? 'above' : 'any';
  if (priceUsd === 0) return 'none';
  return priceUsd === Infinity ? 'any' : 'below';
}

function viewAdl({ adl }: PerpVenue, unit: MarginUnit, position: PerpPosition, markets: PerpsCase['markets']): AdlView | null {
  if (adl === null) return null;
  const market = marketOf(unit, position, markets);
  const { equityUsd } = valueMarginUnit(unit, markets);
  const pnlUsd = computeUnrealisedPnlUsd(position, market);
  const markUsd = Math.abs(position.sizeBase) * market.priceUsd;
  const entryUsd = Math.abs(position.sizeBase) * position.entryPriceUsd;
  const seizableUsd = Math.max(Math.min(pnlUsd, equityUsd), 0);
  const toRaw = (usd: number): bigint => BigInt(Math.round(usd * MICRO));
  const candidate = {
    account: unit.account,
    equityRaw: toRaw(equityUsd),
    seizableRaw: toRaw(seizableUsd),
    unrealisedPnlRaw: toRaw(pnlUsd),
    entryNotionalRaw: toRaw(entryUsd),
    markNotionalRaw: toRaw(markUsd),
  };
  const rule = adl.kind === 'queue' ? adl.rule : adl.kind;
  const score = rule === 'binance' ? scoreForBinance(candidate) : rule === 'hyperliquid' ? scoreForHyperliquid(candidate) : NaN;
  return {
    rule,
    seizableUsd,
    profitRatio: pnlUsd / entryUsd,
    leverage: equityUsd > 0 ? markUsd / equityUsd : null,
    score: Number.isFinite(score) ? score : null,
  };
}

function viewLiquidation(unit: MarginUnit, positions: readonly PerpPositionView[], { markets, termsByMarket }: PerpsCase): ForcedCloseView {
  const largest = positions.reduce((first, position) => (position.maintenanceMarginUsd > first.maintenanceMarginUsd ? position : first));
  const moment = { nowSeconds: 0, historyOf: () => [] };
  const outcome = liquidateUnit(unit, markets, termsByMarket.get(largest.market)!, moment, (market) => markets.get(market)!.priceUsd);
  return { closes: outcome.closes, deficitUsd: outcome.deficitUsd, healthAfter: viewHealth(valueMarginUnit(outcome.unit, markets)) };
}
