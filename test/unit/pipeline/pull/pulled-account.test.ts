import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inspectAccount } from '../../../../src/pipeline/account.js';
import type { PerpsView } from '../../../../src/pipeline/account/inspect-perps.js';
import { nameAccount } from '../../../../src/sources/mapping/account-name.js';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { fillMessariPerps, MESSARI_PERPS, TRADERS } from '../../../support/subgraph-server/messari-perps.js';
import { fillCurie, PERP_CURIE, PERP_TRADERS } from '../../../support/subgraph-server/perpetual-v2.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

let folder: string;
let server: SubgraphServer;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function view(account: string): Promise<PerpsView> {
  const { current } = await inspectAccount({ dataset: 'pulled', account: nameAccount(account) }, { packageFolder: folder, workingFolder: folder });
  if (current.kind !== 'perps') throw new Error('a perps account was expected');
  return current;
}

/** Views are computed in doubles. */
const toMicros = (text: string): number => Math.round(Number(text) * 1e6);

describe('an account of a pulled perps dataset', () => {
  test('stands at each isolated position by its own margin, once the margins are told', async () => {
    server = await SubgraphServer.start({ entitySdl: MESSARI_PERPS });
    fillMessariPerps(server);
    const pull = { source: 'messari-perps', endpoint: server.url, name: 'pulled', network: 'arbitrum', tables: 'positions' };
    await pullInFolder(folder, pull);
    await expect(view(TRADERS[0])).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('does not tell the margins of market WBTC') });
    await rm(join(folder, 'data'), { recursive: true });
    await pullInFolder(folder, { ...pull, choose: ['initial-margin-bps=200', 'maintenance-margin-bps=100', 'liquidation-fee-bps=10'] });
    const { units } = await view(TRADERS[0]);
    // 1,900.123456 + 3 · (2,000.5 − 1,900), and 2,500 + 0.5 · (41,000 − 40,000); 1 % of 6,001.5 and of 20,000.
    const stands = units.map(({ health }) => [toMicros(health.equityUsd), toMicros(health.maintenanceMarginUsd)]).sort(([left], [right]) => left! - right!);
    expect(stands).toEqual([[2_201_623_456, 60_015_000], [3_000_000_000, 200_000_000]]);
  });

  test('stands by the rules of Perpetual v2 over all its positions', async () => {
    server = await SubgraphServer.start({ entitySdl: PERP_CURIE });
    fillCurie(server);
    await pullInFolder(folder, { source: 'perpetual-v2', endpoint: server.url, name: 'pulled', network: 'optimism', tables: 'positions' });
    const [unit] = (await view(PERP_TRADERS[0])).units;
    // 1,000.123456 + 2 · (1,961 − 1,825); 6.25 % of 3,922.
    expect([toMicros(unit!.health.equityUsd), toMicros(unit!.health.maintenanceMarginUsd)]).toEqual([1_272_123_456, 245_125_000]);
  });
});
