import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { LendingDataset } from '../../../../src/pipeline/ports.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { createDatasetStore } from '../../../../src/storage/dataset-store.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { addressOf, fillFromLendingDataset } from '../../../support/subgraph-server/bundled-lending.js';
import { FAULTS } from '../../../support/subgraph-server/faults.js';
import { MESSARI_3 } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

const NAME = 'aave-v2-steth_2023-06';
const DAYS = 60;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-bundled-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const load = (parent: string, name: string): Promise<LendingDataset> => createDatasetStore({ folders: [parent] }).loadLendingDataset(name);

test.each([
  ['a server that never fails', 0],
  ['a server with every fault at 5 % of requests', 0.05],
])('the bundled book comes back whole from %s', async (_, share) => {
  const bundled = await load(join(import.meta.dirname, '../../../../data'), NAME);
  const server = await SubgraphServer.start({ entitySdl: MESSARI_3, shares: Object.fromEntries(FAULTS.map((fault) => [fault, share])) });
  try {
    fillFromLendingDataset(server, bundled, DAYS);
    const since = new Date((bundled.snapshotUnixSeconds - DAYS * 86_400) * 1000).toISOString().replace('.000Z', 'Z');
    const { warnings } = await pullInFolder(folder, { source: 'messari-lending', endpoint: server.url, name: 'pulled', since, 'time-limit': 1 });
    expect(warnings).toEqual([]);
  } finally {
    await server.stop();
  }
  const pulled = await load(join(folder, 'data', 'local'), 'pulled');
  const byKey = <Row extends { readonly asset: string; readonly account?: string; readonly side?: string }>(rows: readonly Row[]): Row[] =>
    [...rows].sort((left, right) => ([left.account, left.asset, left.side].join('/') < [right.account, right.asset, right.side].join('/') ? -1 : 1));
  expect(byKey(pulled.positions)).toEqual(byKey(bundled.positions.map((row) => ({ ...row, account: nameAccount(addressOf(row.account)), liquidationThresholdBps: null }))));
  expect(byKey(pulled.reserves)).toEqual(byKey(bundled.reserves));
  expect(byKey(pulled.assets.map(({ asset, decimals }) => ({ asset, decimals })))).toEqual(byKey(bundled.assets.map(({ asset, decimals }) => ({ asset, decimals }))));
  const [eth, weth] = [bundled.prices.get('ETH/USD')!, pulled.prices.get('WETH/USD')!];
  const first = eth.unixSeconds.indexOf(weth.unixSeconds[0]!);
  expect(weth.close.length).toBeGreaterThan(DAYS * 24 - 48);
  expect(Array.from(weth.close)).toEqual(Array.from(eth.close.subarray(first, first + weth.close.length)));
});
