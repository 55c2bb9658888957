/** Whether the kind of forecast that this report rests on held in the past: prices, the book's losses, single liquidations. */
import type { BookLossCoverage, BookLossTest, LiquidationForecast, LiquidationForecastHorizon, RollingCoverage, RollingLevel } from '../../core/backtest-result.js';
import type { RunResult } from '../../core/run-result.js';
import { buildBookLossChart, describeBookLossChart } from '../charts/book-loss-chart.js';
import { buildAmountsChart, buildCalibrationChart, describeAmounts, describeCalibration } from '../charts/calibration-chart.js';
import { buildCoverageChart, describeCoverageChart } from '../charts/coverage-chart.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatCount, formatDuration, formatLevel, formatPValue, formatRatio, formatSignificant, formatUtcDay } from '../format-numbers.js';

const NOT_TESTED = 'Not tested: a quick run leaves it out, and so do prices that are too short.';

/** One line per test: what it is of, whether it holds, in words. */
export function listHistoryVerdicts({ backtest }: RunResult): { readonly holds: boolean | null; readonly sentence: string }[] {
  const { rolling, bookLosses, liquidationForecast } = backtest;
  return [
    ...(rolling === null ? [] : [{ holds: rolling.holds, sentence: rolling.sentence }]),
    ...(bookLosses?.tests ?? []).map(({ holds, sentence }) => ({ holds, sentence })),
    ...(liquidationForecast?.horizons.flatMap(({ claims }) => claims) ?? []),
  ];
}

function buildPCell(p: number | null, significance: number, detail?: string): Cell {
  if (p === null) return { text: 'not testable', tone: 'quiet' };
  return { text: formatPValue(p).replace('= ', ''), ...(p < significance ? { tone: 'bad' as const } : {}), ...(detail === undefined ? {} : { detail }) };
}

const LEVEL_COLUMNS = ['>Level', '>Beyond / due', '>Kupiec p', '>Independence p', '>Shortfall p', 'Traffic light'];

function buildLevelCells({ level, exceedances, expectedExceedances, kupiecP, independenceP, shortfallZ2, shortfallP, zone }: RollingLevel, significance: number): Cell[] {
  const tone = { green: 'good', yellow: 'caution', red: 'bad' } as const;
  return [
    textCell(formatLevel(level)),
    textCell(`${formatCount(exceedances)} / ${formatCount(expectedExceedances)}`),
    buildPCell(kupiecP, significance),
    buildPCell(independenceP, significance),
    buildPCell(shortfallP, significance, shortfallZ2 === null ? undefined : `Z₂ ${formatSignificant(shortfallZ2, 3)}`),
    { text: zone, tone: tone[zone] },
  ];
}

function buildRollingBlocks(rolling: RollingCoverage | null): Block[] {
  if (rolling === null) return [{ kind: 'paragraph', text: NOT_TESTED }];
  const { spans, refitSteps, horizonSeconds, significance, models } = rolling;
  const day = formatUtcDay;
  return [
    { kind: 'note', tone: rolling.holds ? 'good' : 'bad', title: rolling.holds ? 'Passes' : 'Fails', text: rolling.sentence },
    {
      kind: 'paragraph',
      text:
        `Every ${formatDuration(horizonSeconds)} each model forecasts the next return from what was known before; fitted anew every ${formatCount(refitSteps)} steps. The spans were fixed before anything was fitted: ` +
        `fitted from ${day(spans.fromUnixSeconds)}, chosen between from ${day(spans.chooseUnixSeconds)}, tested from ${day(spans.testUnixSeconds)} to ${day(spans.toUnixSeconds)}. ` +
        `A test rejects below ${formatRatio(significance)}; models that fail stay in the table.`,
    },
    {
      kind: 'table',
      caption: 'Value at risk and expected shortfall of prices, rolled out of sample',
      columns: buildColumns('Model', ...LEVEL_COLUMNS, 'Outcome'),
      rows: models.flatMap(({ label, isChosen, passes, passesExpectedShortfall, levels }) =>
        levels.map((level, index): Cell[] => [
          { text: label, ...(isChosen ? { detail: 'chosen before the test began' } : {}) },
          ...buildLevelCells(level, significance),
          index > 0 ? textCell('') : passes && passesExpectedShortfall ? { text: 'passes', tone: 'good' } : { text: passes ? 'fails shortfall' : 'fails', tone: 'bad' },
        ]),
      ),
    },
    { kind: 'figures', figures: [{ chart: buildCoverageChart(rolling), reading: describeCoverageChart(rolling) }] },
  ];
}

const LOSS_NAMES = { badDebt: 'Bad debt', liquidatedDebt: 'Liquidated debt' } as const;

