import type { Assumption, ConstraintOutcome, CoverageTest, DistributionSummary, MetricSet, RunResult, RunWarning, SensitivityRow } from './run-result.js';

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
  readonly newlyLiquidatable: NewlyLiquidatableUnits;
  readonly coverage: readonly CoverageTest[];
  readonly models: RunResult['models'];
  readonly pictures: { readonly badDebt: DistributionSummary; readonly closedNotional: DistributionSummary };
  /** ES 99 % of deficits beyond margin under other inputs. */
  readonly sensitivity: readonly SensitivityRow[];
  readonly assumptions: readonly Assumption[];
  readonly warnings: readonly RunWarning[];
  /** Paths inside the run folder. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute path of the run folder. Only in what `--json` prints. */
  readonly folder?: string;
}
