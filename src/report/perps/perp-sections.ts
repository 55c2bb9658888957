/** The report of a run on perpetual futures as data, in reading order: the answer first, the means of checking it last. */
import type { PerpRunResult } from '../../core/perp-run-result.js';
import { buildColumns, textCell, type Block, type Card, type Cell, type Section } from '../blocks.js';
import { buildPriceFanChart, describePriceFan } from '../charts/price-fan-chart.js';
import { buildFrontierChart } from '../charts/frontier-chart.js';
import { formatCount, formatCounted, formatDuration, formatLevel, formatPValue, formatUsd, formatUtcDay, formatUtcMinute } from '../format-numbers.js';
import { describePairedDifference } from '../sections/answer.js';
import { buildAssumptionsSection, buildWarningsSection } from '../sections/assumptions.js';
import { buildConstraintsSection } from '../sections/constraints.js';
import { buildLossChart, describeDistribution, listTailMarkers } from '../sections/losses.js';
import { buildMetricsSection } from '../sections/metrics.js';
import { buildModelsSection } from '../sections/models.js';
import { compareMetric } from '../words/headline-metrics.js';
import { describeTable, describeTierDecision } from '../words/margin-tables.js';
import { describeMetric, formatInUnit, formatMetricInterval, nameMetric } from '../words/metrics.js';
import { formatRerunCommand, listRunIdentity } from '../words/rerun.js';
import { describeStop } from '../words/search-stop.js';
import { buildExposedSection } from './exposed-section.js';
import { buildReplayBlocks } from './replay-blocks.js';
import { buildTierAttribution, buildTierBaselines, buildTierSchedule, describeFirstTable } from './tier-reasons.js';

/** What stands on the first screen: efficiency, the tail of losses, and whether winners are asked to pay. */
export const PERP_HEADLINE_KEYS = ['maxLeverageMultiple', 'deficitEs99Usd', 'deleveragingProbability'];
const CANDIDATE_KEYS = ['maxLeverageMultiple', 'deficitEs99Usd', 'fundDrawMeanUsd', 'deleveragingProbability'];
const ROWS_MAX = 25;

/** Builds the sections; nothing is escaped yet. */
export function buildPerpSections(result: PerpRunResult): Section[] {
  return [
    buildAnswer(result),
    buildTiers(result),
    buildMetricsSection(result),
    buildTierAttribution(result),
    buildConstraintsSection(result),
    buildFrontier(result),
    buildTierBaselines(result),
    buildTierSchedule(result),
    buildExposedSection(result),
    buildLosses(result),
    buildHistory(result),
    buildModelsSection(result),
    buildAssumptionsSection(result, 'deficits'),
    buildWarningsSection(result),
    buildRerun(result),
  ];
}

function buildAnswer(result: PerpRunResult): Section {
  const { current, recommended, newlyLiquidatable, updateSchedule } = result;
  const isKept = recommended.decision === 'keep';
  const cards = PERP_HEADLINE_KEYS.flatMap((key): Card[] => {
    const compared = compareMetric(result, key);
    if (!compared) return [];
    const value = formatInUnit(compared.current.value, compared.current.unit);
    if (isKept) return [{ label: nameMetric(key), value, detail: `${describeMetric(compared.current)}.` }];
    return [{ label: nameMetric(key), value: `${value} → ${formatInUnit(compared.recommended.value, compared.recommended.unit)}`, detail: `Recommended: ${describeMetric(compared.recommended)}. ${describePairedDifference(compared)}` }];
  });
  return {
    id: 'answer',
    title: describeTierDecision(result),
    blocks: [
      { kind: 'paragraph', text: recommended.reason },
      ...(updateSchedule === null || updateSchedule.clipped.length === 0 ? [] : [{ kind: 'paragraph' as const, text: describeFirstTable(result) }]),
      {
        kind: 'cards',
        cards: [
          { label: 'What changes', value: isKept ? 'Nothing' : describeTable(recommended.table), detail: `In force: ${describeTable(current)}, in ${result.markets.join(', ')}.` },
          ...cards,
          {
            label: 'Accounts the change itself exposes',
            value: newlyLiquidatable.accounts === 0 ? 'None' : `${formatCount(newlyLiquidatable.accounts)}, with ${formatUsd(newlyLiquidatable.notionalUsd)} of positions`,
            detail: newlyLiquidatable.accounts === 0 ? 'No account becomes liquidatable on the day of the change.' : 'They are sound today and could be liquidated the moment the change takes effect.',
            tone: newlyLiquidatable.accounts === 0 ? 'good' : 'caution',
          },
        ],
      },
      { kind: 'subheading', text: 'What limits this answer' },
      {
        kind: 'list',
        items: listPerpLimits(result),
      },
    ],
  };
}

