/** The first screen: what to do, what it costs in risk, what it gives, whom it hits, and what limits the answer. */
import type { RunResult } from '../../core/run-result.js';
import type { Card, Section } from '../blocks.js';
import { formatCount, formatCounted, formatDuration, formatUsd, formatUtcDay } from '../format-numbers.js';
import { compareMetric, findEfficiencyKey, findRiskKey, type ComparedMetric } from '../words/headline-metrics.js';
import { describeDifference, describeMetric, formatDifference, formatInUnit, formatMetricInterval, isExact, nameMetric } from '../words/metrics.js';
import { listHistoryVerdicts } from './history.js';
import { describeDecision, describeParameters, formatParameter, listChanges } from '../words/parameters.js';

/** The paired difference with its interval and verdict. */
export function describePairedDifference({ difference }: ComparedMetric): string {
  if (difference === undefined) return 'The paired difference was not computed.';
  const interval = isExact(difference) ? 'exact' : `95 % interval ${formatMetricInterval(difference)}`;
  return `Paired difference ${formatDifference(difference)}, ${interval}: ${describeDifference(difference)}.`;
}

function buildChangeCard(result: RunResult): Card {
  const changes = listChanges(result);
  if (changes.length === 0) {
    return { label: 'What changes', value: 'Nothing', detail: `In force: ${describeParameters(result.current)}.` };
  }
  const [first] = changes;
  return {
    label: changes.length === 1 ? (first!.asset === result.asset ? `${result.asset} ${first!.name}` : first!.name) : 'What changes',
    value: changes.length === 1 ? `${formatParameter(first!.key, first!.fromBps)} → ${formatParameter(first!.key, first!.toBps)}` : `${changes.length} parameters`,
    detail:
      changes.length === 1
        ? `The set becomes ${describeParameters(result.recommended)}.`
        : `${changes.map(({ key, name, fromBps, toBps }) => `${name} ${formatParameter(key, fromBps)} → ${formatParameter(key, toBps)}`).join('; ')}.`,
  };
}

function buildMetricCard(compared: ComparedMetric, isKept: boolean): Card {
  const { key, current, recommended } = compared;
  if (isKept) return { label: nameMetric(key), value: formatInUnit(current.value, current.unit), detail: `${describeMetric(current)}.` };
  return {
    label: nameMetric(key),
    value: `${formatInUnit(current.value, current.unit)} → ${formatInUnit(recommended.value, recommended.unit)}`,
    detail: `Recommended: ${describeMetric(recommended)}. ${describePairedDifference(compared)}`,
  };
}

function buildAffectedCard({ newlyLiquidatable: { accounts, debtUsd } }: RunResult): Card {
  return {
    label: 'Accounts the change itself exposes',
    value: accounts === 0 ? 'None' : `${formatCount(accounts)}, owing ${formatUsd(debtUsd)}`,
    detail:
      accounts === 0
        ? 'No account becomes liquidatable on the day of the change.'
        : 'They are healthy today and could be liquidated the moment the change takes effect.',
    tone: accounts === 0 ? 'good' : 'caution',
  };
}

/** What a reader must keep in mind, from the result's own facts. */
export function listLimits(result: RunResult): string[] {
  const { dataset, paths, backtest, assumptions, warnings } = result;
  const failed = backtest.coverage.filter(({ passes }) => !passes).length;
  return [
    `One snapshot: ${formatCounted(dataset.accounts, 'account')} on ${formatUtcDay(dataset.snapshotUnixSeconds)}, ` +
      `${formatUsd(dataset.debtUsd)} of debt; ${formatCounted(dataset.accountsLeftOut, 'account')} left out.`,
    `${formatCounted(paths.total, 'simulated path')} over ${formatDuration(paths.horizonSeconds)}; nothing is said about longer horizons.`,
    ...(backtest.coverage.length === 0
      ? ['The volatility forecast was not tested out of sample.']
      : [`The volatility forecast ${failed === 0 ? 'passes' : `fails ${failed} of`} ${formatCounted(backtest.coverage.length, 'out-of-sample coverage test')}.`]),
    ...describeHistory(result),
    `${formatCounted(assumptions.length, 'input')} assumed and not measured; ${formatCounted(warnings.length, 'warning')} came up.`,
  ];
}

/** How many claims about the forecasts held in the past; nothing when none was tested. */
function describeHistory(result: RunResult): string[] {
  const verdicts = listHistoryVerdicts(result);
  const held = verdicts.filter(({ holds }) => holds === true).length;
  const open = verdicts.filter(({ holds }) => holds === null).length;
  if (verdicts.length === 0) return [];
  const untold = open === 0 ? '' : `; of ${formatCount(open)} it cannot be told`;
  return [`Of ${formatCounted(verdicts.length, 'claim')} about such forecasts, held against years of history, ${formatCount(held)} held and ${formatCount(verdicts.length - held - open)} did not${untold}.`];
}

/** Risk and efficiency, as far as the run has metrics for them. */
function listKeyMetrics(result: RunResult): ComparedMetric[] {
  const keys = [findRiskKey(result.metrics.recommended), findEfficiencyKey(result.metrics.recommended)];
  return [...new Set(keys)].map((key) => compareMetric(result, key)).filter((compared) => compared !== undefined);
}

/** Risk and efficiency in sentences, each with all it takes to read it. */
export function describeKeyMetrics(result: RunResult): string[] {
  return listKeyMetrics(result).map(describeComparison);
}

/** One metric under both sets, with the paired difference. */
export function describeComparison(compared: ComparedMetric): string {
  const { key, current, recommended } = compared;
  return `${nameMetric(key)}: ${describeMetric(recommended)} recommended, ${describeMetric(current)} current. ${describePairedDifference(compared)}`;
}

/** The opening section; its title is the recommendation itself. */
export function buildAnswerSection(result: RunResult): Section {
  const isKept = listChanges(result).length === 0;
  const metricCards = listKeyMetrics(result).map((compared) => buildMetricCard(compared, isKept));
  return {
    id: 'answer',
    title: describeDecision(result),
    blocks: [
      { kind: 'paragraph', text: result.recommended.reason },
      { kind: 'cards', cards: [buildChangeCard(result), ...metricCards, buildAffectedCard(result)] },
      { kind: 'subheading', text: 'What limits this answer' },
      { kind: 'list', items: listLimits(result) },
    ],
  };
}
