import type { Metric, RunResult } from '../../core/run-result.js';

/**
 * The result with its change withdrawn: what a draft says when the change's effect cannot be told from none.
 *
 * The figures of the recommendation become those of the values in force, differences are 0, and nobody is hit.
 */
export function withdrawChange(result: RunResult): RunResult {
  const { current, metrics } = result;
  const none = (metric: Metric): Metric => ({ ...metric, value: 0, ciLow: 0, ciHigh: 0 });
  return {
    ...result,
    recommended: { ...current, decision: 'keep', reason: 'The run found another set, but no metric moves by more than its sampling error.' },
    metrics: { current: metrics.current, recommended: metrics.current, difference: Object.fromEntries(Object.entries(metrics.difference).map(([name, metric]) => [name, none(metric)])) },
    constraints: result.frontier.find(({ isCurrent }) => isCurrent)?.constraints ?? result.constraints,
    frontier: result.frontier.map((candidate) => ({ ...candidate, isRecommended: candidate.isCurrent })),
    newlyLiquidatable: { accounts: 0, debtUsd: 0, top: [] },
    backtest: { ...result.backtest, windows: result.backtest.windows.map((window) => ({ ...window, recommended: window.current })) },
    sensitivity: result.sensitivity.map((row) => ({ ...row, recommendedBadDebtEs99Usd: row.currentBadDebtEs99Usd })),
    pictures: {
      ...result.pictures,
      badDebt: { ...result.pictures.badDebt, recommendedCounts: result.pictures.badDebt.currentCounts },
      liquidatedDebt: { ...result.pictures.liquidatedDebt, recommendedCounts: result.pictures.liquidatedDebt.currentCounts },
      health: { ...result.pictures.health, recommendedDebtUsd: result.pictures.health.currentDebtUsd },
    },
  };
}
