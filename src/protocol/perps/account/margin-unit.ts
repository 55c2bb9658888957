import { computeMarginUsd, type MarginSchedule } from '../margin-schedule/margin-schedule.js';
import type { FundingState } from './funding.js';
import { PositionRuleError, type PerpAccount, type PerpPosition } from './position.js';

/** A market at one moment, with its cumulative funding. */
export interface MarkedMarket extends Pick<FundingState, 'fundingUsdPerBase'> {
  readonly schedule: MarginSchedule;
  readonly priceUsd: number;
  /** Notional of one side. */
  readonly openInterestUsd: number;
}

export type MarkedMarkets = ReadonlyMap<string, MarkedMarket>;

/** What stands and falls together: an account's cross margin with all its cross positions, or one isolated position. */
export interface MarginUnit {
  readonly account: string;
  readonly mode: 'cross' | 'isolated';
  readonly collateralUsd: number;
  readonly positions: readonly PerpPosition[];
}

export interface MarginState {
  /** Collateral + unrealised profit and loss − funding owed. */
  readonly equityUsd: number;
  readonly initialMarginUsd: number;
  readonly maintenanceMarginUsd: number;
  /** Sum of the magnitudes of all positions at the mark price. */
  readonly notionalUsd: number;
  /** Equity / maintenance margin; `Infinity` without positions. */
  readonly healthRatio: number;
}

/**
 * Splits an account into what can be liquidated on its own: first its cross margin, then each isolated position in market order.
 */
export function splitMarginUnits(account: PerpAccount): MarginUnit[] {
  const cross: MarginUnit = {
    account: account.id,
    mode: 'cross',
    collateralUsd: account.crossCollateralUsd,
    positions: account.positions.filter(({ isolatedCollateralUsd }) => isolatedCollateralUsd === null),
  };
  const isolated = account.positions.flatMap((position): MarginUnit[] => {
    if (position.isolatedCollateralUsd === null) return [];
    return [{ account: account.id, mode: 'isolated', collateralUsd: position.isolatedCollateralUsd, positions: [position] }];
  });
  return [cross, ...isolated];
}

/** Looks a position's market up. @throws PositionRuleError when the market is not among those given */
export function marketOf(unit: MarginUnit, position: PerpPosition, markets: MarkedMarkets): MarkedMarket {
  const market = markets.get(position.market);
  if (market === undefined) throw new PositionRuleError(unit.account, 'positions.market', `no market is called ${position.market}`);
  return market;
}

/**
 * Gives what a position is worth above its margin: `size · (price − entry) − size · (funding − settled funding)`.
 *
 * Units: USD; negative is a loss.
 */
export function computeUnrealisedPnlUsd(position: PerpPosition, market: MarkedMarket): number {
  const perBaseUsd = market.priceUsd - position.entryPriceUsd - (market.fundingUsdPerBase - position.settledFundingUsdPerBase);
  return position.sizeBase * perBaseUsd;
}

/**
 * Values what stands together at mark prices.
 *
 * `equity = collateral + Σ unrealised`, margins = Σ over positions of `computeMarginUsd`; no netting between markets.
 *
 * Special case: without positions the margins are 0 and the health ratio is `Infinity`.
 * @throws PositionRuleError when a position's market is not among those given
 */
export function valueMarginUnit(unit: MarginUnit, markets: MarkedMarkets): MarginState {
  let equityUsd = unit.collateralUsd;
  let initialMarginUsd = 0;
  let maintenanceMarginUsd = 0;
  let notionalUsd = 0;
  for (const position of unit.positions) {
    const market = marketOf(unit, position, markets);
    const { schedule, priceUsd, openInterestUsd } = market;
    equityUsd += computeUnrealisedPnlUsd(position, market);
    initialMarginUsd += computeMarginUsd(schedule.initial, position.sizeBase, priceUsd, openInterestUsd);
    maintenanceMarginUsd += computeMarginUsd(schedule.maintenance, position.sizeBase, priceUsd, openInterestUsd);
    notionalUsd += Math.abs(position.sizeBase) * priceUsd;
  }
  const healthRatio = unit.positions.length === 0 ? Infinity : equityUsd / maintenanceMarginUsd;
  return { equityUsd, initialMarginUsd, maintenanceMarginUsd, notionalUsd, healthRatio };
}

/** Tells whether a unit is below its maintenance margin; exactly at it is still safe. */
export function isLiquidatable({ equityUsd, maintenanceMarginUsd }: MarginState): boolean {
  return maintenanceMarginUsd > 0 && equityUsd < maintenanceMarginUsd;
}
