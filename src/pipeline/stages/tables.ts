import type { MetricSet, ReplayFigures, RunResult } from '../../core/run-result.js';
import type { Table } from '../../frame/table.js';
import { SAMPLE_COLUMNS, type SharedJob } from '../../simulation/chunk.js';
import { applyParameters } from '../../simulation/apply-parameters.js';
import type { PathSamples } from '../../simulation/samples.js';
import { buildAccountsTable, summarisePositions } from './book-tables.js';
import { buildHistoryTables } from './history-tables.js';
import { layOutParameters } from './parameter-layout.js';
import { RUN_FILES } from './run-files.js';
import type { ParameterSearch } from './search-parameters.js';

/** Builds an analyst's tables: path inside the run folder → table, column names with their units. */
export async function buildTables(result: RunResult, search: ParameterSearch, shared: SharedJob): Promise<Record<string, Table>> {
  const after = applyParameters(shared, search.recommended.parameters).book;
  return {
    ...buildHistoryTables(result),
    [RUN_FILES.accountsTable]: buildAccountsTable(shared.scenario.book, after),
    [RUN_FILES.positionsByAssetTable]: await summarisePositions(shared.scenario.book),
    [RUN_FILES.metricsTable]: buildMetricsTable(result),
    [RUN_FILES.candidatesTable]: buildCandidatesTable(result),
    [RUN_FILES.pathsTable]: buildPathsTable(search),
    [RUN_FILES.replayTable]: buildReplayTable(result),
    [RUN_FILES.newlyLiquidatableTable]: {
      columns: ['account', 'debtUsd', 'collateralUsd', 'healthFactorBefore', 'healthFactorAfter'],
      rows: result.newlyLiquidatable.top.map((row) => [row.account, row.debtUsd, row.collateralUsd, row.healthFactorBefore, row.healthFactorAfter]),
    },
  };
}

/** Every metric of both sets and of their difference, one a row. */
export function buildMetricsTable({ metrics }: Pick<RunResult, 'metrics'>): Table {
  const rows = (parameters: string, set: MetricSet): Table['rows'] =>
    Object.entries(set).map(([name, metric]) => [
      parameters,
      name,
      metric.value,
      metric.unit,
      metric.ciLow,
      metric.ciHigh,
      metric.level,
      metric.horizonSeconds,
      metric.n,
      metric.evidence,
    ]);
  return {
    columns: ['parameters', 'metric', 'value', 'unit', 'ciLow', 'ciHigh', 'level', 'horizonSeconds', 'n', 'evidence'],
    rows: [...rows('current', metrics.current), ...rows('recommended', metrics.recommended), ...rows('difference', metrics.difference)],
  };
}

function buildCandidatesTable({ frontier, current }: RunResult): Table {
  const { entries, candidateOf } = layOutParameters(current);
  const names = Object.keys(frontier[0]?.metrics ?? {});
  return {
    columns: [...entries.map(({ name }) => name), 'isFeasible', 'isOnFrontier', 'newlyLiquidatableDebtUsd', ...names],
    rows: frontier.map(({ parameters, feasible, onFrontier, newlyLiquidatableDebtUsd, metrics }) => [
      ...candidateOf(parameters),
      feasible,
      onFrontier,
      newlyLiquidatableDebtUsd,
      ...names.map((name) => metrics[name]!.value),
    ]),
  };
}

type Sampled = { readonly samples: PathSamples };

/** Every figure of every path, of both sets. */
export function buildPathsTable({ current, recommended }: { readonly current: Sampled; readonly recommended: Sampled }): Table {
  return {
    columns: ['path', 'kind', ...SAMPLE_COLUMNS.map((name) => `current_${name}`), ...SAMPLE_COLUMNS.map((name) => `recommended_${name}`)],
    rows: Array.from(current.samples.badDebtUsd, (_, path) => [
      path,
      path % 2 === 0 ? 'monte-carlo' : 'bootstrap',
      ...SAMPLE_COLUMNS.map((name) => current.samples[name][path]!),
      ...SAMPLE_COLUMNS.map((name) => recommended.samples[name][path]!),
    ]),
  };
}

function buildReplayTable({ backtest }: RunResult): Table {
  const figures = (outcome: ReplayFigures): number[] => [
    outcome.liquidatedDebtUsd,
    outcome.badDebtUsd,
    outcome.penaltyUsd,
    outcome.liquidatedAccounts,
    outcome.peakImpactRatio,
  ];
  return {
    columns: ['window', 'fromUnixSeconds', 'toUnixSeconds', 'maxDrawdownRatio', 'minimumPegRatio', 'parameters', 'liquidatedDebtUsd', 'badDebtUsd', 'penaltyUsd', 'liquidatedAccounts', 'peakImpactRatio'],
    rows: backtest.windows.flatMap((window) => {
      const head = [window.name, window.fromUnixSeconds, window.toUnixSeconds, window.maxDrawdownRatio, window.minimumPegRatio];
      return [
        [...head, 'current', ...figures(window.current)],
        [...head, 'recommended', ...figures(window.recommended)],
        ...window.baselines.map(({ rule, figures: outcome }) => [...head, rule, ...figures(outcome)]),
      ];
    }),
  };
}
