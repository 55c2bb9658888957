/** The sections of a draft that depend on the run, where there is one. */
import type { RunResult } from '../../core/run-result.js';
import type { Block, Section } from '../../report/blocks.js';
import { describeReplay } from '../../report/charts/replay-chart.js';
import { buildAccountsTable, describeNewlyLiquidatable } from '../../report/sections/accounts.js';
import { describeKeyMetrics, listLimits } from '../../report/sections/answer.js';
import { buildSensitivityTable, describeWarning, formatAssumption } from '../../report/sections/assumptions.js';
import { describeCoverage } from '../../report/sections/backtest.js';
import { buildConstraintsSection } from '../../report/sections/constraints.js';
import { buildMetricsSection } from '../../report/sections/metrics.js';
import { describeParameters } from '../../report/words/parameters.js';
import { formatRerunCommand, listRunIdentity } from '../../report/words/rerun.js';
import type { ProposalModel } from '../model.js';
import { buildChangeTable } from './change-table.js';
import { buildRequestDissent, buildRequestMotivation, buildRequestSpecification, buildRequestSummary, NO_RUN } from './request-sections.js';

const WHY_RECORD_KEEP =
  'A result without a change is still worth recording: it states with which data and limits the values in force were judged adequate, ' +
  'and whoever doubts it can change one input and run it again.';

/** Pictures do not travel into a forum post; their tables do. */
function withoutFigures(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ kind }) => kind !== 'figures');
}

/** What is asked for, the risk and gain in one list, and whom it hits. */
export function buildSummary(model: ProposalModel, result: RunResult | null): Section {
  if (!result) return buildRequestSummary(model);
  const opening =
    model.decision === 'change'
      ? `${model.headline} on ${model.venue} (${model.network}).`
      : `No change recommended: ${result.asset} on ${model.venue} (${model.network}) keeps ${describeParameters(result.current)}.`;
  return {
    id: 'summary',
    title: 'Summary',
    blocks: [
      { kind: 'paragraph', text: `${opening} ${model.reason}` },
      ...(model.decision === 'keep' ? [{ kind: 'paragraph' as const, text: WHY_RECORD_KEEP }] : []),
      { kind: 'list', items: [...describeKeyMetrics(result), describeNewlyLiquidatable(result)] },
    ],
  };
}

/** The evidence: metrics with intervals and definitions, limits, history. */
export function buildMotivation(model: ProposalModel, result: RunResult | null): Section {
  if (!result) return buildRequestMotivation(model);
  const { windows, coverage } = result.backtest;
  return {
    id: 'motivation',
    title: 'Motivation',
    blocks: [
      { kind: 'paragraph', text: `The policy “${result.policy.name}” asks: ${result.policy.objective}.` },
      ...withoutFigures(buildMetricsSection(result).blocks),
      { kind: 'subheading', text: 'Limits of the policy' },
      ...withoutFigures(buildConstraintsSection(result).blocks),
      { kind: 'subheading', text: 'What history says' },
      { kind: 'list', items: [...windows.map((window) => `${window.name}: ${describeReplay(window, result.models.correlation.series[0]!)}`), ...coverage.map(describeCoverage)] },
    ],
  };
}

/** The reasons and what would make them wrong, for forms without sections of their own for them. */
export function buildReasons(model: ProposalModel, result: RunResult | null): Block[] {
  if (result) return [...buildMotivation(model, result).blocks, ...buildDissent(result)];
  return [...buildRequestMotivation(model).blocks, { kind: 'paragraph', text: NO_RUN }, ...buildRequestDissent(model)];
}

function buildDissent(result: RunResult): Block[] {
  const assumed = result.assumptions.map((assumption) => `Assumed: ${assumption.name} = ${formatAssumption(assumption)}. ${assumption.why}`);
  const warned = result.warnings.map(({ code, message, remedy }) => `Warning ${code}: ${describeWarning({ message, remedy })}`);
  return [
    { kind: 'subheading', text: 'What would make this wrong' },
    { kind: 'list', items: [...listLimits(result), ...assumed, ...warned] },
    ...buildSensitivityTable(result),
  ];
}

function buildRerun(result: RunResult): Block[] {
  return [
    { kind: 'subheading', text: 'Run it again' },
    { kind: 'paragraph', text: 'From inside the run’s folder; the same version, inputs and seed give the same result file, byte for byte.' },
    { kind: 'code', text: formatRerunCommand(result) },
    { kind: 'list', items: listRunIdentity(result).map(([name, value]) => `${name}: ${value}`) },
  ];
}

/** The table of changes, the accounts they expose, the dissent and the way to check. */
export function buildSpecification(model: ProposalModel, result: RunResult | null): Section {
  if (!result) return buildRequestSpecification(model);
  const changes: Block = model.changes.length === 0 ? { kind: 'paragraph', text: 'No change recommended; no parameter is to be set.' } : buildChangeTable(model);
  return {
    id: 'specification',
    title: 'Specification',
    blocks: [
      changes,
      { kind: 'subheading', text: 'Accounts the change would hit' },
      { kind: 'paragraph', text: describeNewlyLiquidatable(result) },
      ...buildAccountsTable(result),
      ...buildDissent(result),
      ...buildRerun(result),
    ],
  };
}
