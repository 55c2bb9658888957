import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PullReply } from '../../src/pipeline/pull.js';
import type { SourceListing } from '../../src/pipeline/sources.js';
import { hashDataset } from '../support/pull-in-folder.js';
import { CHECKOUT, runPlimsoll } from '../support/run-plimsoll.js';
import { fillMessariMarket, MESSARI_3 } from '../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../support/subgraph-server/server.js';

let folder: string;
let server: SubgraphServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-data-pull-'));
  server = await SubgraphServer.start({ entitySdl: MESSARI_3, latencyMs: 20 });
  fillMessariMarket(server, 6000);
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const pullArguments = (name: string, ...more: string[]) => ['data', 'pull', '--source', 'messari-lending', '--endpoint', server.url, '--name', name, '--in-flight', '2', ...more];

/** Starts a pull and kills it, without warning, once the server has answered so many requests. */
async function killAfter(requests: number, name: string, ...more: string[]): Promise<void> {
  const before = server.requests.length;
  const child = spawn(process.execPath, [`${CHECKOUT}bin/run.js`, ...pullArguments(name, ...more)], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('close', resolve));
  await new Promise<void>((resolve) => {
    server.onRequest = () => {
      if (server.requests.length - before >= requests) resolve();
    };
  });
  child.kill('SIGKILL');
  await ended;
  server.onRequest = () => {};
}

describe('plimsoll data pull', () => {
  test('killed twice and resumed ends in the bytes of a pull that was left alone', async () => {
    const whole = JSON.parse((await runPlimsoll(pullArguments('whole', '--json'), folder)).stdout) as PullReply;
    expect(whole.rows['lending_positions']).toBe(12_000);
    await killAfter(9, 'broken');
    await killAfter(4, 'broken', '--resume');
    const refused = await runPlimsoll(pullArguments('broken'), folder);
    expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('Continue it with --resume.')]);
    const resumed = JSON.parse((await runPlimsoll(pullArguments('broken', '--resume', '--json'), folder)).stdout) as PullReply;
    expect(resumed.requests).toBeLessThan(whole.requests);
    expect(resumed.sha256).toBe(whole.sha256);
    const [left, right] = [await hashDataset(folder, 'whole'), await hashDataset(folder, 'broken')];
    expect({ ...right, 'manifest.json': '' }).toEqual({ ...left, 'manifest.json': '' });
    expect((await readdir(join(folder, 'data', 'local'))).sort()).toEqual(['broken', 'whole']);
  });

  test('prints what came of it, and the dataset is verified and queried like any other', async () => {
    const pulled = await runPlimsoll(pullArguments('shown'), folder);
    expect([pulled.exitCode, pulled.stdout]).toEqual([0, expect.stringMatching(/lending_positions +12,000/)]);
    const verified = await runPlimsoll(['data', 'verify', 'shown'], folder);
    expect([verified.exitCode, verified.stdout]).toEqual([0, expect.stringContaining('shown is what its manifest says.')]);
    const asked = await runPlimsoll(['data', 'query', 'SELECT count(*) AS n FROM lending_positions', '--dataset', 'shown', '--json'], folder);
    expect(JSON.parse(asked.stdout)).toEqual({ columns: ['n'], rows: [[12_000]] });
  });

  test('lists its sources', async () => {
    const { sources } = JSON.parse((await runPlimsoll(['data', 'sources', '--json'], folder)).stdout) as SourceListing;
    expect(sources.map(({ name }) => name)).toContain('messari-lending');
    expect((await runPlimsoll(['data', 'sources'], folder)).stdout).toMatch(/messari-lending +yes/);
  });

  test('names host and remedy when an endpoint is a web page or not there', async () => {
    const page = await runPlimsoll(['data', 'pull', '--source', 'messari-lending', '--endpoint', server.url.replace('/subgraphs/', '/elsewhere/'), '--name', 'none'], folder);
    expect([page.exitCode, page.stderr]).toEqual([4, expect.stringContaining('does not answer like a subgraph: Not found')]);
    const dead = await runPlimsoll(['data', 'pull', '--source', 'messari-lending', '--endpoint', 'http://127.0.0.1:1/subgraphs/name/a/b', '--name', 'dead'], folder);
    expect([dead.exitCode, dead.stderr]).toEqual([4, expect.stringContaining('127.0.0.1:1: the host cannot be reached')]);
  });
});
