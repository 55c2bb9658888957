import type { PremiumFunding } from '../../protocol/perps/account/funding.js';
import type { AdlPolicy } from '../../protocol/perps/backstop/adl-policy.js';
import type { LiquidationTerms } from '../../protocol/perps/liquidation/liquidate-unit.js';
import type { LendingVenueScenario, MarketScenario, OracleRule } from '../scenario.js';
import type { PerpBook } from './book.js';

/** How a perps venue closes positions by force. */
export interface PerpLiquidationRule extends LiquidationTerms {
  /**
   * The backstop takes a unit over whole when its equity is below this share of its requirement, and keeps what is left of it; never when left out.
   * 2/3 on Hyperliquid, whose vault does this.
   */
  readonly takeOverBelowRatio?: number | undefined;
}

/** What liquidators of a perps venue can do. */
export interface PerpLiquidatorRules {
  /** Notional at the mark that all of them together can close in one step. */
  readonly capacityUsdPerStep: number;
  /** Calls on one unit in one step; each closes what the venue's mode allows. */
  readonly callsPerUnitPerStep: number;
  /** Time between two calls on one unit in a step: what the modes' cool-downs and windows see. */
  readonly secondsBetweenCalls: number;
}

/** Who pays for deficits that margins do not cover: the fund, then winners, then everybody. */
export interface PerpBackstopRules {
  readonly fundUsd: number;
  /** Paid into the fund in every step; 0 when left out. */
  readonly inflowUsdPerStep?: number | undefined;
  /** Share of liquidation fees that goes to the fund, the rest to liquidators; 1 when left out. */
  readonly feeShareRatio?: number | undefined;
  /** Deleveraging of winners: which, and the share of what the fund leaves open that is to be raised; none when left out. */
  readonly adl?: { readonly policy: AdlPolicy; readonly shareRatio: number } | undefined;
}

/** What longs pay shorts while positions are open; negative rates the other way. */
export type FundingRule =
  /** Given rates per day, one per market of the book. */
  | { readonly kind: 'fixed'; readonly ratesPerDay: readonly number[] }
  /** The premium rule with its cap; its rates are per interval, charged in proportion to the time. The premium is the market's price over that without temporary impact. */
  | ({ readonly kind: 'premium'; readonly intervalSeconds: number } & PremiumFunding);

/** One perps venue: who holds what, and by which rules it liquidates. */
export interface PerpVenueScenario {
  readonly book: PerpBook;
  /** The mark: what positions are valued at. Fills are at market prices. */
  readonly oracle: OracleRule;
  /** No funding when left out. */
  readonly funding?: FundingRule | undefined;
  readonly liquidation: PerpLiquidationRule;
  readonly liquidators: PerpLiquidatorRules;
  readonly backstop: PerpBackstopRules;
}

/** A venue of either kind in the market of a perps scenario. */
export type VenueAlongside = { readonly kind: 'perps'; readonly venue: PerpVenueScenario } | { readonly kind: 'lending'; readonly venue: LendingVenueScenario };

/** Everything one perps simulation needs except prices: plain data, cloneable to a worker. */
export interface PerpScenario extends MarketScenario, PerpVenueScenario {
  /** Other venues in the same market: they liquidate on their own terms, and what they trade moves these prices too. */
  readonly alongside?: readonly VenueAlongside[] | undefined;
}
