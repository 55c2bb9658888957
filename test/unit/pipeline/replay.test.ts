import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { replayPipeline, type ReplayOptions, type ReplayReply } from '../../../src/pipeline/replay.js';
import type { RunContext } from '../../../src/pipeline/run-options.js';

const packageFolder = join(import.meta.dirname, '../../..');
let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'plimsoll-replay-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

function replay(options: Partial<ReplayOptions>): Promise<ReplayReply> {
  const context: RunContext = {
    packageFolder,
    workingFolder: folder,
    version: '0',
    commandLine: [],
    progress: { start: () => undefined, update: () => undefined, done: () => undefined },
    now: () => new Date(0),
    environment: {},
  };
  return replayPipeline({ proposed: {}, ...options }, context);
}

describe('a replay', () => {
  test('puts today’s, proposed and simpler rules’ values side by side through a window of one’s own', async () => {
    const reply = await replay({ proposed: { liquidationThresholdBps: 8000 }, windows: ['Terra=2022-05-07..2022-05-14', '2022-06-10..2022-06-19'], out: 'tables' });
    expect(reply.sets.map(({ name }) => name)).toEqual(['current', 'proposed', 'SmartLTV', 'Gauntlet × Morpho', 'Historical VaR haircut']);
    expect(reply.sets[1]!.parameters).toEqual({ ltvBps: 7200, liquidationThresholdBps: 8000, liquidationBonusBps: 700 });
    // A lower threshold, the bonus and the book the same: never less liquidated. A higher one lets borrowers take more debt, so it is not compared.
    const thresholdOf = (set: number): number => reply.sets[set]!.parameters.liquidationThresholdBps;
    const falling = reply.sets.map((_, set) => set).filter((set) => thresholdOf(set) <= thresholdOf(0)).sort((a, b) => thresholdOf(b) - thresholdOf(a));
    expect(falling.length).toBeGreaterThanOrEqual(3);
    for (const { figures } of reply.windows) {
      const byThreshold = falling.map((set) => figures[set]!.liquidatedDebtUsd);
      expect(byThreshold).toEqual([...byThreshold].sort((a, b) => a - b));
      expect(byThreshold[0]).toBeGreaterThan(0);
    }
    expect(reply.windows.map(({ name }) => name)).toEqual(['Terra', '2022-06-10 to 2022-06-19']);
    // ETH fell from 2,634 to 1,796 (closes), as the exchange recorded it.
    expect(reply.windows[0]!.maxDrawdownRatio).toBeCloseTo(0.318, 2);
    const rows = (await readFile(join(folder, 'tables', 'replay.csv'), 'utf8')).trim().split('\n');
    expect(rows).toHaveLength(1 + 2 * 5);
    expect(rows[2]).toMatch(/^Terra,1651881600,1652486400,.*,proposed,7200,8000,700,/);
  });

  test.each([
    ['no window', { windows: ['May 2022'] }, '`May 2022` is no window'],
    ['one that ends first', { windows: ['2022-05-14..2022-05-07'] }, 'ends before it begins'],
    ['one outside the prices', { windows: ['2018-01-01..2018-01-08'] }, 'is not inside the prices of ETH/USD'],
    ['values that the venue refuses', { proposed: { liquidationThresholdBps: 9900 } }, 'the proposed parameters: '],
  ])('refuses %s', async (_, options, message) => {
    await expect(replay(options)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });
});
