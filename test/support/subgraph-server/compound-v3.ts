import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const INTERACTIONS = ['SupplyBase', 'WithdrawBase', 'AbsorbDebt', 'SupplyCollateral', 'WithdrawCollateral', 'AbsorbCollateral'];
const assetOf = (kind: string): string => (/Base|Debt/.test(kind) ? 'BaseToken' : 'CollateralToken');

/** The part of Paperclip Labs' Compound v3 schema that Plimsoll reads. */
export const COMET = `
  type Token { id: Bytes! symbol: String! decimals: Int }
  type Account { id: Bytes! }
  type Transaction { id: Bytes! blockNumber: BigInt! timestamp: BigInt! }
  type BaseToken { id: Bytes! token: Token! lastPriceUsd: BigDecimal! lastPriceBlockNumber: BigInt! }
  type CollateralToken { id: Bytes! token: Token! lastPriceUsd: BigDecimal! lastPriceBlockNumber: BigInt! borrowCollateralFactor: BigDecimal! liquidateCollateralFactor: BigDecimal! liquidationFactor: BigDecimal! }
  type MarketConfiguration { id: Bytes! supplyKink: BigDecimal! supplyPerSecondInterestRateSlopeLow: BigInt! supplyPerSecondInterestRateSlopeHigh: BigInt! supplyPerSecondInterestRateBase: BigInt! borrowKink: BigDecimal! borrowPerSecondInterestRateSlopeLow: BigInt! borrowPerSecondInterestRateSlopeHigh: BigInt! borrowPerSecondInterestRateBase: BigInt! baseToken: BaseToken! collateralTokens: [CollateralToken!]! }
  type MarketAccounting { id: Bytes! lastAccountingUpdatedBlockNumber: BigInt! baseSupplyIndex: BigInt! baseBorrowIndex: BigInt! lastAccrualTime: BigInt! totalBasePrincipalSupply: BigInt! totalBasePrincipalBorrow: BigInt! }
  type Market { id: Bytes! configuration: MarketConfiguration! accounting: MarketAccounting! }
  type Position { id: Bytes! market: Market! account: Account! accounting: PositionAccounting! }
  type PositionAccounting { id: Bytes! basePrincipal: BigInt! collateralBalances: [PositionCollateralBalance!]! }
  type PositionCollateralBalance { id: Bytes! collateralToken: CollateralToken! balance: BigInt! }
  type HourlyMarketAccounting { id: Bytes! hour: BigInt! timestamp: BigInt! accounting: MarketAccounting! }
  type BuyCollateralInteraction { id: Bytes! transaction: Transaction! market: Market! buyer: Bytes! asset: CollateralToken! collateralAmount: BigInt! baseAmount: BigInt! }
  type TransferBaseInteraction { id: Bytes! transaction: Transaction! market: Market! fromPosition: Position toPosition: Position asset: BaseToken! amount: BigInt! }
  type TransferCollateralInteraction { id: Bytes! transaction: Transaction! market: Market! fromPosition: Position! toPosition: Position! asset: CollateralToken! amount: BigInt! }
  ${INTERACTIONS.map((kind) => `type ${kind}Interaction { id: Bytes! transaction: Transaction! market: Market! position: Position! asset: ${assetOf(kind)}! amount: BigInt! ${kind.startsWith('Absorb') ? 'absorber: Bytes!' : ''} }`).join(' ')}
`;

const TEST_TIME = 1_700_000_000;
export const COMET_MARKET = testAddress('comet', 0);
export const COMET_TOKENS = { USDC: testAddress('token', 0), WETH: testAddress('token', 1), wstETH: testAddress('token', 2) };
const collateralId = (token: string): string => `${COMET_MARKET}${token.slice(2)}434f4c`;
const positionId = (account: string): string => `${COMET_MARKET}${account.slice(2)}`;

/** Time of a block, one per second before the pinned one. */
export const cometTime = (block: number): number => TEST_TIME - (TEST_BLOCK - block);

/**
 * A market that lends USDC against WETH and wstETH, an hour after its last accrual: 2,000 supplied, 1,000 borrowed at indexes of 1.
 *
 * Utilization is one half, so a second costs 10⁻⁹ + ½ · 2 · 10⁻⁹ and an hour 7.2 · 10⁻⁶.
 */
