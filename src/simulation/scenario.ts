import type { PowerLaw } from '../market/depth/power-law.js';
import type { LendingBook } from './book.js';
import type { BackstopRules } from './lending/backstop.js';
import type { BorrowerBehaviour } from './lending/borrowers.js';
import type { LiquidationRule } from './lending/liquidation-rule.js';

/**
 * The power law of one price factor's depth, and how USD become its size unit.
 *
 * Special cases: a coefficient of 0 is a market that no sale moves; `Infinity` is one in which nothing can be sold.
 */
export interface FactorDepth extends PowerLaw {
  /** Factor that turns USD into the law's size unit by its price; `null` when sizes are in USD already. */
  readonly quoteFactor: number | null;
  /** Start price in USD of the law's size unit (1 for USD). */
  readonly quoteStartPriceUsd: number;
  /** Largest size that the law was fitted on; what goes beyond is extrapolated and counted. */
  readonly sizeMax: number;
}

/** What liquidators can do and what it costs them. Rules that are left out cost nothing and hinder nobody. */
export interface LiquidatorRules {
  /** Cost of one call in a quiet market. */
  readonly gasUsd: number;
  /** Gas is multiplied by (volatility over its ordinary level) to this power, and is never below `gasUsd`; 0 when left out. */
  readonly gasVolatilityExponent?: number | undefined;
  /** Fee on the debt that a flash loan lends for a call. */
  readonly flashFeeRatio?: number | undefined;
  readonly minimumProfitUsd: number;
  /** Debt that all liquidators together can repay in one step. */
  readonly capacityUsdPerStep: number;
  /** Calls on one account in one step; each may take what the venue's rule allows of what is left. */
  readonly callsPerAccountPerStep: number;
  /** Steps from an account's becoming unsound to the first call on it; 0 when left out. */
  readonly latencySteps?: number | undefined;
  /** Steps from seizing collateral to selling it: 0, or left out, sells at once. */
  readonly settlementDelaySteps?: number | undefined;
  /** What a call must earn for that exposure, in standard deviations of the price over the delay; 0 when left out. */
  readonly exposurePremium?: number | undefined;
  /** Liquidators of equal capacity, each awake in a step with `onlineRatio`; one that is always awake when left out. */
  readonly population?: { readonly count: number; readonly onlineRatio: number } | undefined;
  /** Who is liquidated first: the `weakest` account, or the call with the largest `profit`; the weakest when left out. */
  readonly order?: 'weakest' | 'profit' | undefined;
}

/** How a feed reads the market and when it publishes. */
export interface FeedRule {
  /** Age of the newest price that it reads; 0 = spot. */
  readonly delaySteps: number;
  /** Prices that it averages over; 1 when left out. */
  readonly averageSteps?: number | undefined;
  /** Smallest change that it publishes; 0 when left out: every step. */
  readonly deviationRatio?: number | undefined;
  /** Steps after which it publishes whatever the change; none when left out. */
  readonly heartbeatSteps?: number | undefined;
}

/** How the protocol's oracle sees the market; `OracleFeed` says what it makes of it. */
export interface OracleRule extends FeedRule {
  /** Feeds with rules of their own, at most one for a factor; what one leaves out is the oracle's. */
  readonly feeds?: readonly FactorFeed[] | undefined;
  /** Adapters that hold a factor's published price down; none when left out. */
  readonly caps?: readonly PriceCap[] | undefined;
  /** Steps, both included, in which it publishes nothing; never when left out. */
  readonly frozen?: { readonly fromStep: number; readonly toStep: number } | undefined;
  /** Wrong prices that it reads: what a manipulated source says. */
  readonly manipulations?: readonly PriceManipulation[] | undefined;
}

export interface FactorFeed extends Omit<FeedRule, 'delaySteps'> {
  readonly factor: number;
  readonly delaySteps?: number | undefined;
}

/** Published price of a factor ≤ start · `startRatio` · (1 + `growthRatioPerYear` · t). */
export interface PriceCap {
  readonly factor: number;
  readonly startRatio: number;
  readonly growthRatioPerYear: number;
}

/** The feed reads `priceRatio` times the market price of a factor in the steps `fromStep` … `toStep`. */
export interface PriceManipulation {
  readonly factor: number;
  readonly fromStep: number;
  readonly toStep: number;
  readonly priceRatio: number;
}

/** How displaced prices come back: `permanentShare` never does, the rest halves every `recoveryHalfLifeSeconds`. */
export interface ResilienceRules {
  readonly recoveryHalfLifeSeconds: number;
  readonly permanentShareRatio: number;
}

/** How depth shrinks as volatility rises; `MarketVolatility` says how that is measured. */
export interface VolatilityResponse {
  /** Impact grows by (volatility over its ordinary level) to this power: 1 by the square-root law of impact, 0 never. */
  readonly impactExponent: number;
  /** Half-life of the weights in the running mean of squared moves. */
  readonly halfLifeSeconds: number;
  /** Ordinary volatility of each factor, of log prices per √step; 0 leaves a factor's depth alone. */
  readonly ordinaryPerSqrtStep: readonly number[];
}

/** What all venues of a scenario share: prices move, and sales of one move them for all. */
export interface MarketScenario {
  /** Names of the price factors, e.g. `ETH/USD`; every path has one column per factor. */
  readonly factors: readonly string[];
  readonly depth: readonly FactorDepth[];
  readonly resilience: ResilienceRules;
  /** Left out: depth does not know volatility. */
  readonly volatility?: VolatilityResponse | undefined;
  readonly steps: number;
  readonly stepSeconds: number;
  /** Key of every random draw besides the path itself: who is awake, which owner acts; 0 when left out. */
  readonly seed?: number | undefined;
}

/** One lending venue: who owes what, and by which rules it liquidates. */
export interface LendingVenueScenario {
  readonly book: LendingBook;
  readonly oracle: OracleRule;
  readonly liquidation: LiquidationRule;
  readonly liquidators: LiquidatorRules;
  /** Passive when left out. */
  readonly borrowers?: BorrowerBehaviour | undefined;
  /** No fund when left out: suppliers carry every loss. */
  readonly backstop?: BackstopRules | undefined;
}

/** Everything one lending simulation needs except prices: plain data, cloneable to a worker. */
export interface LendingScenario extends MarketScenario, LendingVenueScenario {
  /** Other venues in the same market: they liquidate on their own terms, and their sales move these prices too. */
  readonly alongside?: readonly LendingVenueScenario[] | undefined;
}
