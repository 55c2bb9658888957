import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pullInFolder } from '../../../support/pull-in-folder.js';
import { readPulledTable } from '../../../support/pulled-table.js';
import { TEST_BLOCK } from '../../../support/subgraph-server/messari-lending.js';
import { SubgraphServer } from '../../../support/subgraph-server/server.js';
import { fillUniswap, POOL, readRecorded, UNISWAP, USDC, WETH, type Recorded } from '../../../support/subgraph-server/uniswap-v3.js';

const OTHER = `0x${'99'.repeat(20)}`;
const HOUR = 1_699_999_200;

let folder: string;
let server: SubgraphServer;
let recorded: Recorded;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-pull-'));
  recorded = await readRecorded();
  server = await SubgraphServer.start({ entitySdl: UNISWAP });
  fillUniswap(server, recorded);
  server.add('Pool', { id: OTHER, feeTier: '3000', tick: null, sqrtPrice: '0', liquidity: '0', token0: USDC, token1: WETH });
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

  test('keeps the pool’s state, and quotes what it would pay for either token', async () => {
    await pull({ tables: 'depth' });
    expect(await readPulledTable(folder, 'pools')).toEqual([
      { pool: 'uniswap-v3-ethereum-USDC-WETH-500', unix_seconds: String(HOUR + 4 * 3600), asset0: 'USDC', asset1: 'WETH', fee_pips: 500, tick: recorded.pool.tick, sqrt_price_x96: recorded.pool.sqrtPrice, liquidity_raw: recorded.pool.liquidity },
    ]);
    const quotes = await readPulledTable(folder, 'depth_quotes');
    for (const [sell, buy, price] of [['WETH', 'USDC', 2948.5 * 0.9995], ['USDC', 'WETH', 0.9995 / 2948.5]] as const) {
      const ofPair = quotes.filter((row) => row['sell_asset'] === sell && row['buy_asset'] === buy).map((row) => [row['sell_amount'], row['buy_amount'], row['impact_ratio']] as [number, number, number]);
      expect(ofPair.length).toBeGreaterThan(15);
      // The upstream table's price of a small sale, less the fee; the shortfall is against exactly that.
      for (const [sold, bought, impact] of ofPair) expect(bought / sold / (price * (1 - impact))).toBeCloseTo(1, 3);
    }
  });

  test('leaves out the quotes of a pool that contradicts itself, and keeps its ticks', async () => {
    await server.stop();
    server = await SubgraphServer.start({ entitySdl: UNISWAP });
    fillUniswap(server, { ...recorded, pool: { ...recorded.pool, tick: recorded.pool.tick + 5 } });
    server.add('Transaction', { id: '0xaa', blockNumber: String(TEST_BLOCK) });
    server.add('Swap', { id: '0xaa#1', timestamp: String(HOUR), transaction: '0xaa' });
    const { rows, warnings } = await pull({ tables: 'depth' });
    expect(Object.keys(rows)).toEqual(['assets', 'pool_ticks', 'pools']);
    expect(warnings.filter((warning) => warning.startsWith('depth quotes'))).toEqual(['USDC > WETH', 'WETH > USDC'].map((pair) => expect.stringMatching(`^depth quotes of ${pair} are left out: the pool contradicts itself: the price .* does not lie in tick ${recorded.pool.tick + 5}$`)));
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
