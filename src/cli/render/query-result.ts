import type { ChalkInstance } from 'chalk';
import type { QueryReply } from '../../pipeline/query.js';
import { formatCount } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

/** A terminal shows no more without losing its head. */
const ROWS_MAX = 50;

/** Lays the rows of a query out as a table; beyond 50 rows the rest is counted. */
export function renderQueryResult({ columns, rows }: QueryReply, terminalColumns: number, chalk: ChalkInstance): string {
  const header = columns.map((text) => ({ text, paint: chalk.underline }));
  const shown = rows.slice(0, ROWS_MAX).map((row) => row.map((cell): TextCell => ({ text: cell === null ? '' : String(cell) })));
  const rest = rows.length - shown.length;
  return [...layOutTable([header, ...shown], terminalColumns), ...(rest > 0 ? [chalk.dim(`… ${formatCount(rest)} more rows; --json has all of them`)] : [])].join('\n');
}
