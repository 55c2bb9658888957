import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Config } from '@oclif/core';
import { buildExampleWorkspace, runLine } from '../support/example-workspace.js';
import { chooseRuns } from '../support/fuzz.js';
import { CHECKOUT } from '../support/run-plimsoll.js';
import { fillMessariMarket, MESSARI_3 } from '../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../support/subgraph-server/server.js';

const { commands, bin } = await Config.load(CHECKOUT);

interface Example {
  readonly command: string;
  readonly line: string;
}

const EXAMPLES: Example[] = commands.flatMap(({ id, examples = [] }) =>
  examples.map((example) => ({
    command: id.replaceAll(':', ' '),
    line: (typeof example === 'string' ? example : example.command).replaceAll('<%= config.bin %>', bin).replaceAll('<%= command.id %>', id.replaceAll(':', ' ')),
  })),
);

/** What makes an example that takes minutes one of seconds: the same command and flags on fewer paths. */
const SMALLER: Readonly<Record<string, string>> = {
  run: '--quick --paths 64',
  search: '--quick --paths 64',
  simulate: '--paths 32',
  'backtest losses': '--paths 32 --refit-windows 104',
  'backtest walk-forward': '--paths 64 --hold-weeks 78',
};
/** 64 paths are too few for the bounds of the other appetites on perps. */
const PERPS = ' --policy perps-aggressive --quick --paths 256';
/** They take a minute or more even so: for continuous integration alone. */
const MINUTES = /^plimsoll backtest( --json.*)?$|^plimsoll backtest (walk-forward|losses|forecast --split)/;
/** Nobody answers the questions of `init` here, and the exact exit code says so. */
const EXIT_CODES: Readonly<Record<string, number>> = { 'plimsoll init': 2 };

describe('the examples in help', () => {
  test('are two at least for each command', () => {
    expect(commands.filter(({ examples }) => (examples ?? []).length < 2).map(({ id }) => id)).toEqual([]);
    expect(EXAMPLES.length).toBeGreaterThan(60);
  });

  test('use flags that their command has', () => {
    for (const { command, line } of EXAMPLES) {
      const { flags } = commands.find(({ id }) => id.replaceAll(':', ' ') === command)!;
      const used = [...line.split(' | ')[0]!.matchAll(/ --([a-z-]+)/g)].map(([, name]) => name!);
      expect({ line, unknown: used.filter((name) => !(name in flags)) }).toEqual({ line, unknown: [] });
    }
  });
});

describe('an example', () => {
  let folder: string;
  let server: SubgraphServer;
  beforeAll(async () => {
    folder = await buildExampleWorkspace();
    server = await SubgraphServer.start({ entitySdl: MESSARI_3 });
    fillMessariMarket(server, 20);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Endpoints of the network become the one on this machine, which stands at a day of its own. */
  const toLocal = (line: string): string =>
    line
      .replace(/(--endpoint|--depth-endpoint) \S+/g, (_, flag: string) => `${flag} ${server.url}`)
      .replace(/--at 2024-08-05/, '')
      .replace(/ \| (jq|source).*$/, '');

  const shorten = ({ command, line }: Example): string => {
    // Executable forms are refused of data that are older than 30 days; on the day of the bundled data they are not.
    if (command === 'propose' && line.includes('--format')) return `${line} --date 2023-07-01`;
    if (['run', 'search'].includes(command) && line.includes('hyperliquid')) return line + PERPS;
    if (line.includes('--stress') || line.includes('--tiers')) return `${line}${line.includes('--tiers') ? ' --paths 32' : ''}`;
    const smaller = SMALLER[command];
    return smaller === undefined ? line : line.replace(/ --(paths|hold-weeks) \d+/g, '').replace(`plimsoll ${command}`, `plimsoll ${command} ${smaller}`);
  };

  // A run is verified before drafts and reports are made anew in its folder.
  const inOrder = [...EXAMPLES].sort((a, b) => Number(b.command === 'verify') - Number(a.command === 'verify'));
  // `npm test` tries those of every fourth command, continuous integration all; examples of one command may stand on each other.
  const chosen = new Set(commands.map(({ id }) => id.replaceAll(':', ' ')).filter((_, place) => place % chooseRuns(1, 4) === 0));
  const isWhole = chooseRuns(1, 0) === 1;
  const tried = inOrder.filter(({ line, command }) => chosen.has(command) && (isWhole || !MINUTES.test(line)) && !/data pull/.test(command));
  test.each(tried.map((example) => [example.line, example] as const))('%s', async (_, example) => {
    const apart = example.command === 'init' ? await mkdtemp(join(tmpdir(), 'plimsoll-init-example-')) : null;
    const line = toLocal(shorten(example));
    const { exitCode, stdout, stderr } = await runLine(apart === null ? line : `PATH="${join(folder, 'bin')}:$PATH" && cd "${apart}" && ${line}`, folder);
    if (apart !== null) await rm(apart, { recursive: true, force: true });
    expect({ line, exitCode, stderr: exitCode === (EXIT_CODES[example.line] ?? 0) ? '' : stderr }).toEqual({ line, exitCode: EXIT_CODES[example.line] ?? 0, stderr: '' });
    if (line.includes('--json')) expect(typeof JSON.parse(stdout)).toBe('object');
  }, 600_000);

  test('of data pull, in their order: the pull, its next version, and one to go on with', async () => {
    const [now, at, since, resume] = EXAMPLES.filter(({ command }) => command === 'data pull').map(({ line }) => toLocal(line));
    expect(await runLine(now!, folder)).toMatchObject({ exitCode: 0 });
    expect(await runLine(at!, folder)).toMatchObject({ exitCode: 0 });
    server.chain.head += 1000;
    expect(await runLine(since!, folder)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('b_2024-08-05.v2') });
    // Nothing is unfinished here, and the command says so instead of beginning anew.
    expect(await runLine(resume!, folder)).toMatchObject({ exitCode: 2 });
  });
});
