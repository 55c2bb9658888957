import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { Block } from '../../report/blocks.js';
import { buildExposedSection } from '../../report/perps/exposed-section.js';
import { listPerpLimits, PERP_HEADLINE_KEYS } from '../../report/perps/perp-sections.js';
import { buildReplayBlocks } from '../../report/perps/replay-blocks.js';
import { buildTierBaselines, buildTierSchedule, describeFirstTable } from '../../report/perps/tier-reasons.js';
import { describeComparison } from '../../report/sections/answer.js';
import { buildSensitivityTable } from '../../report/sections/assumptions.js';
import { describeCoverage } from '../../report/sections/backtest.js';
import { buildConstraintsSection } from '../../report/sections/constraints.js';
import { buildMetricsSection } from '../../report/sections/metrics.js';
import { compareMetric } from '../../report/words/headline-metrics.js';
import { withoutFigures, type EvidenceText } from './evidence-text.js';

/** What a run on margin tiers says: metrics with intervals and definitions, limits, coverage of the forecast. */
export function describePerpRun(result: PerpRunResult): EvidenceText {
  const affected = buildExposedSection(result).blocks;
  const schedule = buildTierSchedule(result);
  const history: Block =
    result.coverage.length === 0
      ? { kind: 'paragraph', text: 'The prices end with the snapshot, so the volatility forecast could not be tested.' }
      : { kind: 'list', items: result.coverage.map(describeCoverage) };
  return {
    keyFigures: [...PERP_HEADLINE_KEYS.flatMap((key) => compareMetric(result, key) ?? []).map(describeComparison), ...affected.flatMap((block) => (block.kind === 'paragraph' ? block.text : [])), ...(result.updateSchedule === null ? [] : [describeFirstTable(result)])],
    motivation: [
      { kind: 'paragraph', text: `The policy “${result.policy.name}” asks: ${result.policy.objective}. The markets under study: ${result.markets.join(', ')}.` },
      ...withoutFigures(buildMetricsSection(result).blocks),
      { kind: 'subheading', text: 'Limits of the policy' },
      ...withoutFigures(buildConstraintsSection(result).blocks),
      { kind: 'subheading', text: 'What simpler rules would say' },
      ...withoutFigures(buildTierBaselines(result).blocks),
      ...(result.updateSchedule === null ? [] : [{ kind: 'subheading' as const, text: schedule.title }, ...withoutFigures(schedule.blocks)]),
      { kind: 'subheading', text: 'What history says' },
      ...(result.windows.length === 0 ? [] : buildReplayBlocks(result.windows, result.models.correlation.series[0]!)),
      history,
    ],
    affected,
    limits: listPerpLimits(result),
    sensitivity: buildSensitivityTable(result, 'deficits'),
  };
}
