import type { ChalkInstance } from 'chalk';
import type { RunWarning } from '../../core/run-result.js';
import { wrapText } from './text-table.js';

/** Each warning with its remedy below, wrapped. */
export function renderWarnings(warnings: readonly RunWarning[], columns: number, chalk: ChalkInstance): string[] {
  return warnings.flatMap(({ message, remedy }) => [
    ...wrapText(`Warning: ${message}.`, columns).map((line) => line.replace(/^Warning:/, chalk.yellow('Warning:'))),
    ...wrapText(`To do: ${remedy}.`, columns - 2).map((line) => chalk.dim(`  ${line}`)),
  ]);
}
