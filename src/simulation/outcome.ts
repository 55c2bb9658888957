/**
 * What one venue did on one path. USD at the oracle of the moment unless a line says otherwise.
 *
 * At a perps venue: bad debt is what units owe beyond their margin, liquidated debt the notional closed by force, liquidated collateral fees and slippage, the penalty
 * fees alone, liquidator profit the fees that do not go to the fund; owners never act.
 */
export interface VenueOutcome {
  /** Debt that collateral cannot cover at the horizon, at market prices without temporary impact, and what was written off on the way, at the oracle of that moment. */
  readonly badDebtUsd: number;
  readonly liquidatedDebtUsd: number;
  /** Collateral that left accounts in liquidations. */
  readonly liquidatedCollateralUsd: number;
  /** Collateral taken above the debt repaid: the borrowers' cost. */
  readonly penaltyUsd: number;
  /** The part of the penalty that the protocol keeps. */
  readonly protocolFeeUsd: number;
  /** What sales fetched less debt repaid, gas and fees, at market prices; may be negative where sales come late. */
  readonly liquidatorProfitUsd: number;
  /** Debt that owners repaid, and collateral that they added, to keep their accounts. */
  readonly ownersPaidUsd: number;
  /** Paid by the insurance fund. */
  readonly fundDrawUsd: number;
  /** Taken from winning positions; 0 at a lending venue. */
  readonly adlUsd: number;
  /** Bad debt that no layer before it paid: what suppliers, or all accounts of a perps venue, lose. */
  readonly socialisedUsd: number;
  readonly liquidatedAccounts: number;
}

/** What one path did to the venue under study, to the market, and to the venues alongside. */
export interface PathOutcome extends VenueOutcome {
  /** Largest fall of any factor's market price below its exogenous price. */
  readonly peakImpactRatio: number;
  /** Largest outstanding sale over the largest size quoted, any factor; above 1 the depth law was extrapolated. */
  readonly peakSizeRatio: number;
  /** Bad debt and liquidated debt of the venues alongside. */
  readonly alongsideBadDebtUsd: number;
  readonly alongsideLiquidatedDebtUsd: number;
}

/** Optional record of a path, step by step, of the venue under study; arrays have steps + 1 entries. */
export interface PathTimeline {
  /** Running total. */
  readonly liquidatedDebtByStepUsd: Float64Array;
  /** Running total of collateral sold into the market, at market prices before the sale. */
  readonly soldByStepUsd: Float64Array;
  /** Debt above collateral at oracle prices at the end of the step, and written off before. */
  readonly badDebtByStepUsd: Float64Array;
  /** Accounts that something was taken from in the step. */
  readonly liquidatedAccountsByStep: Float64Array;
  /** Log market price of every factor relative to the start, after the step's sales; (steps+1) × factors, row-major. */
  readonly marketLogByStep: Float64Array;
  /** Health factor of all debt together: Σ collateral · threshold / Σ debt, at oracle prices, accounts with debt only. */
  readonly healthByStep: Float64Array;
}
