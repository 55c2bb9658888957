import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { linkPlimsoll, runLine } from '../support/example-workspace.js';
import { chooseRuns } from '../support/fuzz.js';
import { INSTALLING_GUIDES, readGuide, stopAtFailure, writeGuideFiles } from '../support/guide.js';
import { startAaveAndPools } from '../support/subgraph-server/aave-and-pools.js';
import { fillMessariMarket, MESSARI_3, TEST_BLOCK } from '../support/subgraph-server/messari-lending.js';
import { addMorphoEvent, addMorphoLiquidation, fillMorpho, MORPHO } from '../support/subgraph-server/morpho-blue.js';
import { SubgraphServer } from '../support/subgraph-server/server.js';
import { POOL } from '../support/subgraph-server/uniswap-v3.js';

/** The network that a guide speaks to, on this machine. */
interface Network {
  /** Its addresses and days in place of those that the guide writes. */
  readonly adapt: (text: string) => string;
  /** What happens in the world before a block is typed. */
  readonly before: (block: string) => void;
  readonly stop: () => Promise<unknown>;
}

const NO_NETWORK: Network = { adapt: (text) => text, before: () => {}, stop: () => Promise.resolve() };

async function startLending(): Promise<Network> {
  const messari = await SubgraphServer.start({ entitySdl: MESSARI_3 });
  fillMessariMarket(messari, 20);
  const { aave, uniswap } = await startAaveAndPools();
  return {
    adapt: (text) =>
      text
        .replace(/http:\S+\/messari\/aave-v3/, messari.url)
        .replace(/http:\S+\/aave\/protocol-v3/, aave.url)
        .replace(/(source: aave-v3, endpoint: )\w+, at: \S+ since: \S+/, `$1"${aave.url}",`)
        .replace(/(source: uniswap-v3, endpoint: )\w+, at: \S+/, `$1"${uniswap.url}",`)
        .replace(/0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640/, POOL)
        // The history on this machine is forty days of 2023.
        .replace('fitFrom: 2025-11-01', 'fitFrom: 2023-10-05'),
    before: (block) => {
      if (block.includes('--since latest')) aave.chain.head += 1000;
    },
    stop: () => Promise.all([messari, aave, uniswap].map((server) => server.stop())),
  };
}

async function startOwnSubgraph(): Promise<Network> {
  const server = await SubgraphServer.start({ entitySdl: MORPHO });
  fillMorpho(server);
  addMorphoLiquidation(server, TEST_BLOCK - 30, { seized: '70', repaid: '60' });
  addMorphoEvent(server, 'Repay', 4, { asset: 'USDC', amount: '5', block: TEST_BLOCK });
  return { ...NO_NETWORK, adapt: (text) => text.replace(/http:\S+\/owner\/name/, server.url), stop: () => server.stop() };
}

interface Reader {
  readonly startNetwork?: () => Promise<Network>;
  /** What lies in the folder when the guide was followed: whole files, or their part of a dataset. */
  readonly ends: readonly string[];
}

const READERS: Readonly<Record<string, Reader>> = {
  account: { ends: [] },
  'mapping-files': { startNetwork: startOwnSubgraph, ends: ['data/local/mine/liquidations.parquet'] },
  delegate: { ends: ['policy.yaml', 'reports/mine/report.html', 'for-the-forum/arfc.md'] },
  'risk-steward': { ends: ['payload/steward-schedule.json', 'payload/safe-batch.json', 'payload/calls.json'] },
  analyst: { ends: ['all-positions.csv'] },
  propose: { ends: ['reports/mine/drafts/arfc.md', 'payload/safe-batch.json', 'reports/tiers/drafts/dydx-proposal.json'] },
  subgraphs: { startNetwork: startLending, ends: ['data/local/aave-v3_now/lending_positions.parquet', 'data/local/aave.v2/manifest.json', 'data/local/book/reserves.parquet'] },
};

// `npm test` follows the first two, in which nothing is simulated, continuous integration all; install.test.ts follows those that install.
const FOLLOWED = Object.entries(READERS).slice(0, chooseRuns(Infinity, 2));

test('no guide with commands is left out', () => {
  const withCommands = readdirSync('docs/guide').flatMap((file) => (file.endsWith('.md') && readGuide(`docs/guide/${file}`).blocks.length > 0 ? [file.slice(0, -'.md'.length)] : []));
  expect([...Object.keys(READERS), ...INSTALLING_GUIDES].sort()).toEqual(withCommands.sort());
});

test.each(FOLLOWED)('the guide docs/guide/%s.md works from top to bottom', async (name, { startNetwork, ends }) => {
  const guide = readGuide(`docs/guide/${name}.md`);
  expect(guide.blocks.length).toBeGreaterThan(0);
  const folder = await mkdtemp(join(tmpdir(), 'plimsoll-guide-'));
  const network = (await startNetwork?.()) ?? NO_NETWORK;
  try {
    await linkPlimsoll(folder);
    await writeGuideFiles(guide, folder, network.adapt);
    for (const block of guide.blocks) {
      network.before(block);
      const { exitCode, stderr } = await runLine(stopAtFailure(network.adapt(block)), folder);
      expect({ block, exitCode, stderr: exitCode === 0 ? '' : stderr }).toEqual({ block, exitCode: 0, stderr: '' });
    }
    for (const file of ends) expect((await readFile(join(folder, file))).length).toBeGreaterThan(0);
  } finally {
    await network.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