export function fillComet(server: SubgraphServer): void {
  const baseToken = `${COMET_MARKET}${COMET_TOKENS.USDC.slice(2)}`;
  const [weth, wsteth] = [collateralId(COMET_TOKENS.WETH), collateralId(COMET_TOKENS.wstETH)];
  for (const [symbol, id] of Object.entries(COMET_TOKENS)) server.add('Token', { id, symbol, decimals: symbol === 'USDC' ? 6 : 18 });
  const curve = (side: string): object => ({ [`${side}Kink`]: '0.8', [`${side}PerSecondInterestRateBase`]: '1000000000', [`${side}PerSecondInterestRateSlopeLow`]: '2000000000', [`${side}PerSecondInterestRateSlopeHigh`]: '90000000000' });
  server.add('MarketConfiguration', { id: COMET_MARKET, ...curve('supply'), ...curve('borrow'), baseToken, collateralTokens: [weth, wsteth] });
  const totals = { baseSupplyIndex: '1000000000000000', baseBorrowIndex: '1000000000000000', totalBasePrincipalSupply: '2000000000', totalBasePrincipalBorrow: '1000000000' };
  server.add('MarketAccounting', { id: COMET_MARKET, lastAccountingUpdatedBlockNumber: String(TEST_BLOCK), ...totals, lastAccrualTime: String(TEST_TIME - 3600) });
  server.add('Market', { id: COMET_MARKET, configuration: COMET_MARKET, accounting: COMET_MARKET });
  const prices = [[10_801, '1800', '2000'], [3601, '1810.5', '2011'], [0, '1795', '1999']] as const;
  for (const [index, [age, wethPrice, wstethPrice]] of prices.entries()) {
    const [block, next] = [TEST_BLOCK - age, index + 1 < prices.length ? TEST_BLOCK - prices[index + 1]![0] : Infinity];
    // The second time only WETH is read anew: the price of wstETH is then an older one.
    const wstethBlock = index === 1 ? TEST_BLOCK - prices[0][0] : block;
    server.add('BaseToken', { id: baseToken, token: COMET_TOKENS.USDC, lastPriceUsd: '0.9999', lastPriceBlockNumber: String(block) }, block, next);
    server.add('CollateralToken', { id: weth, token: COMET_TOKENS.WETH, lastPriceUsd: wethPrice, lastPriceBlockNumber: String(block), borrowCollateralFactor: '0.825', liquidateCollateralFactor: '0.895', liquidationFactor: '0.95' }, block, next);
    server.add('CollateralToken', { id: wsteth, token: COMET_TOKENS.wstETH, lastPriceUsd: wstethPrice, lastPriceBlockNumber: String(wstethBlock), borrowCollateralFactor: '0.8', liquidateCollateralFactor: '0.85', liquidationFactor: '0.93' }, block, next);
    server.add('MarketAccounting', { ...totals, id: `${COMET_MARKET}0${index}`, lastAccountingUpdatedBlockNumber: String(block), lastAccrualTime: String(cometTime(block)) });
    server.add('HourlyMarketAccounting', { id: `${COMET_MARKET}1${index}`, hour: String(Math.floor(cometTime(block) / 3600)), timestamp: String(cometTime(block)), accounting: `${COMET_MARKET}0${index}` });
  }
  addPosition(server, testAddress('account', 0), '-700000001', { [weth]: '1000000000000000007', [wsteth]: '0' });
  addPosition(server, testAddress('account', 1), '-299999999', { [weth]: '5', [wsteth]: '250000000000000000' });
  addPosition(server, testAddress('account', 2), '2000000000', {});
  addPosition(server, testAddress('account', 3), '0', {});
}

function addPosition(server: SubgraphServer, account: string, basePrincipal: string, balances: Readonly<Record<string, string>>): void {
  const id = positionId(account);
  server.add('Account', { id: account });
  const collateralBalances = Object.entries(balances).map(([collateralToken, balance]) => {
    const balanceId = `${id}${collateralToken.slice(42)}`;
    server.add('PositionCollateralBalance', { id: balanceId, collateralToken, balance });
    return balanceId;
  });
  server.add('PositionAccounting', { id, basePrincipal, collateralBalances });
  server.add('Position', { id, market: COMET_MARKET, account, accounting: id });
}

/** Adds an interaction in the transaction of its block; `logBytes` is the place of the log as the id ends in it, lowest byte first. */
export function addInteraction(server: SubgraphServer, kind: string, block: number, logBytes: string, fields: { readonly account?: string; readonly asset: keyof typeof COMET_TOKENS; readonly amount?: string; readonly more?: object }): void {
  const transaction = `0x${block.toString(16).padStart(64, '0')}`;
  server.add('Transaction', { id: transaction, blockNumber: String(block), timestamp: String(cometTime(block)) });
  const asset = fields.asset === 'USDC' ? `${COMET_MARKET}${COMET_TOKENS.USDC.slice(2)}` : collateralId(COMET_TOKENS[fields.asset]);
  const position = fields.account === undefined ? {} : { position: positionId(fields.account) };
  server.add(`${kind}Interaction`, { id: `${transaction}${logBytes}`, transaction: { id: transaction, blockNumber: String(block), timestamp: String(cometTime(block)) }, market: COMET_MARKET, ...position, asset, ...(fields.amount === undefined ? {} : { amount: fields.amount }), ...fields.more }, block);
}

/** Adds a transfer; one side of a transfer of base is `null`. */
export function addTransfer(server: SubgraphServer, kind: 'TransferBase' | 'TransferCollateral', block: number, logBytes: string, fields: { readonly from: string | null; readonly to: string | null; readonly asset: keyof typeof COMET_TOKENS; readonly amount: string }): void {
  const side = (account: string | null): string | null => (account === null ? null : positionId(account));
  addInteraction(server, kind, block, logBytes, { asset: fields.asset, amount: fields.amount, more: { fromPosition: side(fields.from), toPosition: side(fields.to) } });
}