function describeOutcome({ passes, holds }: Pick<BookLossTest, 'passes' | 'holds'>): Pick<Cell, 'text' | 'tone'> {
  if (holds === null) return { text: 'cannot be told', tone: 'caution' };
  if (holds) return { text: 'passes', tone: 'good' };
  return { text: passes === false ? 'fails' : 'fails shortfall', tone: 'bad' };
}

function buildBookLossBlocks(losses: BookLossCoverage | null): Block[] {
  if (losses === null) return [{ kind: 'paragraph', text: NOT_TESTED }];
  const { spans, horizonSeconds, refitWindows, paths, significance, tests, limits } = losses;
  return [
    ...tests.map((test): Block => {
      const { text, tone } = describeOutcome(test);
      return { kind: 'note', tone: tone!, title: `${text.charAt(0).toUpperCase()}${text.slice(1)}`, text: test.sentence };
    }),
    {
      kind: 'paragraph',
      text:
        `The snapshot’s book is forecast ${formatDuration(horizonSeconds)} ahead, window after window from ${formatUtcDay(spans.testUnixSeconds)} to ${formatUtcDay(spans.toUnixSeconds)}, each from the prices known before it ` +
        `(${formatCount(paths)} paths, fitted anew every ${formatCount(refitWindows)} windows), and then sent through the prices that came.`,
    },
    {
      kind: 'table',
      caption: 'Losses of the book, rolled out of sample; due is the sum of each window’s own chance',
      columns: buildColumns('Loss', ...LEVEL_COLUMNS, 'Outcome'),
      rows: tests.flatMap((test) => test.levels.map((level, index): Cell[] => [textCell(LOSS_NAMES[test.loss]), ...buildLevelCells(level, significance), index > 0 ? textCell('') : describeOutcome(test)])),
    },
    { kind: 'figures', figures: [{ chart: buildBookLossChart(losses), reading: describeBookLossChart(losses) }] },
    { kind: 'list', items: limits },
  ];
}

function buildHorizonRows({ horizonSeconds, alarms }: LiquidationForecastHorizon): Cell[][] {
  const share = (value: number | null): Cell => (value === null ? { text: 'no case', tone: 'quiet' } : textCell(formatRatio(value)));
  return alarms.map((alarm) => [
    textCell(formatDuration(horizonSeconds)),
    textCell(formatRatio(alarm.thresholdProbability)),
    share(alarm.hitRate),
    share(alarm.precision),
    share(alarm.recall),
    textCell(`${formatCount(alarm.warnedAndLiquidated)} / ${formatCount(alarm.warnedOnly)} / ${formatCount(alarm.liquidatedOnly)}`),
  ]);
}

function buildForecastBlocks(forecast: LiquidationForecast | null): Block[] {
  if (forecast === null) return [{ kind: 'paragraph', text: NOT_TESTED }];
  const { dataset, horizons, splitUnixSeconds, toUnixSeconds } = forecast;
  const claims = horizons.flatMap((horizon) => horizon.claims);
  return [
    {
      kind: 'paragraph',
      text:
        `Another market, whose every liquidation is on record (${dataset.name}: ${dataset.description}), rebuilt day by day. Each account’s chance to be liquidated is forecast from what was known then and held against what happened, ` +
        `${formatUtcDay(splitUnixSeconds)} to ${formatUtcDay(toUnixSeconds)}; the split was fixed before the fit.`,
    },
    { kind: 'list', items: claims.map(({ holds, sentence }) => `${holds ? 'Holds' : 'Does not hold'}: ${sentence}`) },
    {
      kind: 'figures',
      figures: [
        { chart: buildCalibrationChart(forecast), reading: describeCalibration(forecast) },
        { chart: buildAmountsChart(forecast), reading: describeAmounts(horizons[0]!) },
      ],
    },
    {
      kind: 'table',
      caption: 'Warnings from a probability on: right / false / missed',
      columns: buildColumns('Horizon', '>Warned from', '>Hit rate', '>Precision', '>Recall', '>Right / false / missed'),
      rows: horizons.flatMap(buildHorizonRows),
    },
  ];
}

export function buildHistorySection({ backtest }: RunResult): Section {
  return {
    id: 'history',
    title: 'Did such forecasts hold before?',
    blocks: [
      { kind: 'subheading', text: 'Prices' },
      ...buildRollingBlocks(backtest.rolling),
      { kind: 'subheading', text: 'Losses of this book' },
      ...buildBookLossBlocks(backtest.bookLosses),
      { kind: 'subheading', text: 'Liquidations of real accounts' },
      ...buildForecastBlocks(backtest.liquidationForecast),
    ],
  };
}
