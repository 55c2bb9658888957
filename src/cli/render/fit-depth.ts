import type { ChalkInstance } from 'chalk';
import type { DepthFitReport } from '../../pipeline/fit/fit-depth.js';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import { formatEstimate, renderHeader, renderKept, renderPlots } from './fit-frame.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Lays a depth fit out for a terminal: laws by held-out error, impact by size, warnings. */
export function renderDepthFit(kept: KeptFit<DepthFitReport>, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { result } = kept;
  const toRow = (cells: readonly string[]): TextCell[] => cells.map((text) => ({ text }));
  const laws = result.laws.map(({ kind, coefficients, crossValidatedError }) =>
    toRow([kind, formatEstimate(crossValidatedError), coefficients.map(formatEstimate).join(', ') || 'steps']),
  );
  const impacts = result.impacts.map(({ size, impactRatio, isExtrapolation }) =>
    toRow([formatEstimate(size), `${formatEstimate(100 * impactRatio)} %`, isExtrapolation ? 'extrapolation' : '']),
  );
  return [
    '',
    chalk.bold(`Price impact: ${result.laws[0]!.kind} law`),
    chalk.dim(`${result.source}: ${result.quotes} quotes above ${100 * result.minimumImpactRatio} %, ${result.quotesLeftOut} left out; largest ${formatEstimate(result.sizeMax)}`),
    '',
    ...layOutTable([renderHeader(['law', 'held-out error of ln impact', 'coefficients in ln size'], chalk), ...laws], columns),
    '',
    ...layOutTable([renderHeader(['size', 'average impact', ''], chalk), ...impacts], columns),
    '',
    ...renderPlots(kept, columns, chalk),
    ...renderWarnings(result.warnings, columns, chalk),
    renderKept(kept, workingFolder, chalk),
    '',
  ].join('\n');
}
