import type { ChalkInstance } from 'chalk';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import type { VolatilityFitReport } from '../../pipeline/fit/volatility-report.js';
import { formatEstimate, formatPValue, renderHeader, renderKept, renderPlots, renderSeriesLine } from './fit-frame.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

const DOUBTFUL_P = 0.05;

/** Lays a volatility fit out for a terminal: estimates with both standard errors, likelihood, forecast, tests, warnings. */
export function renderVolatilityFit(kept: KeptFit<VolatilityFitReport>, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { result } = kept;
  return [
    '',
    chalk.bold(result.label),
    renderSeriesLine(result.series, chalk),
    '',
    ...renderParameters(result, columns, chalk),
    '',
    ...renderSummary(result, chalk),
    '',
    ...renderDiagnostics(result, columns, chalk),
    ...renderComparison(result, columns, chalk),
    ...renderPlots(kept, columns, chalk),
    ...renderWarnings(result.warnings, columns, chalk),
    renderKept(kept, workingFolder, chalk),
    '',
  ].join('\n');
}

function renderParameters({ parameters, model }: VolatilityFitReport, columns: number, chalk: ChalkInstance): string[] {
  const robust = model === 'har' ? 's.e. (Newey–West)' : 's.e. (robust)';
  const rows: TextCell[][] = [renderHeader(['parameter', 'estimate', model === 'har' ? 's.e. (classic)' : 's.e. (Hessian)', robust], chalk)];
  for (const { name, estimate, standardError, robustStandardError } of parameters) {
    rows.push([name, formatEstimate(estimate), formatEstimate(standardError), formatEstimate(robustStandardError)].map((text) => ({ text })));
  }
  return layOutTable(rows, columns);
}

function renderSummary(result: VolatilityFitReport, chalk: ChalkInstance): string[] {
  const { logLikelihood, aic, bic, persistence, longRunVolatility, forecast, presampleRule, constraint, converged } = result;
  const level = longRunVolatility === null ? 'no long-run level' : `long-run volatility ${formatEstimate(longRunVolatility)} per step`;
  const forecasts = `Forecast: next step ${formatEstimate(Math.sqrt(forecast.variance[0]!))}, ${forecast.horizonSteps} steps together ${formatEstimate(forecast.horizonVolatility)} (${forecast.method})`;
  return [
    `Log-likelihood ${logLikelihood.toFixed(4).replace('-', '−')}, AIC ${aic.toFixed(2).replace('-', '−')}, BIC ${bic.toFixed(2).replace('-', '−')}; ${converged ? 'converged' : chalk.yellow('not converged')}`,
    `Persistence ${formatEstimate(persistence)}, ${level}`,
    forecasts,
    chalk.dim(`Constraint: ${constraint}. Presample: ${presampleRule}.`),
  ];
}

function renderDiagnostics({ diagnostics }: VolatilityFitReport, columns: number, chalk: ChalkInstance): string[] {
  if (diagnostics.length === 0) return [];
  const rows: TextCell[][] = [renderHeader(['test on residuals', 'statistic', 'p-value'], chalk)];
  for (const { name, statistic, pValue } of diagnostics) {
    const cell: TextCell = { text: formatPValue(pValue), ...(pValue < DOUBTFUL_P ? { paint: chalk.yellow } : {}) };
    rows.push([{ text: name }, { text: statistic.toFixed(3) }, cell]);
  }
  return [...layOutTable(rows, columns), ''];
}

function renderComparison({ comparison }: VolatilityFitReport, columns: number, chalk: ChalkInstance): string[] {
  if (comparison.length === 0) return [];
  const rows: TextCell[][] = [renderHeader(['hold-out', 'QLIKE', 'above the best', 's.e.'], chalk)];
  for (const { recursion, innovation, qlike, excess, excessStandardError, isWorse } of comparison) {
    const paint = isWorse ? chalk.dim : (text: string): string => text;
    rows.push([`${recursion} ${innovation}`, formatEstimate(qlike), formatEstimate(excess), formatEstimate(excessStandardError)].map((text) => ({ text, paint })));
  }
  return [...layOutTable(rows, columns), ''];
}
