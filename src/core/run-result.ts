/**
 * What a run says, as plain data: the contract between the pipeline that writes `result.json` and the report,
 * proposal and terminal that read it. `docs/schemas/run.schema.json` is its published form.
 */

import type { BookLossCoverage, LiquidationForecast, RollingCoverage } from './backtest-result.js';
import type { DepthModelSummary, VolatilityModelSummary } from './model-result.js';
import type { SearchedParameters } from './reserve-parameters.js';
import type { Attribution, SearchStop } from './search-result.js';

/** Statistical or data trouble that did not stop the run; never swallowed, always with a remedy. */
export interface RunWarning {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** How a figure came about; printed beside it. */
export type Evidence = 'observed' | 'estimated' | 'simulated' | 'recommended';

/**
 * One figure with everything needed to read it.
 *
 * `level` is the quantile level for VaR and ES and `null` for others; `ciLow`/`ciHigh` bound the 95 % confidence interval
 * and equal `value` when the figure has no sampling error (then `n` counts what it was added up from).
 */
export interface Metric {
  readonly value: number;
  readonly unit: 'usd' | 'ratio' | 'supply-ratio' | 'accounts' | 'multiple';
  readonly ciLow: number;
  readonly ciHigh: number;
  readonly level: number | null;
  readonly horizonSeconds: number;
  readonly n: number;
  readonly evidence: Evidence;
}

/** Metric name → metric. The name ends in its unit: `badDebtEs99Usd`. Keys come in a fixed order. */
export type MetricSet = Readonly<Record<string, Metric>>;

export interface ConstraintOutcome {
  /** The policy's own words, e.g. `badDebt es 0.99 ≤ 0.0005 supply-ratio`. */
  readonly text: string;
  readonly metric: string;
  readonly limit: number;
  readonly value: number;
  /** The upper confidence bound, which is what is held against the limit. */
  readonly bound: number;
  readonly holds: boolean;
}

export interface CandidateSummary {
  readonly parameters: SearchedParameters;
  readonly metrics: MetricSet;
  readonly constraints: readonly ConstraintOutcome[];
  readonly feasible: boolean;
  readonly onFrontier: boolean;
  readonly isCurrent: boolean;
  readonly isRecommended: boolean;
  readonly newlyLiquidatableAccounts: number;
  readonly newlyLiquidatableDebtUsd: number;
}

export interface Recommendation extends SearchedParameters {
  readonly decision: 'change' | 'keep';
  /** One plain sentence: why this and not another. */
  readonly reason: string;
}

export interface NewlyLiquidatableAccount {
  /** Stable hash of the address, as in the dataset. */
  readonly account: string;
  readonly debtUsd: number;
  readonly collateralUsd: number;
  readonly healthFactorBefore: number;
  readonly healthFactorAfter: number;
}

export interface NewlyLiquidatable {
  readonly accounts: number;
  readonly debtUsd: number;
  /** The ten largest by debt. */
  readonly top: readonly NewlyLiquidatableAccount[];
}

/** What one historical window does to one parameter set: no randomness, so no interval. */
export interface ReplayFigures {
  readonly liquidatedDebtUsd: number;
  readonly badDebtUsd: number;
  readonly penaltyUsd: number;
  readonly liquidatedAccounts: number;
  readonly peakImpactRatio: number;
}

export interface ReplayOutcome extends ReplayFigures {
  /** Running total after each step, for the picture; length = steps + 1, index 0 is the start. */
  readonly liquidatedDebtByStepUsd: readonly number[];
}

/** What a simpler rule would have set, through the same window. */
export interface BaselineReplay {
  readonly rule: string;
  /** What went into the rule, in words. */
  readonly basis: string;
  readonly parameters: SearchedParameters;
  readonly figures: ReplayFigures;
}

export interface ReplayWindow {
  readonly name: string;
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
  /** The largest fall of ETH/USD from the window's start, as a ratio (0.45 = −45 %). */
  readonly maxDrawdownRatio: number;
  /** The lowest stETH/ETH ratio in the window; `null` when the ratio was not observed then. */
  readonly minimumPegRatio: number | null;
  /** ETH/USD relative to the window's start, per step. */
  readonly priceRelativeByStep: readonly number[];
  readonly current: ReplayOutcome;
  readonly recommended: ReplayOutcome;
  readonly baselines: readonly BaselineReplay[];
  /** What to keep in mind when reading this window. */
  readonly notes: readonly string[];
}

/** Out-of-sample check of the volatility model that drives the paths. */
export interface CoverageTest {
  readonly series: string;
  readonly level: number;
  readonly horizonSeconds: number;
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
  readonly n: number;
  readonly exceedances: number;
  readonly expectedExceedances: number;
  readonly kupiecLr: number;
  readonly kupiecP: number;
  readonly christoffersenLr: number;
  readonly christoffersenP: number;
  readonly passes: boolean;
}

/** A number taken as given because nothing in the dataset measures it. */
export interface Assumption {
  readonly name: string;
  readonly value: number | string;
  readonly unit: string;
  readonly why: string;
}

export interface DistributionSummary {
  /** Histogram of the per-path loss: edges has one entry more than each count list. */
  readonly edgesUsd: readonly number[];
  readonly currentCounts: readonly number[];
  readonly recommendedCounts: readonly number[];
}

export interface HealthHistogram {
  readonly edges: readonly number[];
  readonly currentDebtUsd: readonly number[];
  readonly recommendedDebtUsd: readonly number[];
}

export interface SensitivityRow {
  readonly name: string;
  readonly currentBadDebtEs99Usd: number;
  readonly recommendedBadDebtEs99Usd: number;
}

/** What a simpler rule would recommend, held against the same paths and policy. */
export interface BaselineOutcome {
  readonly rule: 'smart-ltv' | 'gauntlet-morpho' | 'historical-var';
  readonly name: string;
  /** The liquidation threshold that the rule gives, as a ratio; `null` when it finds none. */
  readonly thresholdRatio: number | null;
  /** What it gives for the further reserves that are searched, and what went in, by asset; left out where one is searched alone. */
  readonly further?: Readonly<Record<string, { readonly thresholdRatio: number | null; readonly inputs: Readonly<Record<string, number>> }>>;
  /** Those thresholds as a set that may be set: LTV at the distance in force, bonus in force, a reserve without an answer as it is; `null` when there is none. */
  readonly parameters: SearchedParameters | null;
  readonly inputs: Readonly<Record<string, number>>;
  readonly metrics: MetricSet | null;
  readonly constraints: readonly ConstraintOutcome[];
  /** Where it disagrees with the cascade model, and why, in plain sentences. */
  readonly disagreement: string;
}

/** The parameters after one update of a schedule, simulated as they stand. */
export interface ScheduledUpdate {
  /** Earliest time after the first update. */
  readonly afterSeconds: number;
  readonly parameters: SearchedParameters;
  readonly metrics: MetricSet;
  readonly constraints: readonly ConstraintOutcome[];
  readonly newlyLiquidatableAccounts: number;
  readonly newlyLiquidatableDebtUsd: number;
}

/** The recommendation at the pace of who may set it. */
export interface UpdateSchedule {
  readonly name: string;
  readonly source: string;
  /** Parameters that one update cannot bring to the recommended value. */
  readonly clipped: readonly string[];
  /** Parameters that these limits do not let the party set at all, where there are any; the updates leave them as they are. */
  readonly outOfReach?: readonly string[];
  /** The first is what a single update leaves in force; the last is the recommendation, but for what is out of reach. */
  readonly updates: readonly ScheduledUpdate[];
}

export interface RunResult {
  readonly schemaVersion: 1;
  readonly runId: string;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  readonly dataset: {
    readonly name: string;
    readonly sha256: string;
    readonly description: string;
    readonly snapshotUnixSeconds: number;
    readonly accounts: number;
    readonly accountsLeftOut: number;
    readonly collateralUsd: number;
    readonly debtUsd: number;
    readonly licence: string;
  };
  readonly market: { readonly name: string; readonly venue: string; readonly network: string; readonly sha256: string };
  readonly policy: { readonly name: string; readonly sha256: string; readonly objective: string };
  readonly asset: string;
  readonly seed: number;
  readonly paths: {
    readonly total: number;
    readonly monteCarlo: number;
    readonly bootstrap: number;
    readonly horizonSeconds: number;
    readonly stepSeconds: number;
  };
  readonly current: SearchedParameters;
  readonly recommended: Recommendation;
  readonly metrics: {
    readonly current: MetricSet;
    readonly recommended: MetricSet;
    /** recommended − current on the same paths: paired, so its interval is the one that ranks. */
    readonly difference: MetricSet;
  };
  readonly constraints: readonly ConstraintOutcome[];
  readonly frontier: readonly CandidateSummary[];
  readonly search: {
    readonly candidates: number;
    readonly feasible: number;
    readonly pathsPerStage: readonly number[];
    /** Candidates × paths that were simulated. */
    readonly pathEvaluations: number;
    readonly stop: SearchStop;
  };
  readonly attribution: Attribution;
  readonly baselines: readonly BaselineOutcome[];
  /** `null` when the policy names no update limits or nothing changes. */
  readonly updateSchedule: UpdateSchedule | null;
  readonly newlyLiquidatable: NewlyLiquidatable;
  readonly backtest: {
    readonly windows: readonly ReplayWindow[];
    /** Of the model that drives the paths, its parameters frozen at the snapshot. */
    readonly coverage: readonly CoverageTest[];
    /** Models of value-at-risk rolled over years; `null` in a quick run. */
    readonly rolling: RollingCoverage | null;
    /** The book's own losses, rolled; `null` in a quick run or where the prices are too short. */
    readonly bookLosses: BookLossCoverage | null;
    /** `null` in a quick run. */
    readonly liquidationForecast: LiquidationForecast | null;
  };
  readonly models: {
    readonly volatility: readonly VolatilityModelSummary[];
    readonly innovations: { readonly distribution: string; readonly degreesOfFreedom: number };
    readonly correlation: { readonly series: readonly string[]; readonly matrix: readonly (readonly number[])[] };
    readonly pegs: readonly {
      readonly series: string;
      readonly meanReversionPerStep: number;
      readonly halfLifeSeconds: number;
      readonly longRunRatio: number;
      readonly innovationStdDev: number;
    }[];
    readonly depth: readonly DepthModelSummary[];
  };
  readonly pictures: {
    /** Quantiles of simulated ETH/USD relative to the start, per step, for levels 0.01, 0.25, 0.5, 0.75, 0.99. */
    readonly priceFan: { readonly levels: readonly number[]; readonly byLevel: readonly (readonly number[])[] };
    readonly badDebt: DistributionSummary;
    readonly liquidatedDebt: DistributionSummary;
    readonly health: HealthHistogram;
  };
  readonly sensitivity: readonly SensitivityRow[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly RunWarning[];
  /** Paths inside the run folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute path of the run folder. Only in what `--json` prints: `result.json` does not depend on where it lies. */
  readonly folder?: string;
}
