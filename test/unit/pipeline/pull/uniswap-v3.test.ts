import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';

/** The part of Uniswap's v3-subgraph that Plimsoll reads. */
const SDL = `
  type Token { id: Bytes! symbol: String! decimals: BigInt! }
  type Pool { id: Bytes! feeTier: BigInt! tick: BigInt liquidity: BigInt! token0: Token! token1: Token! }
  type Tick { id: ID! pool: Pool! tickIdx: BigInt! liquidityNet: BigInt! }
  type Transaction { id: ID! blockNumber: BigInt! }
  ${['Swap', 'Mint', 'Burn'].map((type) => `type ${type} { id: ID! timestamp: BigInt! transaction: Transaction! }`).join(' ')}
  type PoolHourData { id: ID! periodStartUnix: Int! pool: Pool! open: BigDecimal! high: BigDecimal! low: BigDecimal! close: BigDecimal! volumeToken1: BigDecimal! }
  type TokenHourData { id: ID! periodStartUnix: Int! token: Token! open: BigDecimal! high: BigDecimal! low: BigDecimal! close: BigDecimal! volume: BigDecimal! }
`;
const [USDC, WETH, POOL, OTHER] = ['a0', 'c0', '88', '99'].map((byte) => `0x${byte.repeat(20)}`) as [string, string, string, string];
const HOUR = 1_699_999_200;
/** Recorded from the mainnet pool: ticks around the price, and the liquidity there. */
const FIXTURES = new URL('../../../fixtures/depth/', import.meta.url);

interface RecordedPool {
  readonly tick: number;
  readonly liquidity: string;
}

let folder: string;
let server: SubgraphServer;
let recorded: { pool: RecordedPool; ticks: { tick: number; net: string }[] };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  recorded = await readRecorded();
  server = await SubgraphServer.start({ entitySdl: SDL });
  server.add('Token', { id: USDC, symbol: 'USDC', decimals: '6' });
  server.add('Token', { id: WETH, symbol: 'WETH', decimals: '18' });
  server.add('Pool', { id: POOL, feeTier: '500', tick: String(recorded.pool.tick), liquidity: recorded.pool.liquidity, token0: USDC, token1: WETH });
  server.add('Pool', { id: OTHER, feeTier: '3000', tick: null, liquidity: '0', token0: USDC, token1: WETH });
  for (const { tick, net } of recorded.ticks) server.add('Tick', { id: `${POOL}#${tick}`, pool: POOL, tickIdx: String(tick), liquidityNet: net });
  server.add('Tick', { id: `${POOL}#1`, pool: POOL, tickIdx: '1', liquidityNet: '0' });
  server.add('Transaction', { id: '0xaa', blockNumber: String(TEST_BLOCK) });
  server.add('Swap', { id: '0xaa#1', timestamp: String(HOUR + 4 * 3600), transaction: '0xaa' });
  const bar = (hour: number, [open, high, low, close]: readonly [string, string, string, string]) => ({ periodStartUnix: HOUR + hour * 3600, open, high, low, close });
  server.add('PoolHourData', { id: `${POOL}-1`, pool: POOL, volumeToken1: '12.5', ...bar(0, ['1800.5', '1810', '1799', '1805.25']) });
  server.add('PoolHourData', { id: `${POOL}-4`, pool: POOL, volumeToken1: '0.5', ...bar(3, ['1790', '1795', '0', '1792']) });
  server.add('TokenHourData', { id: `${WETH}-1`, token: WETH, volume: '99', ...bar(0, ['1801', '1811', '1800', '1806']) });
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function readRecorded(): Promise<typeof recorded> {
  const text = await readFile(new URL('univ3-usdc-weth-pool.json', FIXTURES), 'utf8');
  // Beyond what a double holds, so it is taken from the text.
  const [tick, liquidity] = ['currentTick', 'liquidity'].map((name) => new RegExp(`"${name}": (\\d+)`).exec(text)![1]!) as [string, string];
  const [, ...lines] = (await readFile(new URL('univ3-usdc-weth-ticks.csv', FIXTURES), 'utf8')).trim().split('\n');
  const ticks = lines.map((line) => line.trim().split(',')).map(([index, net]) => ({ tick: Number(index), net: net! }));
  return { pool: { tick: Number(tick), liquidity }, ticks: [...ticks, ...closeOutside(ticks, Number(tick), BigInt(liquidity))] };
}

