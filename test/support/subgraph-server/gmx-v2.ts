import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const CHANGE =
  'id: ID! orderKey: String! positionKey: String! account: String! marketAddress: String! collateralTokenAddress: String! sizeInUsd: BigInt! sizeInTokens: BigInt! ' +
  'collateralAmount: BigInt! sizeDeltaUsd: BigInt! sizeDeltaInTokens: BigInt! executionPrice: BigInt! orderType: BigInt! isLong: Boolean! transaction: Transaction';

/** The part of GMX's synthetics-stats schema that Plimsoll reads. */
export const GMX_STATS = `
  type Transaction { id: ID! from: String! to: String! hash: String! timestamp: Int! blockNumber: Int! transactionIndex: Int! }
  type MarketInfo { id: ID! marketToken: String! indexToken: String! longToken: String! shortToken: String! }
  type TokenPrice { id: ID! minPrice: BigInt! maxPrice: BigInt! }
  type PositionIncrease { ${CHANGE} }
  type PositionDecrease { ${CHANGE} }
  type TradeAction { id: ID! eventName: String! orderKey: String! orderType: BigInt! marketAddress: String indexTokenPriceMin: BigInt indexTokenPriceMax: BigInt collateralTokenPriceMin: BigInt liquidationFeeAmount: BigInt timestamp: Int! transaction: Transaction! }
`;

export const WETH = '0x82af49447d8a07e3bd95bd0d56f35241523fbab1';
export const USDC = '0xaf88d065e77c8cc2239327c5edb3a432268e5831';
export const GMX_TRADERS = [testAddress('gmx', 0), testAddress('gmx', 1)] as const;
const MARKET = testAddress('gmx-market', 0);
const TEST_TIME = 1_700_000_000;
const KEEPER = testAddress('gmx-keeper', 0);

const usd = (whole: number): bigint => BigInt(whole) * 10n ** 30n;
const ether = (milli: number): bigint => BigInt(milli) * 10n ** 15n;

export interface GmxChange {
  readonly id: string;
  readonly key: string;
  readonly account?: string;
  readonly block: number;
  readonly index?: number;
  readonly usd: readonly [after: number, delta: number];
  /** In thousandths of ether. */
  readonly milli: readonly [after: number, delta: number];
  readonly collateral: readonly [token: string, raw: bigint];
  readonly isLong: boolean;
  readonly orderType?: number;
  readonly price?: number;
}

/** A transaction of the keeper; one block a second. */
export function gmxTransaction(block: number, index = 0): object {
  const id = `tx-${block}-${index}`;
  return { id, from: KEEPER, to: MARKET, hash: id, timestamp: TEST_TIME - (TEST_BLOCK - block), blockNumber: block, transactionIndex: index };
}

/** Adds one increase (a delta above 0) or decrease of a position in ether. */
export function addGmxChange(server: SubgraphServer, change: GmxChange): void {
  const { id, key, account = GMX_TRADERS[0], block, index = 0, isLong, price = 2000 } = change;
  const transaction = gmxTransaction(block, index);
  const [usdAfter, usdDelta] = change.usd;
  const [milliAfter, milliDelta] = change.milli;
  const isIncrease = usdDelta >= 0;
  server.add(isIncrease ? 'PositionIncrease' : 'PositionDecrease', {
    id, orderKey: id, positionKey: key, account, marketAddress: MARKET, collateralTokenAddress: change.collateral[0], isLong, transaction,
    sizeInUsd: String(usd(usdAfter)), sizeDeltaUsd: String(usd(Math.abs(usdDelta))), sizeInTokens: String(ether(milliAfter)), sizeDeltaInTokens: String(ether(Math.abs(milliDelta))),
    collateralAmount: String(change.collateral[1]), executionPrice: String(BigInt(price) * 10n ** 12n), orderType: String(change.orderType ?? (isIncrease ? 2 : 4)),
  }, block);
}

function addPrice(server: SubgraphServer, id: string, secondsAgo: number, price: number, more: object = {}): void {
  const unit = BigInt(price) * 10n ** 12n;
  server.add('TradeAction', { id, eventName: 'OrderExecuted', orderKey: id, orderType: '2', marketAddress: MARKET, timestamp: TEST_TIME - secondsAgo, transaction: gmxTransaction(TEST_BLOCK - 1), indexTokenPriceMin: String(unit - 10n ** 12n), indexTokenPriceMax: String(unit + 10n ** 12n), ...more });
}

/** Fills a server with one market ETH [WETH-USDC]: a long and a short of one trader, and a long of another that is liquidated. */
export function fillGmx(server: SubgraphServer): void {
  server.add('MarketInfo', { id: MARKET, marketToken: MARKET, indexToken: WETH, longToken: WETH, shortToken: USDC });
  server.add('TokenPrice', { id: WETH, minPrice: String(1999n * 10n ** 12n), maxPrice: String(2001n * 10n ** 12n) });
  server.add('TokenPrice', { id: USDC, minPrice: String(999n * 10n ** 21n), maxPrice: String(1001n * 10n ** 21n) });
  const long = { key: '0xa1', collateral: [USDC, 1_000_000_000n], isLong: true } as const;
  addGmxChange(server, { ...long, id: 'k9', block: TEST_BLOCK - 300, usd: [10_000, 10_000], milli: [5000, 5000] });
  addGmxChange(server, { ...long, id: 'k1', block: TEST_BLOCK - 200, usd: [16_000, 6_000], milli: [7000, 2000], price: 3000 });
  addGmxChange(server, { ...long, id: 'k5', block: TEST_BLOCK - 100, usd: [8_000, -8_000], milli: [3500, -3500], collateral: [USDC, 600_000_000n] });
  addGmxChange(server, { key: '0xa2', id: 'k4', block: TEST_BLOCK - 100, index: 1, usd: [4_000, 4_000], milli: [2000, 2000], collateral: [WETH, ether(500)], isLong: false });
  const lost = { key: '0xb1', account: GMX_TRADERS[1], collateral: [USDC, 100_000_000n], isLong: true } as const;
  // Both in one transaction: neither block nor place in it says which came first.
  addGmxChange(server, { ...lost, id: 'k8', block: TEST_BLOCK - 90, usd: [1_000, 1_000], milli: [500, 500] });
  addGmxChange(server, { ...lost, id: 'k2', block: TEST_BLOCK - 90, usd: [3_000, 2_000], milli: [1500, 1000] });
  addGmxChange(server, { ...lost, id: 'k7', block: TEST_BLOCK - 50, usd: [0, -3_000], milli: [0, -1500], collateral: [USDC, 0n], orderType: 7, price: 1900 });
  addPrice(server, '0xe2', 10_000, 2010);
  addPrice(server, '0xe3', 9_990, 2004);
  addPrice(server, '0xe1', 9_980, 2020);
  addPrice(server, '0xe0', 10, 1900, { orderType: '7', orderKey: 'k7', liquidationFeeAmount: '5000000', collateralTokenPriceMin: String(999n * 10n ** 21n) });
}
