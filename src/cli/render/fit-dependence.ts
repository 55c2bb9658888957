import type { ChalkInstance } from 'chalk';
import type { DependenceFitReport } from '../../pipeline/fit/fit-dependence.js';
import type { KeptFit } from '../../pipeline/fit/keep-fit.js';
import { formatEstimate, renderHeader, renderKept, renderPlots } from './fit-frame.js';
import { layOutTable, type TextCell } from './text-table.js';
import { renderWarnings } from './warnings.js';

/** Lays a dependence fit out for a terminal: one row per pair, then the parameters, then warnings. */
export function renderDependenceFit(kept: KeptFit<DependenceFitReport>, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const { result } = kept;
  const { names, correlation, dcc, copula } = result;
  const k = names.length;
  const pairs = names.flatMap((first, i) =>
    names.slice(i + 1).map((second, offset): TextCell[] => {
      const p = i * k + i + 1 + offset;
      const figures = [correlation[p]!, dcc.nextCorrelation[p]!, copula.correlation[p]!, copula.tailDependence[p]!];
      return [`${first}, ${second}`, ...figures.map((figure) => figure.toFixed(3).replace('-', '−'))].map((text) => ({ text }));
    }),
  );
  const [a, b] = dcc.parameters as [(typeof dcc.parameters)[number], (typeof dcc.parameters)[number]];
  return [
    '',
    chalk.bold('Dependence of standardised residuals'),
    chalk.dim(`${result.source}: ${result.observations} common steps; changing correlation and copula on the last ${result.observationsRecent}`),
    '',
    ...layOutTable([renderHeader(['pair', 'correlation', 'next step (DCC)', 'copula', 'tail dependence'], chalk), ...pairs], columns),
    '',
    `Shrinkage ${formatEstimate(result.shrinkage)} (Ledoit–Wolf)`,
    `DCC a ${formatEstimate(a.estimate)} (s.e. ${formatEstimate(a.standardError)}), b ${formatEstimate(b.estimate)} (${formatEstimate(b.standardError)}), likelihood ratio ${formatEstimate(dcc.likelihoodRatio)}`,
    `t copula: ${formatEstimate(copula.degreesOfFreedom)} degrees of freedom (s.e. ${formatEstimate(copula.standardError)})`,
    '',
    ...renderPlots(kept, columns, chalk),
    ...renderWarnings(result.warnings, columns, chalk),
    renderKept(kept, workingFolder, chalk),
    '',
  ].join('\n');
}