/** The record is a window around the price: one tick on each side stands for what enters below it and leaves above it. */
function closeOutside(ticks: readonly { tick: number; net: string }[], price: number, liquidityRaw: bigint): { tick: number; net: string }[] {
  const sum = (chosen: typeof ticks): bigint => chosen.reduce((total, { net }) => total + BigInt(net), 0n);
  const entersRaw = liquidityRaw - sum(ticks.filter(({ tick }) => tick <= price));
  return [
    { tick: -887_270, net: String(entersRaw) },
    { tick: 887_270, net: String(-entersRaw - sum(ticks)) },
  ];
}

const pull = (more: object = {}) => pullInFolder(folder, { source: 'uniswap-v3', endpoint: server.url, name: 'pulled', choose: [`pools=${POOL}`, `tokens=${WETH}`], tables: 'prices,depth', ...more });

describe('a pull of Uniswap v3', () => {
  test('lays hours on a grid, fills the quiet ones and marks them', async () => {
    await pull();
    const row = { asset: 'WETH', quote: 'USDC', filled: false };
    const quiet = { ...row, open: null, high: null, low: null, close: 1805.25, volume: null, filled: true };
    expect((await readPulledTable(folder, 'prices')).filter(({ quote }) => quote === 'USDC')).toEqual([
      { ...row, unix_seconds: String(HOUR + 3600), open: 1800.5, high: 1810, low: 1799, close: 1805.25, volume: 12.5 },
      { ...quiet, unix_seconds: String(HOUR + 2 * 3600) },
      { ...quiet, unix_seconds: String(HOUR + 3 * 3600) },
      // A low of 0 was not seen.
      { ...row, unix_seconds: String(HOUR + 4 * 3600), open: 1790, high: 1795, low: null, close: 1792, volume: 0.5 },
    ]);
    expect((await readPulledTable(folder, 'prices')).filter(({ quote }) => quote === 'USD')).toEqual([
      { ...row, quote: 'USD', unix_seconds: String(HOUR + 3600), open: 1801, high: 1811, low: 1800, close: 1806, volume: 99 },
    ]);
  });

  test('keeps every tick of the recorded pool, which add up to its liquidity', async () => {
    expect((await pull()).warnings).toEqual([]);
    const rows = await readPulledTable(folder, 'pool_ticks');
    const held = recorded.ticks.filter(({ net }) => net !== '0').sort((left, right) => left.tick - right.tick);
    expect(rows.map(({ tick, liquidity_net_raw: net }) => [tick, net])).toEqual(held.map(({ tick, net }) => [tick, net]));
    expect(rows[0]).toMatchObject({ pool: 'uniswap-v3-ethereum-USDC-WETH-500' });
  });

  test.each(['1000000000000000000000000', '1'])('states when a tick of liquidity %s is missing', async (liquidityNet) => {
    server.add('Tick', { id: `${POOL}#2`, pool: POOL, tickIdx: '-887260', liquidityNet });
    expect((await pull()).warnings).toEqual([expect.stringContaining('at its price'), expect.stringContaining('beyond its last tick')]);
  });

  test.each([
    ['no pool or token', { choose: [] }, 'say which'],
    ['a pool that is not there', { choose: [`pools=0x${'7'.repeat(40)}`] }, `the subgraph knows no pool 0x${'7'.repeat(40)}`],
    ['what is no address', { choose: ['tokens=WETH'] }, '`weth` is no address'],
    ['two pools of one pair', { choose: [`pools=${POOL},${OTHER}`] }, 'two of the pools trade WETH against USDC'],
  ])('refuses %s', async (_, more, message) => {
    await expect(pull(more)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });
});
