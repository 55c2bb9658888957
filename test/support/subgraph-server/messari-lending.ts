import { createRandomStream } from '../../../src/core/random-stream.js';
import type { SubgraphServer } from './server.js';

/** The part of Messari's lending schema 3.1.0 that Plimsoll reads; `schema-lending.graphql` declares more. */
export const MESSARI_3 = `
  type LendingProtocol { id: Bytes! slug: String! network: String! riskType: String }
  type Token { id: Bytes! name: String! symbol: String! decimals: Int! lastPriceUSD: BigDecimal }
  type Account { id: Bytes! openPositionCount: Int! }
  type Market { id: Bytes! name: String canUseAsCollateral: Boolean! maximumLTV: BigDecimal! liquidationThreshold: BigDecimal! liquidationPenalty: BigDecimal! inputTokenPriceUSD: BigDecimal! inputToken: Token! openPositionCount: Int! }
  type Position { id: ID! account: Account! market: Market! asset: Token! side: String! balance: BigInt! isCollateral: Boolean hashClosed: Bytes }
  type MarketHourlySnapshot { id: Bytes! market: Market! timestamp: BigInt! inputTokenPriceUSD: BigDecimal! }
  type Liquidate { id: Bytes! hash: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! liquidator: Account! liquidatee: Account! market: Market! asset: Token! amount: BigInt! amountUSD: BigDecimal! profitUSD: BigDecimal! }
  ${['Deposit', 'Withdraw', 'Borrow', 'Repay'].map((type) => `type ${type} { id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! account: Account! market: Market! asset: Token! amount: BigInt! }`).join(' ')}
`;

/** Version 2.0.1: ids are text, a position does not know its asset. */
export const MESSARI_2 = MESSARI_3.replaceAll('id: Bytes!', 'id: ID!').replace('market: Market! asset: Token! side', 'market: Market! side');

const TOKENS = [
  { symbol: 'WETH', decimals: 18, price: '1800.5', threshold: '82.5', ltv: '80', penalty: '5' },
  { symbol: 'USDC', decimals: 6, price: '1', threshold: '78', ltv: '75', penalty: '4.5' },
  { symbol: 'wstETH', decimals: 18, price: '2050.25', threshold: '80', ltv: '78.5', penalty: '7' },
];
export const TEST_BLOCK = 19_999_936;
export const TEST_TIME = 1_700_000_000;

export interface FilledMarket {
  /** Open positions of every market, in its counter. */
  readonly positions: number;
}

/** Address number `index` of a kind, spread over the whole id space. */
export function testAddress(kind: string, index: number): string {
  const random = createRandomStream(1, `address-${kind}`, index);
  return `0x${Array.from({ length: 5 }, () => random.nextUint32().toString(16).padStart(8, '0')).join('')}`;
}

/** Fills a server with a small Aave-like market; two positions per account. */
export function fillMessariMarket(server: SubgraphServer, accounts: number): FilledMarket {
  server.add('LendingProtocol', { id: testAddress('protocol', 0), slug: 'aave-v3', network: 'MAINNET', riskType: 'GLOBAL' });
  const tokens = TOKENS.map((token, index) => ({ ...token, id: testAddress('token', index), market: testAddress('market', index) }));
  const positions = accounts * 2;
  for (const { id, symbol, decimals, price, threshold, ltv, penalty, market } of tokens) {
    server.add('Token', { id, name: symbol, symbol, decimals, lastPriceUSD: price });
    const count = symbol === 'WETH' || symbol === 'USDC' ? accounts : 0;
    server.add('Market', { id: market, name: symbol, canUseAsCollateral: true, maximumLTV: ltv, liquidationThreshold: threshold, liquidationPenalty: penalty, inputTokenPriceUSD: price, inputToken: id, openPositionCount: count });
  }
  const [weth, usdc] = tokens as [(typeof tokens)[0], (typeof tokens)[0]];
  for (let index = 0; index < accounts; index++) {
    const account = testAddress('account', index);
    server.add('Account', { id: account, openPositionCount: 2 });
    server.add('Position', { id: `${account}-${weth.market}-COLLATERAL-0`, account, market: weth.market, asset: weth.id, side: 'COLLATERAL', balance: String(10n ** 18n + BigInt(index)), isCollateral: true, hashClosed: null });
    server.add('Position', { id: `${account}-${usdc.market}-BORROWER-0`, account, market: usdc.market, asset: usdc.id, side: 'BORROWER', balance: String(1_000_000_000 + index), isCollateral: null, hashClosed: null });
  }
  for (let hour = 0; hour < 48; hour++) {
    if (hour % 7 === 3) continue;
    const timestamp = TEST_TIME - (48 - hour) * 3600;
    server.add('MarketHourlySnapshot', { id: `${weth.market}${(472_000 + hour).toString(16).padStart(8, '0')}`, market: weth.market, timestamp: String(timestamp), inputTokenPriceUSD: String(1800 + hour) });
  }
  for (let index = 0; index < 5; index++) {
    const event = { logIndex: index, blockNumber: String(TEST_BLOCK - 100 + index), timestamp: String(TEST_TIME - 100 + index), amount: '1000000' };
    server.add('Liquidate', { ...event, id: testAddress('liquidate', index), hash: testAddress('hash', index), liquidator: testAddress('account', 1), liquidatee: testAddress('account', 2), market: weth.market, asset: weth.id, amountUSD: '1.8', profitUSD: '0.1' }, TEST_BLOCK - 100 + index);
    server.add('Deposit', { ...event, id: testAddress('deposit', index), account: testAddress('account', 0), market: weth.market, asset: weth.id }, TEST_BLOCK - 100 + index);
  }
  return { positions };
}
