import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { CoverageReply } from '../../pipeline/coverage.js';
import { formatCount, formatSignificant, formatUtcDay } from '../../report/format-numbers.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';

/** Lays coverage tests out for a terminal: the verdict first, then every model at every level. */
export function renderCoverage({ dataset, series, horizonHours, refitSteps, seed, significance, spans, models, verdict, warnings, files }: CoverageReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const levels = models[0]!.levels.map(({ level }) => level);
  return [
    '',
    `${chalk.bold(`Value-at-risk of ${series}, ${horizonHours} hours ahead: forecast against fact`)} ${chalk.dim(`(${dataset.name}, seed ${seed})`)}`,
    ...wrapText(`Fitted from ${formatUtcDay(spans.fromUnixSeconds)}, anew every ${refitSteps} steps; chosen between from ${formatUtcDay(spans.chooseUnixSeconds)}, tested from ${formatUtcDay(spans.testUnixSeconds)} to ${formatUtcDay(spans.toUnixSeconds)}. The spans were fixed before the fit.`, columns),
    '',
    ...wrapText(`${verdict.holds ? '✔' : '✘'} ${verdict.sentence}`, columns).map((line) => line.replace(/^[✔✘]/, (mark) => (verdict.holds ? chalk.green(mark) : chalk.red(mark)))),
    '',
    ...levels.flatMap((level, index) => [chalk.bold(`${level * 100} % value-at-risk and expected shortfall`), ...layOutLevel(models, index, significance, columns, chalk), '']),
    ...wrapText(`Tests of number (Kupiec), independence (Christoffersen) and expected shortfall (Acerbi–Szekely Z₂) reject below ${significance}.`, columns),
    ...wrapText('Zone: Basel traffic light of the last 250 steps, and the share of such windows that were not green. Loss: quantile loss, percent.', columns),
    '▸ chosen: lowest loss before the test began.',
    ...warnings.flatMap((warning) => wrapText(`! ${warning}`, columns).map((line) => chalk.yellow(line))),
    ...files.map((file) => `Table  ${chalk.cyan(relative(workingFolder, file) || file)}`),
    '',
  ].join('\n');
}

function layOutLevel(models: CoverageReply['models'], index: number, significance: number, columns: number, chalk: ChalkInstance): string[] {
  const header = ['model', 'losses beyond', 'due', 'number p', 'indep. p', 'shortfall p', 'zone', 'not green', 'loss'];
  const rows = models.map(({ label, isChosen, levels }): TextCell[] => {
    const { n, exceedances, expectedExceedances, kupiec, independence, expectedShortfall, trafficLight, zones, quantileLoss } = levels[index]!;
    const windows = zones.green + zones.yellow + zones.red;
    const verdictOf = (p: number): TextCell => ({ text: p < 0.001 ? '< 0.001' : p.toFixed(3), paint: p < significance ? chalk.red : chalk.green });
    const light = { green: chalk.green, yellow: chalk.yellow, red: chalk.red }[trafficLight.zone];
    return [
      { text: `${isChosen ? '▸ ' : '  '}${label}`, ...(isChosen ? { paint: chalk.bold } : {}) },
      { text: `${formatCount(exceedances)} of ${formatCount(n)}` },
      { text: expectedExceedances.toFixed(1) },
      verdictOf(kupiec.pValue),
      verdictOf(independence.pValue),
      verdictOf(expectedShortfall.pValue),
      { text: trafficLight.zone, paint: light },
      { text: windows === 0 ? '–' : `${((100 * (windows - zones.green)) / windows).toFixed(0)} %` },
      { text: formatSignificant(quantileLoss, 4) },
    ];
  });
  return layOutTable([header.map((text): TextCell => ({ text, paint: chalk.underline })), ...rows], columns);
}
