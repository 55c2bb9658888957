import { relative } from 'node:path';
import type { ChalkInstance } from 'chalk';
import type { ProposeReply, SignerView } from '../../pipeline/propose.js';

/** Says what is proposed, which gates hold, what each call's bytes say beside its intent, and where the files are. */
export function renderProposeSummary({ headline, gates, failed, calls, files }: ProposeReply, workingFolder: string, chalk: ChalkInstance): string {
  const lines = ['', chalk.bold(headline), ''];
  for (const { name, holds, detail } of gates) lines.push(`${holds ? chalk.green('✔') : chalk.yellow('✘')} ${name}: ${detail}`);
  lines.push('', ...calls.flatMap((call) => [...renderCall(call, chalk), '']));
  lines.push(...files.map((file) => `Draft  ${chalk.cyan(relative(workingFolder, file) || file)}`));
  if (failed.length > 0) lines.push('', chalk.red(`Asked to hold and does not: ${failed.join(', ')}.`));
  return [...lines, ''].join('\n');
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
