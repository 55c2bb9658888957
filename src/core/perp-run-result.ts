import type { Assumption, ConstraintOutcome, CoverageTest, DistributionSummary, MetricSet, RunResult, RunWarning, SensitivityRow } from './run-result.js';
import type { Attribution } from './search-result.js';

/** One row of a margin table: from this notional on, at most this leverage. */
export interface MarginTier {
  readonly floorUsd: number;
  readonly leverageMax: number;
}

/** Margin tiers of one or more markets: floors rise from 0, leverage falls. */
export type MarginTable = readonly MarginTier[];

export interface PerpCandidateSummary {
  readonly table: MarginTable;
  readonly metrics: MetricSet;
  readonly constraints: readonly ConstraintOutcome[];
  readonly feasible: boolean;
  readonly onFrontier: boolean;
  readonly isCurrent: boolean;
  readonly isRecommended: boolean;
  readonly newlyLiquidatableAccounts: number;
  readonly newlyLiquidatableNotionalUsd: number;
}

export interface NewlyLiquidatableUnit {
  /** Stable hash of the address, and the market of an isolated position. */
  readonly unit: string;
  readonly notionalUsd: number;
  readonly equityUsd: number;
  readonly marginHealthBefore: number;
  readonly marginHealthAfter: number;
}

export interface NewlyLiquidatableUnits {
  readonly accounts: number;
  readonly notionalUsd: number;
  /** The ten largest by notional. */
  readonly top: readonly NewlyLiquidatableUnit[];
}

/** Notional of units by margin health, equity over maintenance margin, at the snapshot's marks. */
export interface MarginHealthHistogram {
  /** One entry more than each list; the last bin reaches to infinity. */
  readonly edges: readonly number[];
  readonly currentNotionalUsd: readonly number[];
  /** With the positions that traders add where the recommended table lets them. */
  readonly recommendedNotionalUsd: readonly number[];
}

/** One number of a margin table that the recommendation changes, with its part in every metric's change. */
export interface TierShare {
  /** Counted from 1, lowest notional first. */
  readonly tier: number;
  readonly parameter: 'floorUsd' | 'leverageMax';
  /** `null` where there is no such tier. */
  readonly from: number | null;
  readonly to: number | null;
  /** Metric name → the part of recommended − current that this number brings. The parts of all numbers add up to the whole. */
  readonly shareByMetric: Readonly<Record<string, number>>;
}

/** How much of each metric's change comes from each changed number of the table; the methods are those of `Attribution`. */
export interface TierAttribution {
  readonly method: Attribution['method'];
  readonly orders: number;
  readonly parameters: readonly TierShare[];
}

/** A table held against paths and policy as it would stand. */
export interface TableOutcome {
  readonly table: MarginTable;
  readonly metrics: MetricSet;
  readonly constraints: readonly ConstraintOutcome[];
  readonly newlyLiquidatableAccounts: number;
  readonly newlyLiquidatableNotionalUsd: number;
}

/** What a simpler rule would set, held against the same paths and policy. */
export interface TierBaseline {
  readonly rule: 'historical-var' | 'published-tables';
  readonly name: string;
  /** What went into the rule, and what came out on the way: figures and names. */
  readonly inputs: Readonly<Record<string, number | string>>;
  /** `null` when the rule has no answer on this market. */
  readonly outcome: TableOutcome | null;
  /** Where it disagrees with the cascade model, and why, in plain sentences. */
  readonly disagreement: string;
}

/** A rule of the field that has no answer on margin tiers, and why. */
export interface InapplicableRule {
  readonly rule: 'smart-ltv' | 'gauntlet-morpho';
  readonly name: string;
  readonly why: string;
}

/** The table after one update of a schedule. */
export interface ScheduledTable extends TableOutcome {
  /** Earliest time after the first update. */
  readonly afterSeconds: number;
}

/** The recommended table at the pace of who may set it. */
export interface TierSchedule {
  readonly name: string;
  readonly source: string;
  /** Numbers that one update cannot bring to the recommended value: `floorUsd` or `leverageMax` of a tier, counted from 1. */
  readonly clipped: readonly Pick<TierShare, 'tier' | 'parameter'>[];
  /** The first is what a single update leaves in force, and what is recommended now; the last is the recommendation. */
  readonly updates: readonly ScheduledTable[];
}

/** What one historical window does to one table: no randomness, so no interval. */
export interface PerpReplayFigures {
  readonly closedNotionalUsd: number;
  readonly deficitUsd: number;
  readonly fundDrawUsd: number;
  readonly deleveragedUsd: number;
  readonly socialisedUsd: number;
  readonly liquidatedAccounts: number;
  readonly peakImpactRatio: number;
}

export interface PerpReplayWindow {
  readonly name: string;
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
  /** The largest fall of the first price factor from the window's start, as a ratio. */
  readonly maxDrawdownRatio: number;
  readonly current: PerpReplayFigures;
  readonly recommended: PerpReplayFigures;
  /** Of each simpler rule that has a table. */
  readonly baselines: readonly { readonly rule: string; readonly figures: PerpReplayFigures }[];
  /** What to keep in mind when reading this window. */
  readonly notes: readonly string[];
}

/** What a run on a book of perpetual futures says; the sibling of `RunResult`. */
export interface PerpRunResult {
  readonly schemaVersion: 1;
  readonly kind: 'perps';
  readonly runId: string;
  readonly tool: RunResult['tool'];
  readonly dataset: {
    readonly name: string;
    readonly sha256: string;
    readonly description: string;
    readonly snapshotUnixSeconds: number;
    readonly accounts: number;
    readonly accountsLeftOut: number;
    readonly positions: number;
    readonly longNotionalUsd: number;
    readonly shortNotionalUsd: number;
    readonly licence: string;
  };
  readonly market: RunResult['market'];
  readonly policy: RunResult['policy'];
  /** The markets that share the table under study. */
  readonly markets: readonly string[];
  readonly seed: number;
  readonly paths: RunResult['paths'];
  readonly current: MarginTable;
  readonly recommended: { readonly table: MarginTable; readonly decision: 'change' | 'keep'; readonly reason: string };
  readonly metrics: {
    readonly current: MetricSet;
    readonly recommended: MetricSet;
    /** recommended − current on the same paths: paired, so its interval is the one that ranks. */
    readonly difference: MetricSet;
  };
  readonly constraints: readonly ConstraintOutcome[];
  readonly frontier: readonly PerpCandidateSummary[];
  readonly search: RunResult['search'];
  readonly attribution: TierAttribution;
  readonly baselines: readonly TierBaseline[];
  readonly inapplicableRules: readonly InapplicableRule[];
  /** `null` when the policy names no update limits or nothing changes. */
  readonly updateSchedule: TierSchedule | null;
  readonly newlyLiquidatable: NewlyLiquidatableUnits;
  /** Historical windows; empty where the market file names none. */
  readonly windows: readonly PerpReplayWindow[];
  readonly coverage: readonly CoverageTest[];
  readonly models: RunResult['models'];
  readonly pictures: {
    /** As in a lending run, of the first price factor. */
    readonly priceFan: RunResult['pictures']['priceFan'];
    readonly badDebt: DistributionSummary;
    readonly closedNotional: DistributionSummary;
    readonly marginHealth: MarginHealthHistogram;
  };
  /** ES 99 % of deficits beyond margin under other inputs. */
  readonly sensitivity: readonly SensitivityRow[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly RunWarning[];
  /** Paths inside the run folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute path of the run folder. Only in what `--json` prints. */
  readonly folder?: string;
}
