import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { ProposeReply, SignerView } from '../../pipeline/propose.js';
import { formatBps } from '../../report/format-numbers.js';

/** Says what is proposed, which gates hold, what each call's bytes say beside its intent, and where the files are. */
export function renderProposeSummary({ headline, gates, failed, calls, diff, files }: ProposeReply, workingFolder: string, chalk: ChalkInstance): string {
  const lines = ['', chalk.bold(headline), ''];
  for (const { name, holds, detail } of gates) lines.push(`${holds ? chalk.green('✔') : chalk.yellow('✘')} ${name}: ${detail}`);
  if (diff.length > 0) lines.push('', ...renderDiff(diff));
  lines.push('', ...calls.flatMap((call) => [...renderCall(call, chalk), '']));
  lines.push(...files.map((file) => `Draft  ${chalk.cyan(relative(workingFolder, file) || file)}`));
  if (failed.length > 0) lines.push('', chalk.red(`Asked to hold and does not: ${failed.join(', ')}.`));
  return [...lines, ''].join('\n');
}

function renderDiff(diff: ProposeReply['diff']): string[] {
  const row = (name: string, before: string, after: string, change: string): string => `${name.padEnd(24)}${before.padStart(10)}${after.padStart(10)}${change.padStart(12)}`;
  const rows = diff.map(({ name, fromBps, toBps }) => row(name, formatBps(fromBps), formatBps(toBps), toBps === fromBps ? 'kept' : `${toBps > fromBps ? '+' : '−'}${Math.abs(toBps - fromBps)} bps`));
  return [row('', 'before', 'after', 'change'), ...rows];
}

function renderCall({ intent, target, signature, decoded, calldata }: SignerView, chalk: ChalkInstance): string[] {
  return [
    chalk.underline(intent),
    `  to   ${target}`,
    `  call ${signature.replace(/^function /, '')}`,
    ...decoded.map(({ name, value }) => `         ${name} = ${value}`),
    chalk.dim(`  data ${calldata}`),
  ];
}
