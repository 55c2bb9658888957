import { readFile } from 'node:fs/promises';
import type { SubgraphServer } from './server.js';

/** The part of Uniswap's v3-subgraph that Plimsoll reads. */
export const UNISWAP = `
  type Token { id: Bytes! symbol: String! decimals: BigInt! }
  type Pool { id: Bytes! feeTier: BigInt! tick: BigInt sqrtPrice: BigInt! liquidity: BigInt! token0: Token! token1: Token! }
  type Tick { id: ID! pool: Pool! tickIdx: BigInt! liquidityNet: BigInt! }
  type Transaction { id: ID! blockNumber: BigInt! }
  ${['Swap', 'Mint', 'Burn'].map((type) => `type ${type} { id: ID! timestamp: BigInt! transaction: Transaction! }`).join(' ')}
  type PoolHourData { id: ID! periodStartUnix: Int! pool: Pool! open: BigDecimal! high: BigDecimal! low: BigDecimal! close: BigDecimal! volumeToken1: BigDecimal! }
  type TokenHourData { id: ID! periodStartUnix: Int! token: Token! open: BigDecimal! high: BigDecimal! low: BigDecimal! close: BigDecimal! volume: BigDecimal! }
`;

/** Recorded from the mainnet pool: ticks around the price, and the liquidity there. */
const FIXTURES = new URL('../../fixtures/depth/', import.meta.url);

interface RecordedPool {
  readonly tick: number;
  readonly sqrtPrice: string;
  readonly liquidity: string;
}

export interface Recorded {
  readonly pool: RecordedPool;
  readonly ticks: readonly { readonly tick: number; readonly net: string }[];
}

export const [USDC, WETH, POOL] = ['a0', 'c0', '88'].map((byte) => `0x${byte.repeat(20)}`) as [string, string, string];

/** The recorded USDC/WETH pool at 0.05 %. */
export async function readRecorded(): Promise<Recorded> {
  const text = await readFile(new URL('univ3-usdc-weth-pool.json', FIXTURES), 'utf8');
  // Beyond what a double holds, so it is taken from the text.
  const [tick, sqrtPrice, liquidity] = ['currentTick', 'sqrtPriceX96', 'liquidity'].map((name) => new RegExp(`"${name}": (\\d+)`).exec(text)![1]!) as [string, string, string];
  const [, ...lines] = (await readFile(new URL('univ3-usdc-weth-ticks.csv', FIXTURES), 'utf8')).trim().split('\n');
  const ticks = lines.map((line) => line.trim().split(',')).map(([index, net]) => ({ tick: Number(index), net: net! }));
  return { pool: { tick: Number(tick), sqrtPrice, liquidity }, ticks: [...ticks, ...closeOutside(ticks, Number(tick), BigInt(liquidity))] };
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

/** Adds tokens, the recorded pool and its ticks; `renamed` gives tokens other addresses. */
export function fillUniswap(server: SubgraphServer, { pool, ticks }: Recorded, renamed: Readonly<Record<string, string>> = {}): void {
  const [usdc, weth] = [USDC, WETH].map((id) => renamed[id] ?? id) as [string, string];
  server.add('Token', { id: usdc, symbol: 'USDC', decimals: '6' });
  server.add('Token', { id: weth, symbol: 'WETH', decimals: '18' });
  server.add('Pool', { id: POOL, feeTier: '500', tick: String(pool.tick), sqrtPrice: pool.sqrtPrice, liquidity: pool.liquidity, token0: usdc, token1: weth });
  for (const { tick, net } of ticks) server.add('Tick', { id: `${POOL}#${tick}`, pool: POOL, tickIdx: String(tick), liquidityNet: net });
}
