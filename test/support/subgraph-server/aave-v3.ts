import { TEST_BLOCK, TEST_TIME, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const ACTION = 'id: ID! timestamp: Int! user: User! reserve: Reserve! amount: BigInt!';

/** The part of Aave's schema for version 3 that Plimsoll reads. */
export const AAVE = `
  type Pool { id: ID! }
  type PriceOracle { id: ID! baseCurrencyUnit: BigInt! }
  type PriceOracleAsset { id: ID! oracle: PriceOracle! priceInEth: BigInt! lastUpdateTimestamp: Int! }
  type PriceHistoryItem { id: ID! asset: PriceOracleAsset! price: BigInt! timestamp: Int! }
  type EModeCategory { id: ID! liquidationThreshold: BigInt! }
  type EModeCategoryConfig { id: ID! category: EModeCategory! asset: Bytes! collateral: Boolean! }
  type Reserve { id: ID! underlyingAsset: Bytes! symbol: String! decimals: Int! pool: Pool! usageAsCollateralEnabled: Boolean! baseLTVasCollateral: BigInt! reserveLiquidationThreshold: BigInt!
    reserveLiquidationBonus: BigInt! eMode: EModeCategory liquidityIndex: BigInt! liquidityRate: BigInt! variableBorrowIndex: BigInt! variableBorrowRate: BigInt! lastUpdateTimestamp: Int!
    totalScaledVariableDebt: BigInt! price: PriceOracleAsset! }
  type User { id: ID! borrowedReservesCount: Int! eModeCategoryId: EModeCategory }
  type UserReserve { id: ID! user: User! reserve: Reserve! usageAsCollateralEnabledOnUser: Boolean! scaledATokenBalance: BigInt! scaledVariableDebt: BigInt! principalStableDebt: BigInt!
    stableBorrowRate: BigInt! stableBorrowLastUpdateTimestamp: Int! }
  type LiquidationCall { id: ID! timestamp: Int! user: User! liquidator: Bytes! collateralReserve: Reserve! collateralAmount: BigInt! principalReserve: Reserve! principalAmount: BigInt! }
  ${['Supply', 'RedeemUnderlying', 'Borrow', 'Repay'].map((type) => `type ${type} { ${ACTION} }`).join(' ')}
`;

const POOL = testAddress('pool', 0);
/** Half a year: rates of 10 % make 5 %. */
const HALF_YEAR = 15_768_000;
const RAY = 10n ** 27n;
export const AAVE_MARKET = `aave-v3-ethereum-${POOL.slice(0, 18)}`;
export const AAVE_TOKENS = { WETH: testAddress('token', 1), USDC: testAddress('token', 2), weETH: testAddress('token', 3) };
type Token = keyof typeof AAVE_TOKENS;
export const aaveReserve = (token: Token): string => AAVE_TOKENS[token] + POOL;
export const aaveTime = (block: number): number => TEST_TIME - (TEST_BLOCK - block);

/** Three reserves, last touched half a year before the pinned block, and one e-mode for liquid staking. */
export function fillAave(server: SubgraphServer): void {
  server.add('Pool', { id: POOL });
  server.add('PriceOracle', { id: '1', baseCurrencyUnit: '0' });
  server.add('EModeCategory', { id: '1', liquidationThreshold: '9500' });
  server.add('EModeCategory', { id: '2', liquidationThreshold: '0' });
  addEmodeMember(server, '1', 'weETH', true);
  addEmodeMember(server, '1', 'USDC', false);
  const reserves = [
    { token: 'WETH', decimals: 18, ltv: '8050', threshold: '8300', bonus: '10500', price: '180050000000', rate: '0', eMode: '1' },
    { token: 'USDC', decimals: 6, ltv: '7500', threshold: '7800', bonus: '10450', price: '99990000', rate: String(RAY / 10n), eMode: null },
    { token: 'weETH', decimals: 18, ltv: '0', threshold: '0', bonus: '0', price: '190000000000', rate: '0', eMode: null },
  ] as const;
  for (const { token, decimals, ltv, threshold, bonus, price, rate, eMode } of reserves) {
    const id = AAVE_TOKENS[token];
    server.add('PriceOracleAsset', { id, oracle: '1', priceInEth: price, lastUpdateTimestamp: token === 'weETH' ? TEST_TIME - 200_000 : TEST_TIME - 600 });
    server.add('Reserve', {
      id: aaveReserve(token), underlyingAsset: id, symbol: token, decimals, pool: POOL, usageAsCollateralEnabled: threshold !== '0', baseLTVasCollateral: ltv, reserveLiquidationThreshold: threshold,
      reserveLiquidationBonus: bonus, eMode, liquidityIndex: String(RAY), liquidityRate: rate, variableBorrowIndex: String(2n * RAY), variableBorrowRate: rate, lastUpdateTimestamp: TEST_TIME - HALF_YEAR,
      totalScaledVariableDebt: token === 'USDC' ? '1000000001' : '0', price: id,
    });
  }
}

/** Adds one more reserve, of a token that nobody holds; at WETH's price unless another is given. */
export function addAaveReserve(server: SubgraphServer, underlyingAsset: string, symbol: string, more: { readonly decimals?: number; readonly pool?: string; readonly price?: string } = {}): void {
  const { decimals = 18, pool = POOL, price = AAVE_TOKENS.WETH } = more;
  server.add('Reserve', {
    id: underlyingAsset + pool, underlyingAsset, symbol, decimals, pool, usageAsCollateralEnabled: true, baseLTVasCollateral: '8000', reserveLiquidationThreshold: '8300', reserveLiquidationBonus: '10500', eMode: null,
    liquidityIndex: '0', liquidityRate: '0', variableBorrowIndex: '0', variableBorrowRate: '0', lastUpdateTimestamp: TEST_TIME, totalScaledVariableDebt: '0', price,
  });
}

export function addEmodeMember(server: SubgraphServer, category: string, token: Token, collateral: boolean): void {
  server.add('EModeCategoryConfig', { id: AAVE_TOKENS[token] + category, category, asset: AAVE_TOKENS[token], collateral });
}

interface Holding {
  readonly supply?: string;
  readonly isCollateral?: boolean;
  readonly debt?: string;
  readonly stable?: { readonly principal: string; readonly rate: string; readonly secondsAgo: number };
}

/** Adds an account with what it holds; its counter of borrowed reserves is the mapping's own unless given. */
export function addAaveUser(server: SubgraphServer, index: number, emode: string | null, holdings: Readonly<Partial<Record<Token, Holding>>>, borrowed?: number): void {
  const count = Object.values(holdings).filter(({ debt, stable }) => (debt ?? '0') !== '0' || stable !== undefined).length;
  const user = { id: testAddress('account', index), borrowedReservesCount: borrowed ?? count, eModeCategoryId: emode };
  server.add('User', user);
  for (const [token, { supply, isCollateral, debt, stable }] of Object.entries(holdings) as [Token, Holding][]) {
    server.add('UserReserve', {
      id: user.id + aaveReserve(token), user, reserve: aaveReserve(token), usageAsCollateralEnabledOnUser: isCollateral ?? supply !== undefined, scaledATokenBalance: supply ?? '0', scaledVariableDebt: debt ?? '0',
      principalStableDebt: stable?.principal ?? '0', stableBorrowRate: stable?.rate ?? '0', stableBorrowLastUpdateTimestamp: TEST_TIME - (stable?.secondsAgo ?? 0),
    });
  }
}

export const aaveEventId = (block: number, logIndex: number): string => `${block}:3:0x${'ab'.repeat(32)}:${logIndex}:2`;

/** Adds a deposit, withdrawal, loan or repayment of account 0 in a block. */
export function addAaveAction(server: SubgraphServer, type: 'Supply' | 'RedeemUnderlying' | 'Borrow' | 'Repay', block: number, logIndex: number, token: Token, amount: string): void {
  server.add(type, { id: aaveEventId(block, logIndex), timestamp: aaveTime(block), user: testAddress('account', 0), reserve: aaveReserve(token), amount }, block);
}
