import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const EVENT = 'id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! account: Account! market: Market! asset: Token! amount: BigInt!';

/** The part of Morpho Blue's schema that Plimsoll reads. */
export const MORPHO = `
  enum PositionSide { COLLATERAL SUPPLIER BORROWER }
  type LendingProtocol { id: Bytes! network: String! }
  type Token { id: Bytes! symbol: String! decimals: Int! lastPriceUSD: BigDecimal }
  type Account { id: Bytes! }
  type Market { id: Bytes! lltv: BigInt! totalBorrow: BigInt! totalBorrowShares: BigInt! totalCollateral: BigInt! lastUpdate: BigInt! inputToken: Token! borrowedToken: Token! }
  type Position { id: ID! account: Account! market: Market! side: PositionSide! balance: BigInt! shares: BigInt hashClosed: Bytes }
  type MarketHourlySnapshot { id: Bytes! market: Market! timestamp: BigInt! inputTokenPriceUSD: BigDecimal! }
  type Liquidate { id: Bytes! logIndex: Int! blockNumber: BigInt! timestamp: BigInt! liquidator: Account! liquidatee: Account! market: Market! asset: Token! amount: BigInt! collateralAsset: Token! repaid: BigInt! }
  type BadDebtRealization { id: Bytes! market: Market! liquidation: Liquidate! badDebt: BigInt! }
  ${['Deposit', 'Withdraw', 'Borrow', 'Repay'].map((type) => `type ${type} { ${EVENT} }`).join(' ')}
`;

const TEST_TIME = 1_700_000_000;
export const MORPHO_MARKET = `0x${'3a'.repeat(32)}`;
export const IDLE_MARKET = `0x${'54'.repeat(32)}`;
const NO_TOKEN = `0x${'0'.repeat(40)}`;
export const MORPHO_TOKENS = { wstETH: testAddress('token', 1), USDC: testAddress('token', 2) };
export const morphoTime = (block: number): string => String(TEST_TIME - (TEST_BLOCK - block));

/** Two borrowers in a market at 86 %, whose last interest was half a day before the pinned block; and a market of idle supply. */
export function fillMorpho(server: SubgraphServer): void {
  server.add('LendingProtocol', { id: testAddress('protocol', 0), network: 'MAINNET' });
  server.add('Token', { id: MORPHO_TOKENS.wstETH, symbol: 'wstETH', decimals: 18, lastPriceUSD: '2050.25' });
  server.add('Token', { id: MORPHO_TOKENS.USDC, symbol: 'USDC', decimals: 6, lastPriceUSD: null });
  server.add('Token', { id: NO_TOKEN, symbol: 'UNKNOWN', decimals: 0, lastPriceUSD: null });
  const lastUpdate = String(TEST_TIME - 43_200);
  server.add('Market', { id: MORPHO_MARKET, lltv: '860000000000000000', totalBorrow: '3000000007', totalBorrowShares: '2900000000000005', totalCollateral: '2000000000000000003', lastUpdate, inputToken: MORPHO_TOKENS.wstETH, borrowedToken: MORPHO_TOKENS.USDC });
  server.add('Market', { id: IDLE_MARKET, lltv: '0', totalBorrow: '0', totalBorrowShares: '0', totalCollateral: '0', lastUpdate, inputToken: NO_TOKEN, borrowedToken: MORPHO_TOKENS.USDC });
  const positions = [
    [0, 'COLLATERAL', '2000000000000000003', null],
    // The balance is of the account's last event, before interest that others' events have added since.
    [0, 'BORROWER', '1990000000', '1900000000000004'],
    [1, 'BORROWER', '990000000', '1000000000000001'],
    [2, 'SUPPLIER', '5000000000', '4900000000000000'],
  ] as const;
  for (const [index, side, balance, shares] of positions) {
    const account = testAddress('account', index);
    server.add('Account', { id: account });
    server.add('Position', { id: `${account}-${MORPHO_MARKET}-${side}-0`, account, market: MORPHO_MARKET, side, balance, shares, hashClosed: null });
  }
  for (const hoursAgo of [5, 3, 1]) {
    server.add('MarketHourlySnapshot', { id: `${MORPHO_MARKET}0${hoursAgo}`, market: MORPHO_MARKET, timestamp: String(TEST_TIME - hoursAgo * 3600), inputTokenPriceUSD: String(2000 - hoursAgo) });
  }
  server.add('MarketHourlySnapshot', { id: `${IDLE_MARKET}01`, market: IDLE_MARKET, timestamp: String(TEST_TIME - 3600), inputTokenPriceUSD: '0' });
}

/** Adds a deposit, withdrawal, loan or repayment in a block. */
export function addMorphoEvent(server: SubgraphServer, type: 'Deposit' | 'Withdraw' | 'Borrow' | 'Repay', logIndex: number, fields: { readonly market?: string; readonly asset: keyof typeof MORPHO_TOKENS; readonly amount: string; readonly block?: number }): void {
  const block = fields.block ?? TEST_BLOCK - 20;
  const place = { logIndex, blockNumber: String(block), timestamp: morphoTime(block) };
  server.add(type, { ...place, id: testAddress(type, logIndex), account: testAddress('account', 0), market: fields.market ?? MORPHO_MARKET, asset: MORPHO_TOKENS[fields.asset], amount: fields.amount }, block);
}

/** Adds a liquidation of account 1; `badDebt` is what lenders bear of it. */
export function addMorphoLiquidation(server: SubgraphServer, block: number, fields: { readonly seized: string; readonly repaid: string; readonly badDebt?: string }): void {
  const liquidation = {
    id: testAddress('liquidation', block), logIndex: 9, blockNumber: String(block), timestamp: morphoTime(block), liquidator: testAddress('account', 2), liquidatee: testAddress('account', 1),
    market: MORPHO_MARKET, asset: MORPHO_TOKENS.USDC, amount: fields.seized, collateralAsset: MORPHO_TOKENS.wstETH, repaid: fields.repaid,
  };
  server.add('Liquidate', liquidation, block);
  if (fields.badDebt !== undefined) server.add('BadDebtRealization', { id: liquidation.id, market: MORPHO_MARKET, liquidation, badDebt: fields.badDebt }, block);
}
