import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { DraftComparison, ProposeReply, SignerView } from '../../pipeline/propose.js';

/** Lines of a difference that are shown; the rest is counted. */
const PATCH_LINES_MAX = 40;

/** Says what is proposed, which gates hold, what each call's bytes say beside its intent, what became of an earlier draft, and where the files are. */
export function renderProposeSummary({ headline, gates, failed, calls, diff, comparison, preview, files }: ProposeReply, workingFolder: string, chalk: ChalkInstance): string {
  const lines = ['', chalk.bold(headline), ''];
  for (const { name, holds, detail } of gates) lines.push(`${holds ? chalk.green('✔') : chalk.yellow('✘')} ${name}: ${detail}`);
  if (diff.length > 0) lines.push('', ...renderDiff(diff));
  lines.push('', ...calls.flatMap((call) => [...renderCall(call, chalk), '']));
  for (const compared of comparison) lines.push(...renderComparison(compared, chalk), '');
  for (const [path, content] of Object.entries(preview)) lines.push(chalk.cyan(`── ${path} `.padEnd(72, '─')), content);
  lines.push(...files.map((file) => `Draft  ${chalk.cyan(relative(workingFolder, file) || file)}`));
  if (Object.keys(preview).length > 0) lines.push('Nothing was written: this was a preview.');
  if (failed.length > 0) lines.push('', chalk.red(`Asked to hold and does not: ${failed.join(', ')}.`));
  return [...lines, ''].join('\n');
}

function renderDiff(diff: ProposeReply['diff']): string[] {
  const rows = diff.map(({ name, on, from, to, isKept, moveBps }) => [name, on, from, isKept ? from : to, describeMove(isKept, moveBps)] as const);
  const table = [['', 'on', 'before', 'after', 'change'] as const, ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]!.length)));
  return table.map(([name, on, before, after, change]) => `${name.padEnd(widths[0]!)}  ${on.padEnd(widths[1]!)}  ${before.padStart(widths[2]!)}  ${after.padStart(widths[3]!)}  ${change}`);
}

function describeMove(isKept: boolean, moveBps: number | null): string {
  if (isKept) return 'kept';
  return moveBps === null ? 'changed' : `${moveBps > 0 ? '+' : '−'}${Math.abs(moveBps)} bps`;
}

function renderCall({ intent, target, signature, decoded, calldata }: SignerView, chalk: ChalkInstance): string[] {
  return [
    chalk.underline(intent),
    `  to   ${target}`,
    `  call ${signature.replace(/^function /, '')}`,
    ...decoded.map(({ name, value, meaning }) => `         ${name} = ${value}${meaning === undefined ? '' : chalk.dim(`  (${meaning})`)}`),
    chalk.dim(`  data ${calldata}`),
  ];
}

function renderComparison({ file, state, patch }: DraftComparison, chalk: ChalkInstance): string[] {
  const words = { new: 'is new', same: 'is as before', changed: 'changed', gone: 'is no longer written' };
  const lines = patch === '' ? [] : patch.split('\n');
  const shown = lines.slice(0, PATCH_LINES_MAX).map((line) => (line.startsWith('+') ? chalk.green(line) : line.startsWith('-') ? chalk.red(line) : chalk.dim(line)));
  const rest = lines.length - shown.length;
  return [`${file} ${words[state]}`, ...shown.map((line) => `  ${line}`), ...(rest > 0 ? [chalk.dim(`  … ${rest} more lines`)] : [])];
}
