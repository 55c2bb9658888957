import type { ChalkInstance } from 'chalk';
import type { VolatilityFitReport } from '../../pipeline/fit/fit-volatility.js';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import { formatEstimate, renderHeader, renderKept, renderSeriesLine, renderWarnings } from './fit-frame.js';
import { layOutTable, type TextCell } from './text-table.js';

/** Lays a volatility fit out for a terminal: estimates with both standard errors, likelihood, warnings, where it is kept. */
export function renderVolatilityFit(kept: KeptFit<VolatilityFitReport>, workingFolder: string, chalk: ChalkInstance): string {
  const { result } = kept;
  return [
    '',
    chalk.bold(result.model),
    renderSeriesLine(result.series, chalk),
    '',
    ...renderParameters(result, chalk),
    '',
    `Log-likelihood ${formatEstimate(result.logLikelihood)}, AIC ${formatEstimate(result.aic)}, BIC ${formatEstimate(result.bic)}`,
    chalk.dim(`Presample rule: ${result.presampleRule}.`),
    ...renderWarnings(result.warnings, chalk),
    '',
    renderKept(kept, workingFolder, chalk),
    '',
  ].join('\n');
}

function renderParameters({ parameters }: VolatilityFitReport, chalk: ChalkInstance): string[] {
  const rows: TextCell[][] = [renderHeader(['parameter', 'estimate', 's.e. (Hessian)', 's.e. (robust)'], chalk)];
  for (const { name, estimate, standardError, robustStandardError } of parameters) {
    rows.push([name, formatEstimate(estimate), formatEstimate(standardError), formatEstimate(robustStandardError)].map((text) => ({ text })));
  }
  return layOutTable(rows);
}
