/** History: both parameter sets through real stress windows, and the volatility forecast against what came. */
import type { CoverageTest, ReplayWindow, RunResult } from '../../core/run-result.js';
import { buildReplayChart, describeReplay } from '../charts/replay-chart.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatCount, formatDuration, formatLevel, formatPValue, formatRatio, formatSignificant, formatUsd, formatUtcDay } from '../format-numbers.js';
import { describeParameters } from '../words/parameters.js';

/** p-values below this customary line count as a surprise. */
const SURPRISE_P = 0.05;

/** A pass or a failure of one coverage test in plain words. */
export function describeCoverage(test: CoverageTest): string {
  const { series, level, horizonSeconds, n, exceedances, expectedExceedances, kupiecP, christoffersenP, passes } = test;
  return (
    `${series} at ${formatLevel(level)} over ${formatDuration(horizonSeconds)}: ${passes ? 'passes' : 'fails'}. ` +
    `${formatCount(exceedances)} losses went beyond the forecast where ${formatCount(expectedExceedances)} were expected in n = ${formatCount(n)}; ` +
    `their number is ${describeNumber(test)} (Kupiec p ${formatPValue(kupiecP)}) and their timing ${christoffersenP < SURPRISE_P ? 'surprisingly clustered' : 'unsurprising'} ` +
    `(Christoffersen p ${formatPValue(christoffersenP)}).`
  );
}

function describeNumber({ kupiecP, exceedances, expectedExceedances }: CoverageTest): string {
  if (kupiecP >= SURPRISE_P) return 'unsurprising';
  return exceedances > expectedExceedances ? 'surprisingly high, the forecast is too calm' : 'surprisingly low, the forecast is too wide';
}

function buildOutcomeCell(current: string, recommended: string): Cell {
  return { text: recommended, detail: `current ${current}` };
}

function buildWindowRow({ name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, minimumPegRatio, current, recommended }: ReplayWindow): Cell[] {
  const compare = (format: (value: number) => string, key: Exclude<keyof ReplayWindow['current'], 'liquidatedDebtByStepUsd'>): Cell =>
    buildOutcomeCell(format(current[key]), format(recommended[key]));
  return [
    { text: name, detail: `${formatUtcDay(fromUnixSeconds)} to ${formatUtcDay(toUnixSeconds)}` },
    textCell(`−${formatRatio(maxDrawdownRatio)}`),
    minimumPegRatio === null ? { text: 'not observed', tone: 'quiet' } : textCell(formatSignificant(minimumPegRatio)),
    compare(formatUsd, 'liquidatedDebtUsd'),
    compare(formatUsd, 'badDebtUsd'),
    compare(formatUsd, 'penaltyUsd'),
    compare(formatCount, 'liquidatedAccounts'),
    compare(formatRatio, 'peakImpactRatio'),
  ];
}

function buildReplayBlocks(windows: readonly ReplayWindow[], series: string): Block[] {
  if (windows.length === 0) return [{ kind: 'paragraph', text: 'No historical window was replayed.' }];
  const notes = windows.flatMap(({ name, notes: texts }) => texts.map((text) => `${name}: ${text}`));
  return [
    {
      kind: 'paragraph',
      text: 'Today’s book is sent through the prices of each window, once per parameter set. There is no randomness here, hence no interval.',
    },
    {
      kind: 'table',
      caption: 'Replay: recommended set, current set in small print',
      columns: buildColumns('Window', `>Fall of ${series.split('/')[0]}`, '>Lowest peg', '>Liquidated debt', '>Bad debt', '>Penalties', '>Accounts', '>Peak impact'),
      rows: windows.map(buildWindowRow),
    },
    ...buildBaselineBlocks(windows),
    ...(notes.length === 0 ? [] : [{ kind: 'list' as const, items: notes }]),
    { kind: 'figures', figures: windows.map((window, index) => ({ chart: buildReplayChart(window, index, series), reading: describeReplay(window, series) })) },
  ];
}

/** The same windows under the values of simpler rules; no block when there are none. */
function buildBaselineBlocks(windows: readonly ReplayWindow[]): Block[] {
  const rows = windows.flatMap(({ name, baselines }) =>
    baselines.map(({ rule, parameters, figures }): Cell[] => [
      textCell(name),
      { text: rule, detail: describeParameters(parameters) },
      textCell(formatUsd(figures.liquidatedDebtUsd)),
      textCell(formatUsd(figures.badDebtUsd)),
      textCell(formatUsd(figures.penaltyUsd)),
      textCell(formatCount(figures.liquidatedAccounts)),
    ]),
  );
  if (rows.length === 0) return [];
  const bases = [...new Set(windows.flatMap(({ baselines }) => baselines.map(({ rule, basis }) => `${rule}: ${basis}.`)))];
  return [
    {
      kind: 'table',
      caption: 'The same windows under what simpler rules would have set; a threshold below today’s liquidates accounts by itself',
      columns: buildColumns('Window', 'Rule', '>Liquidated debt', '>Bad debt', '>Penalties', '>Accounts'),
      rows,
    },
    { kind: 'list', items: bases },
  ];
}

function buildCoverageRow(test: CoverageTest): Cell[] {
  return [
    { text: test.series, detail: `${formatUtcDay(test.fromUnixSeconds)} to ${formatUtcDay(test.toUnixSeconds)}` },
    textCell(formatLevel(test.level)),
    textCell(formatDuration(test.horizonSeconds)),
    textCell(formatCount(test.n)),
    textCell(`${formatCount(test.exceedances)} / ${formatCount(test.expectedExceedances)}`),
    { text: formatPValue(test.kupiecP).replace('= ', ''), detail: `LR ${formatSignificant(test.kupiecLr)}` },
    { text: formatPValue(test.christoffersenP).replace('= ', ''), detail: `LR ${formatSignificant(test.christoffersenLr)}` },
    test.passes ? { text: 'passes', tone: 'good' } : { text: 'fails', tone: 'bad' },
  ];
}

function buildCoverageBlocks(coverage: readonly CoverageTest[]): Block[] {
  if (coverage.length === 0) return [{ kind: 'paragraph', text: 'The volatility forecast was not tested out of sample.' }];
  return [
    { kind: 'list', items: coverage.map(describeCoverage) },
    {
      kind: 'table',
      caption: 'Coverage of the forecast value at risk, out of sample',
      columns: buildColumns('Series', '>Level', '>Horizon', '>n', '>Exceedances / expected', '>Kupiec p', '>Christoffersen p', 'Outcome'),
      rows: coverage.map(buildCoverageRow),
    },
  ];
}

export function buildBacktestSection({ backtest, models }: RunResult): Section {
  return {
    id: 'backtest',
    title: 'Backtest',
    blocks: [
      { kind: 'subheading', text: 'Replay of historical stress' },
      ...buildReplayBlocks(backtest.windows, models.correlation.series[0]!),
      { kind: 'subheading', text: 'Does the volatility forecast hold?' },
      ...buildCoverageBlocks(backtest.coverage),
    ],
  };
}