/** What a reader must keep in mind, from the result's own facts. */
export function listPerpLimits({ dataset, paths, coverage, assumptions, warnings }: PerpRunResult): string[] {
  const failed = coverage.filter(({ passes }) => !passes).length;
  return [
    `One snapshot: ${formatCounted(dataset.accounts, 'account')} on ${formatUtcDay(dataset.snapshotUnixSeconds)}, ${formatUsd(dataset.longNotionalUsd)} long and ${formatUsd(dataset.shortNotionalUsd)} short; ${formatCounted(dataset.accountsLeftOut, 'account')} left out.`,
    `${formatCounted(paths.total, 'simulated path')} over ${formatDuration(paths.horizonSeconds)} in steps of ${formatDuration(paths.stepSeconds)}: falls within a step are seen only when they are over, so deficits are overstated.`,
    coverage.length === 0 ? 'The volatility forecast was not tested out of sample.' : `The volatility forecast ${failed === 0 ? 'passes' : `fails ${failed} of`} ${formatCounted(coverage.length, 'out-of-sample coverage test')}.`,
    `${formatCounted(assumptions.length, 'input')} assumed and not measured; ${formatCounted(warnings.length, 'warning')} came up.`,
  ];
}

function buildTiers({ current, recommended, markets, market, policy, search }: PerpRunResult): Section {
  const rows = Array.from({ length: Math.max(current.length, recommended.table.length) }, (_, tier): Cell[] => {
    const cells = [current[tier], recommended.table[tier]].flatMap((row) => (row ? [textCell(formatUsd(row.floorUsd)), textCell(`${formatCount(row.leverageMax)}×`)] : [textCell('–'), textCell('–')]));
    return [textCell(String(tier + 1)), ...cells];
  });
  return {
    id: 'parameters',
    title: 'Margin tiers',
    blocks: [
      { kind: 'table', caption: `${markets.join(', ')} on ${market.venue}: from this notional on, at most this leverage; maintenance is half of the initial margin`, columns: buildColumns('Tier', '>Current from', '>Leverage', '>Recommended from', '>Leverage'), rows },
      {
        kind: 'paragraph',
        text: `Policy “${policy.name}”: ${policy.objective}. The search tried ${formatCount(search.candidates)} tables; ${formatCount(search.feasible)} of those examined in full meet every limit. Paths per stage: ${search.pathsPerStage.map(formatCount).join(', ')}. ${describeStop(search, 'traders')}`,
      },
    ],
  };
}

function buildFrontier({ frontier, current, recommended }: PerpRunResult): Section {
  const chart = buildFrontierChart({ frontier: frontier.map((candidate) => ({ ...candidate, name: describeTable(candidate.table) })), current: describeTable(current), recommended: describeTable(recommended.table) }, 'deficitEs99Usd', 'maxLeverageMultiple');
  const listed = frontier.filter(({ onFrontier, isCurrent, isRecommended }) => onFrontier || isCurrent || isRecommended).slice(0, ROWS_MAX);
  const feasible = frontier.filter((candidate) => candidate.feasible).length;
  const reading = `${formatCount(feasible)} of the ${formatCount(frontier.length)} tables shown keep every limit; up is more leverage, left is less tail loss, horizontal bars are the 95 % intervals of the current and the recommended table.`;
  const picture: Block = chart === undefined ? { kind: 'paragraph', text: 'There is no picture: fewer than two tables were examined in full.' } : { kind: 'figures', figures: [{ chart, reading }] };
  return {
    id: 'frontier',
    title: 'What else could be chosen',
    blocks: [
      picture,
      {
        kind: 'table',
        caption: 'Current table, recommended table and frontier',
        columns: buildColumns('Role', 'Tiers', ...CANDIDATE_KEYS.map((key) => `>${nameMetric(key)}`), '>Newly liquidatable', 'Keeps limits'),
        rows: listed.map((candidate): Cell[] => [
          { text: [candidate.isCurrent ? 'current' : '', candidate.isRecommended ? 'recommended' : '', candidate.onFrontier ? 'frontier' : ''].filter((role) => role !== '').join(', '), ...(candidate.isRecommended ? { tone: 'good' as const } : {}) },
          textCell(describeTable(candidate.table)),
          ...CANDIDATE_KEYS.map((key): Cell => {
            const metric = candidate.metrics[key]!;
            return { text: formatInUnit(metric.value, metric.unit), detail: formatMetricInterval(metric) };
          }),
          textCell(`${formatCount(candidate.newlyLiquidatableAccounts)} (${formatUsd(candidate.newlyLiquidatableNotionalUsd)})`),
          candidate.feasible ? { text: 'yes', tone: 'good' } : { text: 'no', tone: 'bad' },
        ]),
      },
    ],
  };
}

