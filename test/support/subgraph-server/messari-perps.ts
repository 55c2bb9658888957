import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

/** The part of Messari's derivatives-perpfutures schema 1.3.4 that Plimsoll reads; `schema-derivatives-perpfutures.graphql` declares more. */
export const MESSARI_PERPS = `
  type DerivPerpProtocol { id: Bytes! slug: String! network: String! }
  type Token { id: Bytes! name: String! symbol: String! decimals: Int! lastPriceUSD: BigDecimal }
  type Account { id: Bytes! }
  type LiquidityPool { id: Bytes! name: String symbol: String openPositionCount: Int! }
  type Position { id: Bytes! account: Account! liquidityPool: LiquidityPool! collateral: Token! asset: Token! hashClosed: Bytes side: String! balance: BigInt! collateralBalance: BigInt! balanceUSD: BigDecimal! collateralBalanceUSD: BigDecimal! }
  type PositionSnapshot { id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! account: Account! position: Position! balance: BigInt! }
  type Liquidate { id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! account: Account! liquidatee: Account! asset: Token! position: Position! amount: BigInt! amountUSD: BigDecimal! }
`;

const TEST_TIME = 1_700_000_000;

export const TRADERS = [testAddress('trader', 0), testAddress('trader', 1)] as const;
const POOL = testAddress('pool', 0);
const [WETH, WBTC, USDC] = [testAddress('perp-token', 0), testAddress('perp-token', 1), testAddress('perp-token', 2)];

/** Fills a server with one pool in the manner of GMX v1: three open positions, one of them of a token without a price, and one closed. */
export function fillMessariPerps(server: SubgraphServer): void {
  server.add('DerivPerpProtocol', { id: testAddress('protocol', 1), slug: 'gmx', network: 'ARBITRUM_ONE' });
  server.add('LiquidityPool', { id: POOL, name: 'GLP', symbol: 'GLP', openPositionCount: 4 });
  server.add('Token', { id: WETH, name: 'Wrapped Ether', symbol: 'WETH', decimals: 18, lastPriceUSD: '2000.5' });
  server.add('Token', { id: WBTC, name: 'Wrapped Bitcoin', symbol: 'WBTC', decimals: 8, lastPriceUSD: '40000' });
  server.add('Token', { id: USDC, name: 'USD Coin', symbol: 'USDC', decimals: 6, lastPriceUSD: '1' });
  server.add('Token', { id: testAddress('perp-token', 3), name: 'Odd', symbol: 'ODD', decimals: 18, lastPriceUSD: null });
  for (const id of TRADERS) server.add('Account', { id });
  const open = { liquidityPool: POOL, hashClosed: null };
  // 3 ETH long worth 5,700 at its last change, with 1 ETH posted then worth 1,900.
  server.add('Position', { ...open, id: '0x01', account: TRADERS[0], asset: WETH, collateral: WETH, side: 'LONG', balance: '3000000000000000000', balanceUSD: '5700', collateralBalance: '1000000000000000000', collateralBalanceUSD: '1900.1234569' });
  // 0.5 BTC short, entered at 41,000, with 2,500 USDC posted.
  server.add('Position', { ...open, id: '0x02', account: TRADERS[0], asset: WBTC, collateral: USDC, side: 'SHORT', balance: '50000000', balanceUSD: '20500', collateralBalance: '2500000000', collateralBalanceUSD: '2500' });
  server.add('Position', { ...open, id: '0x03', account: TRADERS[1], asset: testAddress('perp-token', 3), collateral: USDC, side: 'LONG', balance: '7', balanceUSD: '1', collateralBalance: '1', collateralBalanceUSD: '1' });
  server.add('Position', { ...open, id: '0x04', account: TRADERS[1], asset: WETH, collateral: WETH, side: 'SHORT', balance: '0', balanceUSD: '0', collateralBalance: '0', collateralBalanceUSD: '0' });
  server.add('Position', { ...open, id: '0x05', hashClosed: '0xdead', account: TRADERS[1], asset: WETH, collateral: WETH, side: 'SHORT', balance: '0', balanceUSD: '0', collateralBalance: '0', collateralBalanceUSD: '0' });
  const at = (block: number, logIndex: number) => ({ blockNumber: String(block), timestamp: String(TEST_TIME - (TEST_BLOCK - block)), logIndex });
  server.add('PositionSnapshot', { ...at(TEST_BLOCK - 90, 3), id: '0xa1', account: TRADERS[0], position: '0x01', balance: '1000000000000000000' });
  server.add('PositionSnapshot', { ...at(TEST_BLOCK - 80, 1), id: '0xa0', account: TRADERS[0], position: '0x01', balance: '3000000000000000000' });
  server.add('PositionSnapshot', { ...at(TEST_BLOCK - 80, 2), id: '0xa2', account: TRADERS[1], position: '0x05', balance: '0' });
  server.add('Liquidate', { ...at(TEST_BLOCK - 80, 2), id: '0xb0', account: testAddress('keeper', 0), liquidatee: TRADERS[1], asset: WETH, position: '0x05', amount: '1000', amountUSD: '12.3456789' });
  server.add('Account', { id: testAddress('keeper', 0) });
}
