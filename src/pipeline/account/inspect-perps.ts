import { formatDouble } from '../../core/decimal.js';
import { computeBankruptcyPriceUsd, computeLiquidationPriceUsd, measureExposure } from '../../protocol/perps/account/liquidation-price.js';
import {
  computeUnrealisedPnlUsd,
  isLiquidatable,
  marketOf,
  splitMarginUnits,
  valueMarginUnit,
  type MarginState,
  type MarginUnit,
  type MarkedMarket,
} from '../../protocol/perps/account/margin-unit.js';
import type { PerpPosition } from '../../protocol/perps/account/position.js';
import { liquidateUnit } from '../../protocol/perps/liquidation/liquidate-unit.js';
import { computeMarginUsd, computeTierRate, findTier } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import type { PerpVenue } from '../../protocol/perps/venues/perp-venue.js';
import type { AccountFile } from './account-file.js';
import { readPerpsCase, type PerpsCase } from './perps-file.js';
import { viewAdl, type AdlView } from './view-adl.js';

/** Every amount, price and ratio below is text: the shortest decimal that reads back as the double that was computed. */
export interface MarginHealth extends Readonly<Record<Exclude<keyof MarginState, 'healthRatio'>, string>> {
  /** Equity / maintenance margin; `null` without positions, hence infinite. */
  readonly healthRatio: string | null;
  readonly isLiquidatable: boolean;
}

/** The tier that holds a position's notional; 1 is the first. */
export interface TierView {
  readonly number: number;
  readonly count: number;
  readonly floorUsd: string;
  readonly maintenanceRate: string;
  readonly deductionUsd: string;
}

export interface PerpPositionView {
  readonly market: string;
  readonly side: 'long' | 'short';
  readonly sizeBase: string;
  readonly priceUsd: string;
  readonly notionalUsd: string;
  readonly unrealisedPnlUsd: string;
  readonly initialMarginUsd: string;
  readonly maintenanceMarginUsd: string;
  readonly tier: TierView;
  /** Moving this market's price alone: `any` and `none` say that no price saves it, or none endangers it. */
  readonly liquidatable: 'below' | 'above' | 'any' | 'none';
  readonly liquidationPriceUsd: string | null;
  readonly bankruptcyPriceUsd: string;
  /** `null` where the venue does not deleverage winners. */
  readonly adl: AdlView | null;
}

/** What the venue closes now, in its order, at the mark price; then the unit after it. */
export interface ForcedCloseView {
  readonly closes: readonly { readonly market: string; readonly deltaBase: string; readonly priceUsd: string; readonly feeUsd: string }[];
  readonly deficitUsd: string;
  readonly healthAfter: MarginHealth;
}

/** What is liquidated together: the cross margin, or one isolated position. */
export interface MarginUnitView {
  readonly mode: 'cross' | 'isolated';
  readonly collateralUsd: string;
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
 * Units: USD and base, in double precision: perps mechanics compute in it. Special case: a unit of several markets is closed on the terms of the
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
  return {
    mode: unit.mode,
    collateralUsd: formatDouble(unit.collateralUsd),
    health: viewHealth(state),
    positions: unit.positions.map((position) => viewPosition(venue, unit, position, read)),
    liquidation: isLiquidatable(state) ? viewLiquidation(unit, read) : null,
  };
}

function viewHealth(state: MarginState): MarginHealth {
  const { healthRatio, ...amounts } = state;
  const texts = Object.fromEntries(Object.entries(amounts).map(([name, value]) => [name, formatDouble(value)])) as Record<keyof typeof amounts, string>;
  return { ...texts, healthRatio: Number.isFinite(healthRatio) ? formatDouble(healthRatio) : null, isLiquidatable: isLiquidatable(state) };
}

function viewPosition(venue: PerpVenue, unit: MarginUnit, position: PerpPosition, read: PerpsCase): PerpPositionView {
  const market = marketOf(unit, position, read.markets);
  const { schedule, priceUsd, openInterestUsd } = market;
  const sizeBase = Math.abs(position.sizeBase);
  const exposure = measureExposure(unit, position, read.markets);
  const liquidationPriceUsd = computeLiquidationPriceUsd(schedule.maintenance, exposure);
  const side = position.sizeBase > 0 ? 'long' : 'short';
  const liquidatable = describeReach(side, liquidationPriceUsd);
  return {
    market: position.market,
    side,
    sizeBase: formatDouble(sizeBase),
    priceUsd: formatDouble(priceUsd),
    notionalUsd: formatDouble(sizeBase * priceUsd),
    unrealisedPnlUsd: formatDouble(computeUnrealisedPnlUsd(position, market)),
    initialMarginUsd: formatDouble(computeMarginUsd(schedule.initial, sizeBase, priceUsd, openInterestUsd)),
    maintenanceMarginUsd: formatDouble(computeMarginUsd(schedule.maintenance, sizeBase, priceUsd, openInterestUsd)),
    tier: viewTier(market, sizeBase),
    liquidatable,
    liquidationPriceUsd: liquidatable === 'below' || liquidatable === 'above' ? formatDouble(liquidationPriceUsd) : null,
    bankruptcyPriceUsd: formatDouble(computeBankruptcyPriceUsd(exposure)),
    adl: viewAdl(venue, unit, position, read),
  };
}

function viewTier({ schedule: { maintenance }, priceUsd, openInterestUsd }: MarkedMarket, sizeBase: number): TierView {
  const tier = findTier(maintenance, sizeBase * priceUsd);
  return {
    number: tier + 1,
    count: maintenance.floorsUsd.length,
    floorUsd: formatDouble(maintenance.floorsUsd[tier]!),
    maintenanceRate: formatDouble(computeTierRate(maintenance, tier, sizeBase, openInterestUsd)),
    deductionUsd: formatDouble(maintenance.deductionsUsd[tier]!),
  };
}

function describeReach(side: 'long' | 'short', priceUsd: number): PerpPositionView['liquidatable'] {
  if (side === 'short') return priceUsd > 0 ? 'above' : 'any';
  if (priceUsd === 0) return 'none';
  return priceUsd === Infinity ? 'any' : 'below';
}

function viewLiquidation(unit: MarginUnit, { markets, termsByMarket }: PerpsCase): ForcedCloseView {
  const requirementUsd = ({ market, sizeBase }: PerpPosition): number => {
    const { schedule, priceUsd, openInterestUsd } = markets.get(market)!;
    return computeMarginUsd(schedule.maintenance, Math.abs(sizeBase), priceUsd, openInterestUsd);
  };
  const largest = unit.positions.reduce((first, position) => (requirementUsd(position) > requirementUsd(first) ? position : first));
  const moment = { nowSeconds: 0, historyOf: () => [] };
  const outcome = liquidateUnit(unit, markets, termsByMarket.get(largest.market)!, moment, (market) => markets.get(market)!.priceUsd);
  const closes = outcome.closes.map(({ market, deltaBase, priceUsd, feeUsd }) => ({
    market,
    deltaBase: formatDouble(deltaBase),
    priceUsd: formatDouble(priceUsd),
    feeUsd: formatDouble(feeUsd),
  }));
  return { closes, deficitUsd: formatDouble(outcome.deficitUsd), healthAfter: viewHealth(valueMarginUnit(outcome.unit, markets)) };
}
