import type { ChalkInstance } from 'chalk';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { RunResult } from '../../core/run-result.js';
import { formatBps, formatCounted, formatDuration, formatRatio, formatUsd } from '../../report/format-numbers.js';
import { formatParameterDifference, lowerParameter, nameParameter } from '../../report/words/parameters.js';
import { describeStop, measureEffort } from '../../report/words/search-stop.js';
import { layOutTable, wrapText, type TextCell } from './text-table.js';

export type Reasons = Pick<RunResult, 'search' | 'attribution' | 'baselines' | 'updateSchedule' | 'recommended' | 'metrics'>;

/** Where the change comes from, what simpler rules would say, what one update may set, and how sure the choice is. */
export function renderReasons(reasons: Reasons, columns: number, chalk: ChalkInstance): string[] {
  const { search } = reasons;
  const effort = `${formatCounted(search.candidates, 'candidate')} took ${formatRatio(measureEffort(search))} of the paths of trying each on all.`;
  return [
    ...renderAttribution(reasons, columns, chalk),
    ...renderBaselines(reasons, columns, chalk),
    '',
    ...wrapText(describeSchedule(reasons), columns),
    ...wrapText(`${describeStop(search)} ${effort}`, columns),
  ];
}

function renderAttribution({ attribution, metrics }: Reasons, columns: number, chalk: ChalkInstance): string[] {
  if (attribution.parameters.length === 0) return [];
  const header = ['Of the change, by parameter', 'borrowing power', 'bad debt, ES 99 %', 'penalty, mean'].map((text) => ({ text, paint: chalk.underline }));
  const keys = ['borrowingPowerUsd', 'badDebtEs99Usd', 'penaltyMeanUsd'] as const;
  const signed = (value: number | undefined): TextCell => ({ text: value === undefined ? '–' : `${value > 0 ? '+' : ''}${formatUsd(value)}` });
  const rows = attribution.parameters.map(({ parameter, fromBps, toBps, shareByMetric }): TextCell[] => [
    { text: `${nameParameter(parameter)} ${formatParameterDifference(parameter, toBps - fromBps)}` },
    ...keys.map((key) => signed(shareByMetric[key])),
  ]);
  const together: TextCell[] = [{ text: 'Together' }, ...keys.map((key) => signed(metrics.difference[key]?.value))];
  return [...layOutTable([header, ...rows, together], columns), ''];
}

function renderBaselines({ baselines, recommended, metrics }: Reasons, columns: number, chalk: ChalkInstance): string[] {
  const header = ['Simpler rules', 'threshold', 'bad debt, ES 99 %', 'policy'].map((text) => ({ text, paint: chalk.underline }));
  const ours: TextCell[] = [{ text: 'This recommendation' }, { text: listThresholds(recommended) }, { text: formatUsd(metrics.recommended['badDebtEs99Usd']?.value ?? NaN) }, { text: 'holds' }];
  const rows = baselines.map(({ name, parameters, metrics: theirs, constraints }): TextCell[] => {
    const broken = constraints.filter(({ holds }) => !holds).length;
    if (parameters === null || theirs === null) return [{ text: name }, { text: 'none' }];
    return [
      { text: name },
      { text: listThresholds(parameters) },
      { text: formatUsd(theirs['badDebtEs99Usd']?.value ?? NaN) },
      broken === 0 ? { text: 'holds' } : { text: `breaks ${broken} of ${constraints.length}`, paint: chalk.red },
    ];
  });
  return layOutTable([header, ours, ...rows], columns);
}

/** The threshold of a set, and those of its further reserves. */
function listThresholds({ liquidationThresholdBps, furtherReserves = {} }: SearchedParameters): string {
  return [formatBps(liquidationThresholdBps), ...Object.entries(furtherReserves).map(([asset, further]) => `${asset} ${formatBps(further.liquidationThresholdBps)}`)].join(', ');
}

function describeSchedule({ updateSchedule }: Reasons): string {
  if (updateSchedule === null) return 'No limits on single updates apply.';
  const { name, clipped, outOfReach = [], updates } = updateSchedule;
  const shut = outOfReach.length === 0 ? '' : ` The ${name} may not set ${outOfReach.map((key) => lowerParameter(nameParameter(key))).join(' and ')}: that takes a vote.`;
  if (updates.length === 0) return shut.trimStart();
  if (clipped.length === 0) return `One update within the limits of the ${name} sets all of it.${shut}`;
  const broken = updates.filter(({ constraints }) => constraints.some(({ holds }) => !holds)).length;
  const way = broken === 0 ? 'every set on the way keeps the policy' : `${broken} of the sets on the way ${broken === 1 ? 'does' : 'do'} not keep the policy`;
  return `Within the limits of the ${name} it takes ${formatCounted(updates.length, 'update')} over ${formatDuration(updates.at(-1)!.afterSeconds)}; ${way}.${shut}`;
}
