import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { ForecastReply } from '../../pipeline/forecast.js';
import { formatCount, formatSignificant, formatUsd, formatUtcDay } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

type Horizon = ForecastReply['horizons'][number];

/** Days of most liquidated debt that are printed. */
const DAYS_SHOWN = 8;

/** Lays a forecast held against history out for a terminal: verdicts first, then how each was measured. */
export function renderForecast({ dataset, horizons, verdicts, seed, paths, files }: ForecastReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const split = formatUtcDay(horizons[0]!.splitUnixSeconds);
  return [
    '',
    `${chalk.bold('Liquidations: forecast against fact')} ${chalk.dim(`(${dataset.name}, ${formatCount(paths)} paths, seed ${seed})`)}`,
    `Fitted on forecasts that end by ${split}, tested from ${split} on; the split was fixed before the fit.`,
    '',
    ...verdicts.map(({ holds, sentence }) => `${holds ? chalk.green('✔') : chalk.red('✘')} ${sentence}`),
    '',
    ...horizons.flatMap((horizon) => renderHorizon(horizon, columns, chalk)),
    ...files.map((file) => `Table  ${chalk.cyan(relative(workingFolder, file) || file)}`),
    '',
  ].join('\n');
}

function renderHorizon({ horizonHours, train, test, response, brier, skill, logSkill, alarms, bins, amounts, totals }: Horizon, columns: number, chalk: ChalkInstance): string[] {
  const toTable = (header: readonly string[], rows: readonly (readonly string[])[]): string[] =>
    layOutTable([header.map((text) => ({ text, paint: chalk.underline })), ...rows.map((row): TextCell[] => row.map((text) => ({ text })))], columns);
  const busiest = [...amounts].sort((a, b) => b.actualDebtUsd - a.actualDebtUsd).slice(0, DAYS_SHOWN).sort((a, b) => a.unixSeconds - b.unixSeconds);
  return [
    chalk.bold(horizonHours === 24 ? 'One day ahead' : 'One week ahead'),
    `${formatCount(test.n)} forecasts at ${formatCount(test.moments)} moments, ${formatCount(test.events)} liquidated; fitted on ${formatCount(train.n)}, ${formatCount(train.events)} liquidated`,
    `Owners: ${percent(response.idleShare)} do nothing; ${describeHalving(response.halvingDanger)}`,
    `Brier ${formatSignificant(brier)}; skill against the test span's own share ${percent(skill.hindsight.skill)}; log-loss skill against climatology ${percent(logSkill.skill)} (z ${logSkill.z.toFixed(1).replace('-', '−')})`,
    '',
    ...toTable(['forecast', 'count', 'mean', 'liquidated', 'share'], bins.map((bin) => [`${percent(bin.from)} to ${percent(bin.to)}`, formatCount(bin.forecasts), percent(bin.meanForecast), formatCount(bin.events), percent(bin.observedShare)])),
    '',
    ...toTable(
      ['warned from', 'hit rate', 'precision', 'recall', 'right', 'false', 'missed'],
      alarms.map((alarm) => [percent(alarm.threshold), percent(alarm.hitRate), percent(alarm.precision), percent(alarm.recall), ...[alarm.warnedAndLiquidated, alarm.warnedOnly, alarm.liquidatedOnly].map((count) => formatCount(count))]),
    ),
    '',
    ...toTable(
      ['from', 'predicted debt', 'if nobody acts (95 %)', 'actual debt', 'predicted', 'actual'],
      busiest.map((row) => [formatUtcDay(row.unixSeconds), formatUsd(row.predictedDebtUsd), formatUsd(row.upperDebtUsd), formatUsd(row.actualDebtUsd), row.predictedLiquidations.toFixed(1), formatCount(row.actualLiquidations)]),
    ),
    `All ${formatCount(amounts.length)}: predicted ${formatUsd(totals.predictedDebtUsd)}, actual ${formatUsd(totals.actualDebtUsd)} (${formatUsd(totals.unforeseenDebtUsd)} of vaults not forecast), correlation ${totals.correlation.toFixed(2)}; within the upper figure ${percent(totals.withinUpperShare)}`,
    '',
  ];
}

function describeHalving(danger: number | null): string {
  return danger === null ? 'nothing shows that those who came through danger differ' : `half as many of those who came through ${danger.toFixed(2)} expected liquidations`;
}

function percent(share: number | null): string {
  return share === null ? '–' : `${formatSignificant(100 * share, 3)} %`;
}
