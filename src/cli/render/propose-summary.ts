import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { DraftComparison, ProposeReply, SignerView } from '../../pipeline/propose.js';
import { wrapText } from './text-table.js';

/** Lines of a difference that are shown; the rest is counted. */
const PATCH_LINES_MAX = 40;
/** Places that a row of the table names one by one. */
const PLACES_MAX = 3;

/** Says what is proposed, which gates hold, what each call's bytes say beside its intent, what became of an earlier draft, and where the files are. */
export function renderProposeSummary({ headline, gates, failed, calls, diff, comparison, preview, files }: ProposeReply, workingFolder: string, columns: number, chalk: ChalkInstance): string {
  const lines = ['', ...wrapText(headline, columns).map((line) => chalk.bold(line)), '', ...gates.flatMap((gate) => renderGate(gate, columns, chalk))];
  if (diff.length > 0) lines.push('', ...renderDiff(diff));
  lines.push('', ...calls.flatMap((call) => [...renderCall(call, columns, chalk), '']));
  for (const compared of comparison) lines.push(...renderComparison(compared, chalk), '');
  for (const [path, content] of Object.entries(preview)) lines.push(chalk.cyan(`── ${path} `.padEnd(72, '─')), content);
  lines.push(...files.map((file) => `Draft  ${chalk.cyan(relative(workingFolder, file) || file)}`));
  if (Object.keys(preview).length > 0) lines.push('Nothing was written: this was a preview.');
  if (failed.length > 0) lines.push('', chalk.red(`Asked to hold and does not: ${failed.join(', ')}.`));
  return [...lines, ''].join('\n');
}

/** A gate in a line; one that does not hold says what to do. */
function renderGate({ name, holds, detail, remedy }: ProposeReply['gates'][number], columns: number, chalk: ChalkInstance): string[] {
  const [first, ...rest] = wrapText(`${name}: ${detail}`, columns - 2);
  const lines = [`${holds ? chalk.green('✔') : chalk.yellow('✘')} ${first!}`, ...rest.map((line) => `  ${line}`)];
  return holds ? lines : [...lines, ...wrapText(remedy, columns - 4).map((line) => chalk.dim(`    ${line}`))];
}

function renderDiff(diff: ProposeReply['diff']): string[] {
  const rows = diff.map(({ name, on, from, to, isKept, moveBps }) => [name, shorten(on), from, isKept ? from : to, describeMove(isKept, moveBps)] as const);
  const table = [['', 'on', 'before', 'after', 'change'] as const, ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map(([name, on, before, after, change]) => `${name.padEnd(widths[0]!)}  ${on.padEnd(widths[1]!)}  ${before.padStart(widths[2]!)}  ${after.padStart(widths[3]!)}  ${change}`);
}

/** Many places by the first and their number. */
function shorten(on: string): string {
  const places = on.split(', ');
  return places.length > PLACES_MAX ? `${places[0]!} and ${places.length - 1} more` : on;
}

function describeMove(isKept: boolean, moveBps: number | null): string {
  if (isKept) return 'kept';
  return moveBps === null ? 'changed' : `${moveBps > 0 ? '+' : '−'}${Math.abs(moveBps)} bps`;
}

/** The bytes stand whole in the files; here their selector and length tell two calls apart. */
function renderCall({ intent, target, value, signature, decoded, calldata }: SignerView, columns: number, chalk: ChalkInstance): string[] {
  const width = Math.max(0, ...decoded.map(({ name }) => name.length));
  return [
    ...wrapText(intent, columns).map((line) => chalk.underline(line)),
    `  to   ${target}${value === '0' ? '' : ` with ${value} wei`}`,
    ...wrapText(`call ${signature.replace(/^function /, '')}`, columns - 9).map((line, index) => `${' '.repeat(index === 0 ? 2 : 9)}${line}`),
    ...decoded.map(({ name, value: held, meaning }) => `         ${name.padEnd(width)} = ${held}${meaning === undefined ? '' : chalk.dim(`  (${meaning})`)}`),
    chalk.dim(`  data ${calldata.slice(0, 10)}…, ${calldata.length / 2 - 1} bytes, whole in the files`),
  ];
}

function renderComparison({ file, state, patch }: DraftComparison, chalk: ChalkInstance): string[] {
  const words = { new: 'is new', same: 'is as before', changed: 'changed', gone: 'is no longer written' };
  const lines = patch === '' ? [] : patch.split('\n');
  const shown = lines.slice(0, PATCH_LINES_MAX).map((line) => (line.startsWith('+') ? chalk.green(line) : line.startsWith('-') ? chalk.red(line) : chalk.dim(line)));
  const rest = lines.length - shown.length;
  return [`${file} ${words[state]}`, ...shown.map((line) => `  ${line}`), ...(rest > 0 ? [chalk.dim(`  … ${rest} more lines`)] : [])];
}
