import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { CHECKOUT } from './run-plimsoll.js';

export interface TerminalSession {
  readonly exitCode: number | null;
  /** Everything that the terminal was sent. */
  readonly sent: string;
  /** Every line as it was drawn, also those that were drawn over; without colours. */
  readonly lines: readonly string[];
}

export interface Terminal {
  readonly columns: number;
  readonly env?: NodeJS.ProcessEnv;
  /** Ctrl-C is pressed once this is on the screen. */
  readonly interruptAt?: string;
}

/** Variables that would decide what is to be decided by the terminal. */
const UNSET = { NO_COLOR: undefined, FORCE_COLOR: undefined, CI: undefined, NODE_OPTIONS: '' };

/** Runs the built command line in a pseudo terminal of its own, made by `script`, of the given width. */
export function runInTerminal(args: readonly string[], workingFolder: string, { columns, env, interruptAt }: Terminal): Promise<TerminalSession> {
  const quoted = [process.execPath, `${CHECKOUT}bin/run.js`, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  const command = `stty cols ${columns} rows 40; exec ${quoted}`;
  const script = process.platform === 'darwin' ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qefc', command, '/dev/null'];
  const child = spawn('script', script, { cwd: workingFolder, env: { ...process.env, ...UNSET, TERM: 'xterm-256color', SHELL: '/bin/sh', ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let sent = '';
    let isInterrupted = false;
    child.stdout.on('data', (chunk: Buffer) => {
      sent += chunk.toString();
      if (interruptAt === undefined || isInterrupted || !sent.includes(interruptAt)) return;
      isInterrupted = true;
      child.stdin.write('\u0003');
    });
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, sent, lines: stripVTControlCharacters(sent).split(/[\r\n]+/) }));
  });
}
