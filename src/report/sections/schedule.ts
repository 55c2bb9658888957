/** The recommendation at the pace of who may set it: what one update leaves in force, and what leads to the rest. */
import type { RunResult } from '../../core/run-result.js';
import { buildColumns, textCell, type Block, type Cell, type Section } from '../blocks.js';
import { formatCount, formatCounted, formatDuration, formatUsd } from '../format-numbers.js';
import { findRiskKey } from '../words/headline-metrics.js';
import { listInWords } from '../words/list-in-words.js';
import { formatInUnit, formatMetricInterval, nameMetric } from '../words/metrics.js';
import { buildParameterCells, listParameterColumns } from '../words/parameter-cells.js';
import { describeParameters, lowerParameter, nameParameter } from '../words/parameters.js';
import { describeVerdict } from './baselines.js';

/** What a single update leaves in force, in a sentence. */
export function describeFirstUpdate({ updateSchedule }: RunResult): string {
  if (updateSchedule === null) return 'The policy names no limits on single updates, or nothing changes.';
  const { name, clipped, outOfReach = [], updates } = updateSchedule;
  const shut = outOfReach.length === 0 ? '' : ` The ${name} may not set ${listInWords(outOfReach.map((key) => lowerParameter(nameParameter(key))))}: that takes a vote.`;
  const last = updates.at(-1);
  if (last === undefined) return shut.trimStart();
  if (clipped.length === 0) return `One update within the limits of the ${name} sets all of it.${shut}`;
  return (
    `One update within the limits of the ${name} reaches ${describeParameters(updates[0]!.parameters)}: it clips ${clipped.map((key) => nameParameter(key)).join(', ')}. ` +
    `The whole takes ${formatCounted(updates.length, 'update')} over ${formatDuration(last.afterSeconds)} at least.${shut}`
  );
}

export function buildScheduleSection(result: RunResult): Section {
  const { updateSchedule } = result;
  const lead = describeFirstUpdate(result);
  if (updateSchedule === null) return frameSchedule(lead, []);
  const riskKey = findRiskKey(result.metrics.recommended);
  const table: Block = {
    kind: 'table',
    caption: `Every set on the way, simulated on the same paths as it would stand; limits from ${updateSchedule.source}`,
    columns: buildColumns('Not before', ...listParameterColumns(result.current), ...(riskKey === undefined ? [] : [`>${nameMetric(riskKey)}`]), '>Newly liquidatable', 'Policy'),
    rows: updateSchedule.updates.map(({ afterSeconds, parameters, metrics, constraints, newlyLiquidatableAccounts, newlyLiquidatableDebtUsd }) => {
      const risk = riskKey === undefined ? undefined : metrics[riskKey];
      return [
        describeDelay(afterSeconds),
        ...buildParameterCells(parameters),
        ...(riskKey === undefined ? [] : [risk === undefined ? textCell('not computed') : { text: formatInUnit(risk.value, risk.unit), detail: formatMetricInterval(risk) }]),
        textCell(`${formatCount(newlyLiquidatableAccounts)} (${formatUsd(newlyLiquidatableDebtUsd)})`),
        describeVerdict({ parameters, constraints }),
      ];
    }),
  };
  return frameSchedule(lead, [table]);
}

/** The section on updates, whatever they set: a sentence, then what there is of a table. */
export function frameSchedule(lead: string, tables: readonly Block[]): Section {
  return { id: 'schedule', title: 'In updates that may be made', blocks: [{ kind: 'paragraph', text: lead }, ...tables] };
}

/** When an update may be made, after the first. */
export function describeDelay(afterSeconds: number): Cell {
  return textCell(afterSeconds === 0 ? 'at once' : `${formatDuration(afterSeconds)} later`);
}
