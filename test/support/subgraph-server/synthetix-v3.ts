import { TEST_BLOCK } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

/** The part of Synthetix' perps-market schema that Plimsoll reads. */
export const SYNTHETIX_PERPS = `
  type Market { id: ID! perpsMarketId: BigInt! marketName: String marketSymbol: String price: BigInt initialMarginRatioD18: BigInt minimumInitialMarginRatioD18: BigInt maintenanceMarginRatioD18: BigInt flagRewardRatioD18: BigInt }
  type OrderSettled { id: ID! timestamp: BigInt! marketId: BigInt! accountId: BigInt! fillPrice: BigInt! accruedFunding: BigInt! sizeDelta: BigInt! newSize: BigInt! totalFees: BigInt! }
  type PositionLiquidated { id: ID! timestamp: BigInt! marketId: BigInt! accountId: BigInt! amountLiquidated: BigInt! currentPositionSize: BigInt! }
  type CollateralModified { id: ID! timestamp: BigInt! accountId: BigInt! synthMarketId: BigInt! amount: BigInt! }
  type MarketUpdated { id: ID! timestamp: BigInt! marketId: BigInt! price: BigInt! }
`;

const TEST_TIME = 1_700_000_000;
const timeOf = (block: number): string => String(TEST_TIME - (TEST_BLOCK - block));

/** `milli` thousandths with 18 decimals. */
export function wad(milli: number): string {
  return String(BigInt(milli) * 10n ** 15n);
}

export function addSettlement(server: SubgraphServer, market: number, account: number, block: number, step: { readonly delta: number; readonly after: number; readonly price: number; readonly funding?: number; readonly fees?: number }): void {
  server.add('OrderSettled', {
    id: `${market}-${account}-${block}`, timestamp: timeOf(block), marketId: String(market), accountId: String(account), fillPrice: wad(step.price * 1000),
    accruedFunding: wad(step.funding ?? 0), sizeDelta: wad(step.delta), newSize: wad(step.after), totalFees: wad(step.fees ?? 0),
  }, block);
}

export function addLiquidation(server: SubgraphServer, market: number, account: number, block: number, amount: number, after: number): void {
  server.add('PositionLiquidated', { id: `${market}-${account}-${block}`, timestamp: timeOf(block), marketId: String(market), accountId: String(account), amountLiquidated: wad(amount), currentPositionSize: wad(after) }, block);
}

function addCollateral(server: SubgraphServer, account: number, block: number, synth: number, amount: number): void {
  server.add('CollateralModified', { id: `${account}-${block}-0`, timestamp: timeOf(block), accountId: String(account), synthMarketId: String(synth), amount: wad(amount) }, block);
}

/** Fills a server with two markets and three accounts: one trades and flips, one is liquidated in part, one is closed whole by force. */
export function fillSynthetix(server: SubgraphServer): void {
  const terms = { initialMarginRatioD18: wad(600), minimumInitialMarginRatioD18: wad(40), maintenanceMarginRatioD18: wad(350), flagRewardRatioD18: String(3n * 10n ** 14n) };
  server.add('Market', { id: '100', perpsMarketId: '100', marketName: 'Ethereum', marketSymbol: 'ETH', price: wad(2_000_000), ...terms });
  server.add('Market', { id: '200', perpsMarketId: '200', marketName: 'Bitcoin', marketSymbol: 'BTC', price: wad(40_000_000), ...terms });
  server.add('Market', { id: '300', perpsMarketId: '300', marketName: 'Never traded', marketSymbol: 'NEW', price: null });
  // Account 17: long 2 at 1,800; sells 3 at 1,900, thereby short 1 with a profit of 200; pays fees of 5 and 4, gets funding of 1.5.
  addCollateral(server, 17, TEST_BLOCK - 900, 0, 1_000_000);
  addSettlement(server, 100, 17, TEST_BLOCK - 800, { delta: 2000, after: 2000, price: 1800, fees: 5000 });
  addSettlement(server, 100, 17, TEST_BLOCK - 700, { delta: -3000, after: -1000, price: 1900, funding: 1500, fees: 4000 });
  // 0.25 of another synth, and 0.1 of it taken back.
  addCollateral(server, 17, TEST_BLOCK - 650, 3, 250);
  addCollateral(server, 17, TEST_BLOCK - 640, 3, -100);
  // Account 170, whose number begins with the other's: short 1 bitcoin, liquidated to 0.4, then 50 posted.
  addCollateral(server, 170, TEST_BLOCK - 600, 0, 3_000_000);
  addSettlement(server, 200, 170, TEST_BLOCK - 500, { delta: -1000, after: -1000, price: 38_000 });
  addLiquidation(server, 200, 170, TEST_BLOCK - 400, 600, -400);
  addCollateral(server, 170, TEST_BLOCK - 300, 0, 50_000);
  // Account 9: opened and taken whole within one block.
  addSettlement(server, 100, 9, TEST_BLOCK - 200, { delta: 700, after: 700, price: 2100 });
  addLiquidation(server, 100, 9, TEST_BLOCK - 200, 700, 0);
  server.add('MarketUpdated', { id: `100-${TEST_BLOCK - 100}-9`, timestamp: timeOf(TEST_BLOCK - 100), marketId: '100', price: wad(1_990_000) }, TEST_BLOCK - 100);
  server.add('MarketUpdated', { id: `100-${TEST_BLOCK - 100}-10`, timestamp: timeOf(TEST_BLOCK - 100), marketId: '100', price: wad(2_000_500) }, TEST_BLOCK - 100);
}