function buildLosses(result: PerpRunResult): Section {
  const { paths, pictures } = result;
  return {
    id: 'losses',
    title: 'Simulated losses',
    blocks: [
      {
        kind: 'paragraph',
        text:
          `${formatCount(paths.total)} paths (${formatCount(paths.monteCarlo)} Monte Carlo, ${formatCount(paths.bootstrap)} from historical blocks) over ${formatDuration(paths.horizonSeconds)}; ` +
          'both tables meet the same paths. A deficit is what a unit owes beyond its margin; the insurance fund pays first, then winners by deleveraging, and what is left is socialised.',
      },
      {
        kind: 'figures',
        figures: [
          { chart: buildPriceFanChart(result), reading: describePriceFan(result) },
          { chart: buildLossChart('deficit', 'Deficit', pictures.badDebt, listTailMarkers(result, 'deficit')), reading: describeDistribution(pictures.badDebt) },
          { chart: buildLossChart('closed-notional', 'Notional closed by force', pictures.closedNotional), reading: describeDistribution(pictures.closedNotional) },
        ],
      },
    ],
  };
}

function buildHistory({ coverage, windows, models }: PerpRunResult): Section {
  const rows = coverage.map(({ series, level, n, exceedances, expectedExceedances, kupiecP, christoffersenP, passes }): Cell[] => [
    textCell(series),
    textCell(formatLevel(level)),
    textCell(formatCount(n)),
    textCell(formatCount(exceedances)),
    textCell(formatCount(expectedExceedances)),
    textCell(`p ${formatPValue(kupiecP)}`),
    textCell(`p ${formatPValue(christoffersenP)}`),
    passes ? { text: 'passes', tone: 'good' } : { text: 'fails', tone: 'bad' },
  ]);
  const none: Block = { kind: 'paragraph', text: 'The prices end with the snapshot, so nothing could be tested.' };
  const table: Block = { kind: 'table', caption: 'One-hour value-at-risk, its parameters frozen at the snapshot, against the returns that came after it', columns: buildColumns('Series', '>Level', '>Hours', '>Beyond', '>Expected', '>Kupiec', '>Christoffersen', 'Outcome'), rows };
  return {
    id: 'backtest',
    title: 'What history says',
    blocks: [...buildReplayBlocks(windows, models.correlation.series[0]!), { kind: 'subheading', text: 'Volatility forecast against what came after' }, rows.length === 0 ? none : table],
  };
}

function buildRerun(result: PerpRunResult): Section {
  const { dataset, files } = result;
  return {
    id: 'rerun',
    title: 'Run it again',
    blocks: [
      { kind: 'paragraph', text: 'The same version, inputs and seed give the same result file, byte for byte. From inside the run’s folder:' },
      { kind: 'code', text: formatRerunCommand(result) },
      { kind: 'table', caption: 'What fixes the result', columns: buildColumns('Input', 'Value'), rows: listRunIdentity(result).map(([name, value]) => [textCell(name), textCell(value)]) },
      {
        kind: 'paragraph',
        text: `Dataset: ${dataset.description}; snapshot ${formatUtcMinute(dataset.snapshotUnixSeconds)}; ${formatCounted(dataset.positions, 'position')} of ${formatCounted(dataset.accounts, 'account')}, ${formatCount(dataset.accountsLeftOut)} left out; licence ${dataset.licence}.`,
      },
      { kind: 'table', caption: 'Files of this run', columns: buildColumns('What', 'Path in the run’s folder'), rows: Object.entries(files).map(([name, path]) => [textCell(name), textCell(path)]) },
    ],
  };
}
