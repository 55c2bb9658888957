import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import type { SeriesSummary } from '../../pipeline/fit/load-series.js';
import { formatCount } from '../../report/format-numbers.js';
import { renderTextPlot } from './text-plot.js';
import type { TextCell } from './text-table.js';

/** Says in one line what was fitted: source, number of observations, what was left out. */
export function renderSeriesLine(series: SeriesSummary, chalk: ChalkInstance): string {
  const { source, observations, rowsMissing, kind, scale } = series;
  const made = kind === 'price' ? `log returns × ${scale}` : scale === 1 ? 'returns as given' : `returns × ${scale}`;
  const missing = rowsMissing > 0 ? `, ${formatCount(rowsMissing)} values missing` : '';
  return chalk.dim(`${source}: ${formatCount(observations)} ${made}${missing}`);
}

/** Says where the fit is kept, and whether it was taken from there. */
export function renderKept({ file, reused, plotFiles }: KeptFit<unknown>, workingFolder: string, chalk: ChalkInstance): string {
  const show = (path: string): string => chalk.cyan(relative(workingFolder, path) || path);
  const kept = reused ? `Taken from ${show(file)}: same data, options and version. ${chalk.dim('--refit fits again.')}` : `Kept in ${show(file)}`;
  return [kept, ...plotFiles.map((path) => `Picture  ${show(path)}`)].join('\n');
}

/** The pictures, in dots, as wide as the terminal allows. */
export function renderPlots({ plots }: KeptFit<unknown>, columns: number, chalk: ChalkInstance): string[] {
  return plots.flatMap((plot) => [...renderTextPlot(plot, columns).map((line, index) => (index === 0 ? line : chalk.dim(line))), '']);
}

/** A header row: underlined. */
export function renderHeader(labels: readonly string[], chalk: ChalkInstance): TextCell[] {
  return labels.map((text) => ({ text, paint: chalk.underline }));
}

/** Six significant digits: what an analyst compares with another package. */
export function formatEstimate(value: number | null): string {
  if (value === null) return 'not available';
  const text = value !== 0 && (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7) ? value.toExponential(5) : String(Number(value.toPrecision(6)));
  return text.replace('-', '−').replace('e-', 'e−');
}

/** A p-value to three decimals; what is smaller reads `< 0.001`. */
export function formatPValue(pValue: number): string {
  return pValue < 0.0005 ? '< 0.001' : pValue.toFixed(3);
}
