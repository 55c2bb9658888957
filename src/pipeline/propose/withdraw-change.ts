import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { Metric, RunResult, SensitivityRow } from '../../core/run-result.js';

const REASON = 'The run found another set, but no metric moves by more than its sampling error.';

/**
 * The result with its change withdrawn: what a draft says when the change's effect cannot be told from none.
 *
 * The figures of the recommendation become those of the values in force, differences are 0, and nobody is hit.
 */
export function withdrawChange(result: RunResult): RunResult {
  const { current } = result;
  return {
    ...result,
    recommended: { ...current, decision: 'keep', reason: REASON },
    metrics: withdrawMetrics(result),
    constraints: result.frontier.find(({ isCurrent }) => isCurrent)?.constraints ?? result.constraints,
    frontier: result.frontier.map((candidate) => ({ ...candidate, isRecommended: candidate.isCurrent })),
    newlyLiquidatable: { accounts: 0, debtUsd: 0, top: [] },
    backtest: { ...result.backtest, windows: result.backtest.windows.map((window) => ({ ...window, recommended: window.current })) },
    sensitivity: result.sensitivity.map(withdrawRow),
    pictures: {
      ...result.pictures,
      badDebt: { ...result.pictures.badDebt, recommendedCounts: result.pictures.badDebt.currentCounts },
      liquidatedDebt: { ...result.pictures.liquidatedDebt, recommendedCounts: result.pictures.liquidatedDebt.currentCounts },
      health: { ...result.pictures.health, recommendedDebtUsd: result.pictures.health.currentDebtUsd },
    },
  };
}

/** The same for a run on margin tiers. */
export function withdrawTiers(result: PerpRunResult): PerpRunResult {
  const { badDebt, closedNotional, marginHealth } = result.pictures;
  return {
    ...result,
    recommended: { table: result.current, decision: 'keep', reason: REASON },
    metrics: withdrawMetrics(result),
    constraints: result.frontier.find(({ isCurrent }) => isCurrent)?.constraints ?? result.constraints,
    frontier: result.frontier.map((candidate) => ({ ...candidate, isRecommended: candidate.isCurrent })),
    attribution: { method: 'none', orders: 0, parameters: [] },
    updateSchedule: null,
    newlyLiquidatable: { accounts: 0, notionalUsd: 0, top: [] },
    windows: result.windows.map((window) => ({ ...window, recommended: window.current })),
    sensitivity: result.sensitivity.map(withdrawRow),
    pictures: {
      ...result.pictures,
      badDebt: { ...badDebt, recommendedCounts: badDebt.currentCounts },
      closedNotional: { ...closedNotional, recommendedCounts: closedNotional.currentCounts },
      marginHealth: { ...marginHealth, recommendedNotionalUsd: marginHealth.currentNotionalUsd },
    },
  };
}

function withdrawMetrics({ metrics: { current, difference } }: Pick<RunResult, 'metrics'>): RunResult['metrics'] {
  const none = (metric: Metric): Metric => ({ ...metric, value: 0, ciLow: 0, ciHigh: 0 });
  return { current, recommended: current, difference: Object.fromEntries(Object.entries(difference).map(([name, metric]) => [name, none(metric)])) };
}

function withdrawRow(row: SensitivityRow): SensitivityRow {
  return { ...row, recommendedBadDebtEs99Usd: row.currentBadDebtEs99Usd };
}
