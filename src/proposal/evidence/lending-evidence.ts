import type { RunResult } from '../../core/run-result.js';
import { describeReplay } from '../../report/charts/replay-chart.js';
import { buildAccountsTable, describeNewlyLiquidatable } from '../../report/sections/accounts.js';
import { describeKeyMetrics, listLimits } from '../../report/sections/answer.js';
import { buildSensitivityTable } from '../../report/sections/assumptions.js';
import { describeCoverage } from '../../report/sections/backtest.js';
import { buildConstraintsSection } from '../../report/sections/constraints.js';
import { buildMetricsSection } from '../../report/sections/metrics.js';
import { withoutFigures, type EvidenceText } from './evidence-text.js';

/** What a run on a lending reserve says: metrics with intervals and definitions, limits, replays of history, coverage of the forecast. */
export function describeLendingRun(result: RunResult): EvidenceText {
  const { windows, coverage } = result.backtest;
  return {
    keyFigures: [...describeKeyMetrics(result), describeNewlyLiquidatable(result)],
    motivation: [
      { kind: 'paragraph', text: `The policy “${result.policy.name}” asks: ${result.policy.objective}.` },
      ...withoutFigures(buildMetricsSection(result).blocks),
      { kind: 'subheading', text: 'Limits of the policy' },
      ...withoutFigures(buildConstraintsSection(result).blocks),
      { kind: 'subheading', text: 'What history says' },
      { kind: 'list', items: [...windows.map((window) => `${window.name}: ${describeReplay(window, result.models.correlation.series[0]!)}`), ...coverage.map(describeCoverage)] },
    ],
    affected: [{ kind: 'paragraph', text: describeNewlyLiquidatable(result) }, ...buildAccountsTable(result)],
    limits: listLimits(result),
    sensitivity: buildSensitivityTable(result),
  };
}
