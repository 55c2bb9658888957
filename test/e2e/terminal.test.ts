import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chooseRuns } from '../support/fuzz.js';
import { startPlimsoll } from '../support/run-plimsoll.js';
import { runInTerminal } from '../support/run-in-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-terminal-'));
  await writeFile(join(folder, 'returns.csv'), `r\n${Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 2).join('\n')}\n`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const FIT = ['fit', 'volatility', '--input', 'returns.csv', '--column', 'r', '--refit'];
const SIMULATE = ['simulate', '--paths', '32', '--workers', '1'];
/** Whether any text is painted; what only takes a colour off counts for nothing. */
const isPainted = (text: string): boolean => text.split('\u001B[').slice(1).some((code) => /^\d*[1-9]m/.test(code));
const REDRAWN = '\r\u001B[2K';

describe('in a terminal', () => {
  const commands: [number, string[]][] = [
    [40, FIT],
    [60, SIMULATE],
    ...([
      [80, FIT],
      [40, SIMULATE],
      [60, ['data', 'sources']],
      [60, ['doctor']],
      [60, ['account', '--dataset', 'aave-v2-steth_2023-06', '--account', 'acct_00a44b5155246388']],
      [40, ['fit', 'tails', '--dataset', 'aave-v2-steth_2023-06', '--series', 'ETH/USD']],
      [60, ['backtest', 'replay', '--lt-bps', '8400']],
      [40, ['run', '--nope']],
      [60, ['run', '--quick', '--workers', '2', '--out', 'out']],
      [40, ['search', '--quick', '--workers', '2']],
    ] as [number, string[]][]).slice(0, chooseRuns(10, 0)),
  ];
  test.each(commands)('of %p columns no line of `%j` is wider, but for words that are themselves', async (columns, args) => {
    const { lines } = await runInTerminal(args, folder, { columns });
    expect(lines.length).toBeGreaterThan(args.includes('--nope') ? 2 : 8);
    for (const line of lines) expect(line.length <= columns || !line.trim().includes(' ') ? '' : line).toBe('');
  });

  test('progress is one line that is drawn again, and the cursor is never hidden', async () => {
    const { exitCode, sent } = await runInTerminal(SIMULATE, folder, { columns: 100 });
    expect([exitCode, sent.includes('\u001B[?25l')]).toEqual([0, false]);
    for (const stage of ['[1/3] ✔ Load dataset', '[2/3] ✔ Fit volatility', '[3/3] ✔ Simulate']) expect(sent.split(REDRAWN).map((line) => stripVTControlCharacters(line).startsWith(stage))).toContain(true);
    expect(isPainted(sent)).toBe(true);
  });

  test.each<[string, NodeJS.ProcessEnv, boolean, boolean]>([
    ['no colours with NO_COLOR', { NO_COLOR: '1' }, true, false],
    ['no colours with NO_COLOR, whatever FORCE_COLOR says', { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['colours with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
    ['no colours with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
    ['plain lines where CI is set', { CI: 'true', FORCE_COLOR: '0' }, false, false],
    ['plain lines where TERM is dumb', { TERM: 'dumb' }, false, false],
  ])('has %s', async (_, env, isRedrawn, isColoured) => {
    const { exitCode, sent } = await runInTerminal(FIT, folder, { columns: 80, env });
    expect([exitCode, sent.includes(REDRAWN), isPainted(sent)]).toEqual([0, isRedrawn, isColoured]);
    expect(stripVTControlCharacters(sent)).toContain('✔ Fit volatility');
  });

  test('Ctrl-C as it is pressed ends the command with 130, and leaves the terminal as it was', async () => {
    const { exitCode, sent, lines } = await runInTerminal(['simulate', '--paths', '200000', '--workers', '2'], folder, { columns: 60, interruptAt: ' paths' });
    expect([exitCode, sent.includes('\u001B[?25l')]).toEqual([130, false]);
    expect(sent.endsWith('\n')).toBe(true);
    const shown = lines.filter((line) => line.trim() !== '');
    expect(shown.findIndex((line) => line.startsWith('[3/3] ✘ Simulate'))).toBe(shown.findIndex((line) => line === 'Error: interrupted') - 1);
  });
});

describe('without a terminal', () => {
  test.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['colours with FORCE_COLOR', { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['none otherwise', { NO_COLOR: '', FORCE_COLOR: undefined }, false],
  ])('there are %s', async (_, env, isColoured) => {
    const { stdout, stderr } = await startPlimsoll(FIT, folder, env).outcome;
    expect([isPainted(stdout), isPainted(stderr), stderr.includes(REDRAWN)]).toEqual([isColoured, isColoured, false]);
  });
});
