import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const EVENT = 'id: ID! txHash: Bytes! trader: Bytes! baseToken: Bytes! blockNumberLogIndex: BigInt! blockNumber: BigInt! timestamp: BigInt!';

/** The part of perp-curie-subgraph's schema that Plimsoll reads. */
export const PERP_CURIE = `
  type Protocol { id: ID! network: String! chainId: String! }
  type Market { id: ID! baseToken: Bytes! quoteToken: Bytes! pool: Bytes! }
  type Token { id: ID! name: String! symbol: String! decimals: BigInt! }
  type Trader { id: ID! settlementTokenBalance: BigDecimal! totalPnl: BigDecimal! }
  type TraderTokenBalance { id: ID! amount: BigDecimal! token: Token! trader: Trader! }
  type TraderMarket { id: ID! trader: Bytes! baseToken: Bytes! takerPositionSize: BigDecimal! openNotional: BigDecimal! entryPrice: BigDecimal! traderRef: Trader! }
  type PositionChanged { ${EVENT} exchangedPositionSize: BigDecimal! positionSizeAfter: BigDecimal! swappedPrice: BigDecimal! marketPriceAfter: BigDecimal! }
  type PositionClosed { ${EVENT} closedPositionSize: BigDecimal! closedPrice: BigDecimal! }
  type PositionLiquidated { ${EVENT} liquidator: Bytes! positionNotionalAbs: BigDecimal! positionSizeAbs: BigDecimal! liquidationFee: BigDecimal! }
  type OpenOrder { id: ID! baseToken: Bytes! lowerTick: BigInt! upperTick: BigInt! liquidity: BigInt! }
`;

export const VETH = '0x8c835dfaa34e2ae61775e80ee29e2c724c6ae2bb';
export const UNKNOWN_BASE = '0x1234567890123456789012345678901234567890';
export const PERP_TRADERS = [testAddress('curie', 0), testAddress('curie', 1), testAddress('curie', 2)] as const;
const TEST_TIME = 1_700_000_000;

export interface CuriePlace {
  readonly block: number;
  readonly log: number;
  readonly trader: string;
  readonly base?: string;
  readonly tx?: string;
}

/** The fields that every event has; the order is the block times 10,000,000 and the place in it. */
export function curieEvent({ block, log, trader, base = VETH, tx = `0x${block}` }: CuriePlace): { readonly id: string; readonly [field: string]: unknown } {
  return { id: `${tx}-${log}`, txHash: tx, trader, baseToken: base, blockNumber: String(block), timestamp: String(TEST_TIME - (TEST_BLOCK - block)), blockNumberLogIndex: String(BigInt(block) * 10_000_000n + BigInt(log)) };
}

export function addCurieChange(server: SubgraphServer, place: CuriePlace, delta: string, after: string, price: string, priceAfter: string): void {
  server.add('PositionChanged', { ...curieEvent(place), exchangedPositionSize: delta, positionSizeAfter: after, swappedPrice: price, marketPriceAfter: priceAfter }, place.block);
}

/** Fills a server with two markets, one of them unknown by name: a long, a short liquidated by half, one closed down to dust, one closed with its market. */
export function fillCurie(server: SubgraphServer): void {
  const [first, second, third] = PERP_TRADERS;
  server.add('Protocol', { id: 'perpetual-protocol', network: 'optimism', chainId: '10' });
  for (const base of [VETH, UNKNOWN_BASE]) server.add('Market', { id: base, baseToken: base, quoteToken: '0x01', pool: '0x02' });
  server.add('Trader', { id: first, settlementTokenBalance: '1000.1234569', totalPnl: '0' });
  server.add('Trader', { id: second, settlementTokenBalance: '-20.5000001', totalPnl: '0' });
  server.add('Trader', { id: third, settlementTokenBalance: '7', totalPnl: '0' });
  server.add('Token', { id: '0x94', name: 'Tether USD', symbol: 'USDT', decimals: '6' });
  server.add('TraderTokenBalance', { id: `${second}-0x94`, amount: '1500.25', token: '0x94', trader: second });
  server.add('TraderTokenBalance', { id: `${first}-0x94`, amount: '0', token: '0x94', trader: first });
  // 1.5 bought at 1,800 and 0.5 at 1,900: 3,650 paid for 2.
  addCurieChange(server, { block: TEST_BLOCK - 90, log: 9, trader: first }, '1.5', '1.5', '1800', '1801.5');
  addCurieChange(server, { block: TEST_BLOCK - 90, log: 10, trader: first }, '0.5', '2', '1900', '1905.25');
  // Liquidity is added: no trade.
  addCurieChange(server, { block: TEST_BLOCK - 85, log: 1, trader: first }, '0', '2', '0', '1905.25');
  server.add('TraderMarket', { id: `${first}-${VETH}`, trader: first, baseToken: VETH, takerPositionSize: '2', openNotional: '-3650', entryPrice: '1825', traderRef: first });
  // Short 4 at 1,850, half of it closed by force at 1,950; the liquidator takes the other side in the same transaction.
  addCurieChange(server, { block: TEST_BLOCK - 80, log: 0, trader: second }, '-4', '-4', '1850', '1845');
  addCurieChange(server, { block: TEST_BLOCK - 40, log: 3, trader: second, tx: '0xff' }, '2', '-2', '1950', '1955');
  addCurieChange(server, { block: TEST_BLOCK - 40, log: 4, trader: third, tx: '0xff' }, '-2', '-2', '1950', '1955');
  server.add('PositionLiquidated', { ...curieEvent({ block: TEST_BLOCK - 40, log: 5, trader: second, tx: '0xff' }), liquidator: third, positionNotionalAbs: '3900', positionSizeAbs: '2', liquidationFee: '97.5' }, TEST_BLOCK - 40);
  server.add('TraderMarket', { id: `${second}-${VETH}`, trader: second, baseToken: VETH, takerPositionSize: '-2', openNotional: '3700', entryPrice: '1850', traderRef: second });
  // All but 7 wei is bought back: the subgraph states none.
  addCurieChange(server, { block: TEST_BLOCK - 30, log: 0, trader: third }, '1.999999999999999993', '0', '1960', '1961');
  server.add('TraderMarket', { id: `${third}-${VETH}`, trader: third, baseToken: VETH, takerPositionSize: '0', openNotional: '0', entryPrice: '0', traderRef: third });
  // Traded once, then closed with its market.
  addCurieChange(server, { block: TEST_BLOCK - 70, log: 0, trader: third, base: UNKNOWN_BASE }, '-3', '-3', '2', '2.5');
  server.add('PositionClosed', { ...curieEvent({ block: TEST_BLOCK - 20, log: 2, trader: third, base: UNKNOWN_BASE }), closedPositionSize: '-3', closedPrice: '1.5' }, TEST_BLOCK - 20);
  const order = (id: string, lower: number, upper: number, liquidity: string): void => server.add('OpenOrder', { id, baseToken: VETH, lowerTick: String(lower), upperTick: String(upper), liquidity });
  order('o1', 74_000, 76_000, '500');
  order('o2', 75_000, 76_000, '300');
  order('o3', -60, 74_000, '500');
  order('o4', 1, 2, '0');
}
