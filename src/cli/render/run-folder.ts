import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { ExportReply } from '../../pipeline/export.js';
import type { ReportReply } from '../../pipeline/report.js';
import type { RunVerification } from '../../pipeline/verify.js';
import { formatCount } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

/** Says what a check of a run found: files first, then what came out otherwise when it was run again. */
export function renderVerification({ runId, files, rerun, holds }: RunVerification, columns: number, chalk: ChalkInstance): string {
  const lines = ['', chalk.bold(runId), ''];
  for (const { path, state } of files) lines.push(`${state === 'as recorded' ? chalk.green('✔') : chalk.red('✘')} ${path}${state === 'as recorded' ? '' : `: ${state} since the run wrote it`}`);
  lines.push('');
  if (rerun) {
    if (rerun.version !== rerun.recordedVersion) lines.push(chalk.yellow(`The run was made by version ${rerun.recordedVersion}; this is ${rerun.version}.`));
    if (rerun.differentFiles.length > 0) lines.push(`Run again, these files came out otherwise: ${rerun.differentFiles.join(', ')}`);
    if (rerun.differences.length > 0) {
      const header = ['figure', 'recorded', 'now'].map((text) => ({ text, paint: chalk.underline }));
      lines.push('', ...layOutTable([header, ...rerun.differences.map(({ path, recorded, now }): TextCell[] => [path, recorded, now].map((text) => ({ text })))], columns), '');
    }
  }
  const verdict = !holds ? chalk.red('The run is not what it says.') : rerun ? chalk.green('Run again, every file came out the same, byte for byte.') : chalk.green('Every file is as the run wrote it.');
  return [...lines, verdict, ''].join('\n');
}

/** One line per file that was written, as seen from the user's folder. */
export function renderReportFiles({ files }: ReportReply, workingFolder: string): string {
  return files.map((file) => relative(workingFolder, file) || file).join('\n');
}

/** Where the table went, and what it holds. */
export function renderExport({ file, rows, columns }: ExportReply, workingFolder: string): string {
  return `${relative(workingFolder, file) || file}: ${formatCount(rows)} rows of ${columns.join(', ')}`;
}
