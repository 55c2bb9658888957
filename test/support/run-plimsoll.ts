import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface ProcessOutcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The root of the checkout. */
export const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url));

/** Runs the built command line in a fresh process, as a user would, in the given folder. */
export function runPlimsoll(args: readonly string[], workingFolder: string): Promise<ProcessOutcome> {
  return startPlimsoll(args, workingFolder).outcome;
}

/** The same for a test that does something to the process while it runs. */
export function startPlimsoll(args: readonly string[], workingFolder: string, env: NodeJS.ProcessEnv = {}): { readonly child: ChildProcessByStdio<null, Readable, Readable>; readonly outcome: Promise<ProcessOutcome> } {
  const child = spawn(process.execPath, [`${CHECKOUT}bin/run.js`, ...args], {
    cwd: workingFolder,
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outcome = new Promise<ProcessOutcome>((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, outcome };
}
