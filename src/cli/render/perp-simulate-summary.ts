import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { PerpSimulateReply } from '../../pipeline/perps/simulate-perps.js';
import { formatCount, formatRatio, formatUsd } from '../../report/format-numbers.js';
import type { Plot } from '../../report/plots/plot.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../../report/words/metrics.js';
import { renderTextPlot } from './text-plot.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Steps of the worst path that are printed: those in which most was closed. */
const STEPS_SHOWN = 8;
/** Prices that are printed: those that moved most. */
const FACTORS_SHOWN = 3;

/** Says what a simulation of margin tiers found: figures with intervals, then the worst path: who paid, and what happened hour by hour. */
export function renderPerpSimulation(reply: PerpSimulateReply, plots: readonly Plot[], workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { markets, table, metrics, stress, paths, seed, engine, dataset, warnings, plotFiles, openInterestUsd, fundUsd } = reply;
  const head = stress ? `Stress: ${stress.name}` : `${formatCount(paths)} paths`;
  return [
    '',
    `${chalk.bold(`${formatCount(markets.length)} markets at ${describeTable(table)}`)} ${chalk.dim(`(${head}, seed ${seed}, ${engine} engine, ${dataset.name})`)}`,
    chalk.dim(`${formatUsd(openInterestUsd)} of positions, an insurance fund of ${formatUsd(fundUsd)}`),
    ...(stress ? [chalk.dim(`Extrapolation without probability: ${stress.basis}`)] : []),
    '',
    ...(metrics ? [...renderMetrics(metrics, columns, chalk), ''] : []),
    ...renderWorstPath(reply, columns, chalk),
    '',
    ...plots.flatMap((plot) => [...renderTextPlot(plot, columns), '']),
    ...renderWarnings(warnings, columns, chalk),
    ...plotFiles.map((path) => `Picture  ${chalk.cyan(relative(workingFolder, path) || path)}`),
    '',
  ].join('\n');
}

function renderMetrics(metrics: NonNullable<PerpSimulateReply['metrics']>, columns: number, chalk: ChalkInstance): string[] {
  const rows = Object.entries(metrics).map(([key, metric]): TextCell[] => [
    { text: nameMetric(key, metric.unit) },
    { text: formatInUnit(metric.value, metric.unit) },
    { text: formatMetricInterval(metric) },
  ]);
  return layOutTable([header(['', 'value', '95 % interval'], chalk), ...rows], columns);
}

function renderWorstPath({ worstPath: { outcome, steps, index } }: PerpSimulateReply, columns: number, chalk: ChalkInstance): string[] {
  const name = index === null ? 'The given path' : `Worst path (number ${index})`;
  const summary = [
    `${name}: ${formatUsd(outcome.liquidatedDebtUsd)} closed by force in ${formatCount(outcome.liquidatedAccounts)} accounts, margin lost to fees and slippage ${formatUsd(outcome.liquidatedCollateralUsd)}, impact up to ${formatRatio(outcome.peakImpactRatio)}`,
    `Deficit ${formatUsd(outcome.badDebtUsd)}: insurance fund ${formatUsd(outcome.fundDrawUsd)}, winners deleveraged ${formatUsd(outcome.adlUsd)}, socialised ${formatUsd(outcome.socialisedUsd)}`,
  ];
  const busiest = steps
    .filter(({ liquidatedDebtUsd }) => liquidatedDebtUsd > 0)
    .sort((a, b) => b.liquidatedDebtUsd - a.liquidatedDebtUsd || a.hour - b.hour)
    .slice(0, STEPS_SHOWN)
    .sort((a, b) => a.hour - b.hour);
  if (busiest.length === 0) return summary;
  const last = steps.at(-1)!.priceRatio;
  const factors = Object.keys(last)
    .sort((a, b) => Math.abs(Math.log(last[b]!)) - Math.abs(Math.log(last[a]!)))
    .slice(0, FACTORS_SHOWN);
  const rows = busiest.map(({ hour, priceRatio, liquidatedAccounts, liquidatedDebtUsd }): TextCell[] =>
    [String(hour), ...factors.map((factor) => formatRatio(priceRatio[factor]! - 1)), formatCount(liquidatedAccounts), formatUsd(liquidatedDebtUsd)].map((text) => ({ text })),
  );
  return [...summary, '', ...layOutTable([header(['hour', ...factors, 'units', 'notional closed'], chalk), ...rows], columns)];
}

function header(texts: readonly string[], chalk: ChalkInstance): TextCell[] {
  return texts.map((text) => ({ text, paint: chalk.underline }));
}
