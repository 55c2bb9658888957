import type { PerpReplayFigures, PerpRunResult } from '../../core/perp-run-result.js';
import type { Table } from '../../frame/table.js';
import { listStartPrices, type PerpBook } from '../../simulation/perps/book.js';
import { changeSchedule, type PerpJob } from '../../simulation/perps/tier-evaluator.js';
import { equityUsdOf, marginHealthOf, notionalUsdOf } from '../../simulation/perps/valuation.js';
import { buildMetricsTable, buildPathsTable } from '../stages/tables.js';
import { buildTableSchedule, writeMarginTable } from './margin-tables.js';
import { PERP_RUN_FILES } from './perp-run-files.js';
import type { TierSearch } from './search-tiers.js';

/** Builds an analyst's tables of a run on margin tiers: path inside the run folder → table, column names with their units. */
export function buildPerpTables(result: PerpRunResult, job: PerpJob, { current, recommended }: TierSearch): Record<string, Table> {
  const names = Object.keys(result.metrics.current);
  return {
    [PERP_RUN_FILES.accountsTable]: buildUnitsTable(job.scenario.book, changeSchedule(job, buildTableSchedule(recommended.table)).book),
    [PERP_RUN_FILES.metricsTable]: buildMetricsTable(result),
    [PERP_RUN_FILES.candidatesTable]: {
      columns: ['tiers', 'isFeasible', 'isOnFrontier', 'newlyLiquidatableNotionalUsd', ...names],
      rows: result.frontier.map(({ table, feasible, onFrontier, newlyLiquidatableNotionalUsd, metrics }) => [
        writeMarginTable(table).replaceAll(',', ' '),
        feasible,
        onFrontier,
        newlyLiquidatableNotionalUsd,
        ...names.map((name) => metrics[name]!.value),
      ]),
    },
    [PERP_RUN_FILES.replayTable]: buildReplayTable(result),
    [PERP_RUN_FILES.pathsTable]: buildPathsTable({ current, recommended }),
    [PERP_RUN_FILES.newlyLiquidatableTable]: {
      columns: ['unit', 'notionalUsd', 'equityUsd', 'marginHealthBefore', 'marginHealthAfter'],
      rows: result.newlyLiquidatable.top.map((row) => [row.unit, row.notionalUsd, row.equityUsd, row.marginHealthBefore, row.marginHealthAfter]),
    },
  };
}

/** One row per window and table. */
function buildReplayTable({ windows }: PerpRunResult): Table {
  const figures = ({ closedNotionalUsd, deficitUsd, fundDrawUsd, deleveragedUsd, socialisedUsd, liquidatedAccounts, peakImpactRatio }: PerpReplayFigures): number[] => [closedNotionalUsd, deficitUsd, fundDrawUsd, deleveragedUsd, socialisedUsd, liquidatedAccounts, peakImpactRatio];
  return {
    columns: ['window', 'fromUnixSeconds', 'toUnixSeconds', 'maxDrawdownRatio', 'table', 'closedNotionalUsd', 'deficitUsd', 'fundDrawUsd', 'deleveragedUsd', 'socialisedUsd', 'liquidatedAccounts', 'peakImpactRatio'],
    rows: windows.flatMap(({ name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, current, recommended, baselines }) =>
      [{ rule: 'current', figures: current }, { rule: 'recommended', figures: recommended }, ...baselines].map((entry) => [name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, entry.rule, ...figures(entry.figures)]),
    ),
  };
}

/** One row per margin unit: what it holds at the snapshot's marks, and its health under both tables, with what its trader adds. Without positions the health is empty. */
export function buildUnitsTable(current: PerpBook, recommended: PerpBook): Table {
  const prices = listStartPrices(current);
  const health = (book: PerpBook, unit: number): number | null => {
    const value = marginHealthOf(book, book, { markUsd: prices, profitUsd: prices }, unit);
    return value === Infinity ? null : value;
  };
  return {
    columns: ['unit', 'account', 'equityUsd', 'notionalUsd', 'notionalRecommendedUsd', 'marginHealthCurrent', 'marginHealthRecommended'],
    rows: current.unitNames.map((name, unit) => [
      name,
      current.accounts[current.unitAccount[unit]!]!,
      equityUsdOf(current, current, prices, unit),
      notionalUsdOf(current, current, prices, unit),
      notionalUsdOf(recommended, recommended, prices, unit),
      health(current, unit),
      health(recommended, unit),
    ]),
  };
}
