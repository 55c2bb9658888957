import type { PowerLaw } from '../market/depth/power-law.js';
import type { LendingBook } from './book.js';

/** The power law of one price factor's depth, and how USD become its size unit. */
export interface FactorDepth extends PowerLaw {
  /** Factor that turns USD into the law's size unit by its price; `null` when sizes are in USD already. */
  readonly quoteFactor: number | null;
  /** Start price in USD of the law's size unit (1 for USD). */
  readonly quoteStartPriceUsd: number;
  /** Largest size that the law was fitted on; what goes beyond is extrapolated and counted. */
  readonly sizeMax: number;
}

/** What liquidators can do and what it costs them. */
export interface LiquidatorRules {
  readonly gasUsd: number;
  readonly minimumProfitUsd: number;
  /** Debt that all liquidators together can repay in one step. */
  readonly capacityUsdPerStep: number;
  /** Calls on one account in one step; each may take the close factor of what is left. */
  readonly callsPerAccountPerStep: number;
}

/** How the protocol's oracle sees the market; `OracleFeed` says what it makes of it. */
export interface OracleRule {
  /** Age of the newest price that it reads; 0 = spot. */
  readonly delaySteps: number;
  /** Prices that it averages over; 1 when left out. */
  readonly averageSteps?: number | undefined;
  /** Smallest change that it publishes; 0 when left out: every step. */
  readonly deviationRatio?: number | undefined;
  /** Steps after which it publishes whatever the change; none when left out. */
  readonly heartbeatSteps?: number | undefined;
}

/** How displaced prices come back: `permanentShare` never does, the rest halves every `recoveryHalfLifeSeconds`. */
export interface ResilienceRules {
  readonly recoveryHalfLifeSeconds: number;
  readonly permanentShareRatio: number;
}

/** Everything one lending simulation needs except prices and randomness: plain data, cloneable to a worker. */
export interface LendingScenario {
  readonly book: LendingBook;
  /** Names of the price factors, e.g. `ETH/USD`; every path has one column per factor. */
  readonly factors: readonly string[];
  readonly depth: readonly FactorDepth[];
  readonly resilience: ResilienceRules;
  readonly liquidators: LiquidatorRules;
  readonly oracle: OracleRule;
  readonly closeFactorRatio: number;
  readonly steps: number;
  readonly stepSeconds: number;
}

/** What one path did to the book. */
export interface PathOutcome {
  /** Debt that collateral cannot cover at the horizon, at market prices without temporary impact, plus debt left with no collateral. */
  readonly badDebtUsd: number;
  readonly liquidatedDebtUsd: number;
  /** Collateral paid to liquidators above the debt they repaid, at oracle prices: the borrowers' cost. */
  readonly penaltyUsd: number;
  readonly liquidatedAccounts: number;
  /** Largest fall of any factor's market price below its exogenous price. */
  readonly peakImpactRatio: number;
  /** Largest outstanding sale over the largest size quoted, any factor; above 1 the depth law was extrapolated. */
  readonly peakSizeRatio: number;
}

/** Optional record of a path, step by step; arrays have steps + 1 entries. */
export interface PathTimeline {
  /** Running total. */
  readonly liquidatedDebtByStepUsd: Float64Array;
  /** Accounts that something was taken from in the step. */
  readonly liquidatedAccountsByStep: Float64Array;
  /** Log market price of every factor relative to the start, after the step's sales; (steps+1) × factors, row-major. */
  readonly marketLogByStep: Float64Array;
}
