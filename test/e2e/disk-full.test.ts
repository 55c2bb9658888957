import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PullReply } from '../../src/pipeline/pull.js';
import { runPlimsoll } from '../support/run-plimsoll.js';
import { fillMessariMarket, MESSARI_3 } from '../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../support/subgraph-server/server.js';

const run = promisify(execFile);
/** A file system of our own that is small; only root may mount one, and not in every container. */
const folder = await mkdtemp(join(tmpdir(), 'plimsoll-small-'));
const canMount = await run('mount', ['-t', 'tmpfs', '-o', 'size=200k', 'tmpfs', folder]).then(() => true, () => false);
if (!canMount) console.log('skipped: no disk is filled because this user may not mount a small file system');

let server: SubgraphServer;

beforeAll(async () => {
  server = await SubgraphServer.start({ entitySdl: MESSARI_3 });
  fillMessariMarket(server, 20_000);
});
afterAll(async () => {
  await server.stop();
  if (canMount) await run('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
});

(canMount ? describe : describe.skip)('a pull onto a disk that is full', () => {
  // The pages fill the first, the building of the tables the second.
  test.each([['200k', false], ['1200k', true]])('of %s says so, publishes nothing, and is resumed to the same bytes once there is room', async (size, reachesBuild) => {
    const pull = (name: string, ...more: string[]): ReturnType<typeof runPlimsoll> =>
      runPlimsoll(['data', 'pull', '--source', 'messari-lending', '--endpoint', server.url, '--name', name, ...more], folder);
    await run('mount', ['-o', `remount,size=${size}`, folder]);
    const full = await pull('full');
    expect([full.exitCode, full.stderr]).toEqual([3, expect.stringContaining('the disk is full')]);
    expect(full.stderr.includes('[2/2]')).toBe(reachesBuild);
    expect(await readdir(join(folder, 'data', 'local'))).toEqual(['.full.pull']);
    await run('mount', ['-o', 'remount,size=200m', folder]);
    const resumed = JSON.parse((await pull('full', '--resume', '--json')).stdout) as PullReply;
    const whole = JSON.parse((await pull('whole', '--json')).stdout) as PullReply;
    expect(resumed.sha256).toBe(whole.sha256);
    await rm(join(folder, 'data'), { recursive: true });
  });
});
