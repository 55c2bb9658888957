import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { SimulateReply } from '../../pipeline/simulate.js';
import { formatCount, formatRatio, formatUsd } from '../../report/format-numbers.js';
import type { Plot } from '../../report/plots/plot.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../../report/words/metrics.js';
import { describeParameters } from '../../report/words/parameters.js';
import { renderTextPlot } from './text-plot.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Steps of the worst path that are printed: those in which most was liquidated. */
const STEPS_SHOWN = 8;

/** Says what a simulation found: figures with intervals, then the worst path hour by hour. */
export function renderSimulation(reply: SimulateReply, plots: readonly Plot[], workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { asset, parameters, metrics, effectivePaths, stress, paths, seed, engine, dataset, warnings, plotFiles } = reply;
  const head = stress ? `Stress: ${stress.name}` : `${formatCount(paths)} paths`;
  return [
    '',
    `${chalk.bold(`${asset}, ${describeParameters(parameters)}`)} ${chalk.dim(`(${head}, seed ${seed}, ${engine} engine, ${dataset.name})`)}`,
    ...(stress ? [chalk.dim(`Extrapolation without probability: ${stress.basis}`)] : []),
    '',
    ...(metrics ? [...renderMetrics(metrics, columns, chalk), ''] : []),
    ...(effectivePaths === null ? [] : [`All are Monte-Carlo paths, tilted and weighted: for averages they are worth ${formatCount(Math.round(effectivePaths))} plain ones${effectivePaths < 100 ? chalk.yellow('; below 100 the intervals are too short: tilt less') : ''}.`, '']),
    ...renderWorstPath(reply, columns, chalk),
    '',
    ...plots.flatMap((plot) => [...renderTextPlot(plot, columns), '']),
    ...renderWarnings(warnings, columns, chalk),
    ...plotFiles.map((path) => `Picture  ${chalk.cyan(relative(workingFolder, path) || path)}`),
    '',
  ].join('\n');
}

function renderMetrics(metrics: NonNullable<SimulateReply['metrics']>, columns: number, chalk: ChalkInstance): string[] {
  const header = ['', 'value', '95 % interval'].map((text) => ({ text, paint: chalk.underline }));
  const rows = Object.entries(metrics).map(([key, metric]): TextCell[] => [
    { text: nameMetric(key, metric.unit) },
    { text: formatInUnit(metric.value, metric.unit) },
    { text: formatMetricInterval(metric) },
  ]);
  return layOutTable([header, ...rows], columns);
}

function renderWorstPath({ worstPath: { outcome, steps, index } }: SimulateReply, columns: number, chalk: ChalkInstance): string[] {
  const name = index === null ? 'The given path' : `Worst path (number ${index})`;
  const summary = [
    `${name}: bad debt ${formatUsd(outcome.badDebtUsd)}, ${formatUsd(outcome.liquidatedDebtUsd)} of debt liquidated in ${formatCount(outcome.liquidatedAccounts)} accounts, penalty ${formatUsd(outcome.penaltyUsd)}, impact up to ${formatRatio(outcome.peakImpactRatio)}`,
    `Who pays: liquidators earn ${formatUsd(outcome.liquidatorProfitUsd)}, the protocol ${formatUsd(outcome.protocolFeeUsd)}; the insurance fund pays ${formatUsd(outcome.fundDrawUsd)}, suppliers lose ${formatUsd(outcome.socialisedUsd)}`,
    ...(outcome.ownersPaidUsd > 0 ? [`Owners repaid or added ${formatUsd(outcome.ownersPaidUsd)} to keep their accounts`] : []),
    ...(outcome.alongsideLiquidatedDebtUsd > 0 ? [`Venues alongside: ${formatUsd(outcome.alongsideLiquidatedDebtUsd)} of debt liquidated, bad debt ${formatUsd(outcome.alongsideBadDebtUsd)}`] : []),
  ];
  const busiest = steps
    .filter(({ liquidatedDebtUsd }) => liquidatedDebtUsd > 0)
    .sort((a, b) => b.liquidatedDebtUsd - a.liquidatedDebtUsd || a.hour - b.hour)
    .slice(0, STEPS_SHOWN)
    .sort((a, b) => a.hour - b.hour);
  if (busiest.length === 0) return summary;
  const factors = Object.keys(busiest[0]!.priceRatio);
  const header = ['hour', ...factors, 'impact', 'sold', 'accounts', 'debt liquidated', 'bad debt'].map((text) => ({ text, paint: chalk.underline }));
  const rows = busiest.map(({ hour, priceRatio, impactRatio, soldUsd, liquidatedAccounts, liquidatedDebtUsd, badDebtUsd }): TextCell[] =>
    [String(hour), ...factors.map((factor) => formatRatio(priceRatio[factor]! - 1)), formatRatio(impactRatio), formatUsd(soldUsd), formatCount(liquidatedAccounts), formatUsd(liquidatedDebtUsd), formatUsd(badDebtUsd)].map((text) => ({ text })),
  );
  return [...summary, '', ...layOutTable([header, ...rows], columns)];
}
