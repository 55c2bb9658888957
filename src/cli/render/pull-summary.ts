import type { ChalkInstance } from 'chalk';
import type { ImportReply } from '../../pipeline/import.js';
import type { PullReply } from '../../pipeline/pull.js';
import { formatCount, formatDuration } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

const MEBIBYTE = 1024 * 1024;

/** What was pulled, from which block, and what to do with it. */
export function renderPull(reply: PullReply, columns: number, chalk: ChalkInstance): string {
  const { dataset, folder, sha256, deployment, block, rows, requests, retries, bytesReceived, bytesOnDisk, seconds, warnings } = reply;
  const repeated = Object.entries(retries).map(([reason, count]) => `${reason} ${count}`);
  return [
    chalk.bold(dataset),
    `  ${folder}`,
    `  block ${block} of deployment ${deployment}`,
    '',
    ...layOutRows(rows, columns, chalk),
    '',
    ...warnings.map((warning) => chalk.yellow(`! ${warning}`)),
    `${formatCount(requests)} requests in ${formatDuration(seconds)}, ${formatMebibytes(bytesReceived)} received, ${formatMebibytes(bytesOnDisk)} on disk`,
    ...(repeated.length > 0 ? [`Repeated: ${repeated.join(', ')}`] : []),
    `Check it with \`plimsoll data verify ${dataset}\`.`,
    chalk.dim(`sha256 ${sha256}`),
  ].join('\n');
}

/** What was imported, and what to do with it. */
export function renderImport({ dataset, folder, sha256, rows }: ImportReply, columns: number, chalk: ChalkInstance): string {
  return [chalk.bold(dataset), `  ${folder}`, '', ...layOutRows(rows, columns, chalk), '', `Ask it with \`plimsoll data query "SELECT …" --dataset ${dataset}\`.`, chalk.dim(`sha256 ${sha256}`)].join('\n');
}

function layOutRows(rows: Readonly<Record<string, number>>, columns: number, chalk: ChalkInstance): string[] {
  const table = Object.entries(rows).map(([name, count]): TextCell[] => [{ text: name }, { text: formatCount(count) }]);
  return layOutTable([['table', 'rows'].map((text): TextCell => ({ text, paint: chalk.underline })), ...table], columns);
}

function formatMebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
