import type { ChalkInstance } from 'chalk';
import type { TailFigure, TailFitReport } from '../../pipeline/fit/fit-tails.js';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import { formatEstimate, renderHeader, renderKept, renderPlots, renderSeriesLine } from './fit-frame.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Lays a tail fit out for a terminal: estimates, risk beyond the threshold, candidate thresholds, warnings. */
export function renderTailFit(kept: KeptFit<TailFitReport>, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { result } = kept;
  const toRow = (cells: readonly string[]): TextCell[] => cells.map((text) => ({ text }));
  const parameters = result.parameters.map(({ name, estimate, standardError, robustStandardError }) =>
    toRow([name, formatEstimate(estimate), formatEstimate(standardError), formatEstimate(robustStandardError)]),
  );
  const risks = result.risks.map(({ level, var: valueAtRisk, es, isExtrapolation }) =>
    toRow([`${Number((100 * level).toPrecision(6))} %`, formatFigure(valueAtRisk), formatFigure(es), isExtrapolation ? 'extrapolation' : '']),
  );
  const candidates = result.diagnostics.map(({ threshold, exceedances, meanExcess, xi, xiStandardError }) =>
    toRow([formatEstimate(threshold), String(exceedances), formatEstimate(meanExcess), formatEstimate(xi), formatEstimate(xiStandardError)]),
  );
  return [
    '',
    chalk.bold(`Generalised Pareto, ${result.tail} tail beyond ${formatEstimate(result.threshold)}`),
    renderSeriesLine(result.series, chalk),
    `${result.exceedances} exceedances; ${result.thresholdReason}`,
    '',
    ...layOutTable([renderHeader(['parameter', 'estimate', 's.e. (Hessian)', 's.e. (robust)'], chalk), ...parameters], columns),
    '',
    `Log-likelihood ${result.logLikelihood.toFixed(4).replace('-', '−')}; ${result.converged ? 'converged' : chalk.yellow('not converged')}`,
    '',
    ...layOutTable([renderHeader(['level', 'VaR (95 % interval)', 'ES (95 % interval)', ''], chalk), ...risks], columns),
    '',
    ...(candidates.length > 0
      ? [...layOutTable([renderHeader(['threshold', 'exceedances', 'mean excess', 'xi', 's.e.'], chalk), ...candidates], columns), '']
      : []),
    ...renderPlots(kept, columns, chalk),
    ...renderWarnings(result.warnings, columns, chalk),
    renderKept(kept, workingFolder, chalk),
    '',
  ].join('\n');
}

function formatFigure({ value, ciLow, ciHigh }: TailFigure): string {
  const format = (figure: number | null): string => (figure === null ? '∞' : Number(figure.toPrecision(4)).toString().replace('-', '−'));
  return `${format(value)} (${format(ciLow)}, ${format(ciHigh)})`;
}
