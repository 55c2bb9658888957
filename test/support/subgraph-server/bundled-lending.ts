import { formatDecimal } from '../../../src/core/decimal.js';
import { hashSha256 } from '../../../src/core/hash.js';
import type { LendingDataset } from '../../../src/pipeline/ports.js';
import { TEST_BLOCK, testAddress } from './messari-lending.js';
import type { SubgraphServer } from './server.js';

const HOUR_SECONDS = 3600;

/** The address that stands for a dataset's account or asset. */
export const addressOf = (name: string): string => `0x${hashSha256(name).slice(0, 40)}`;

/**
 * Serves a lending dataset as a Messari subgraph would: what a pull of it must give back.
 *
 * Bars of `ETH/USD` up to the snapshot become hourly snapshots of the WETH market, filled ones as hours without any. Thresholds of single
 * positions have no place in the schema.
 */
export function fillFromLendingDataset(server: SubgraphServer, { assets, reserves, positions, prices, snapshotUnixSeconds }: LendingDataset, days: number): void {
  server.add('LendingProtocol', { id: testAddress('protocol', 0), slug: 'aave-v2', network: 'MAINNET', riskType: 'GLOBAL' });
  for (const { asset, decimals } of assets) server.add('Token', { id: addressOf(asset), name: asset, symbol: asset, decimals, lastPriceUSD: null });
  for (const { asset, ltvBps, liquidationThresholdBps, liquidationBonusBps, usageAsCollateral, oraclePriceRaw } of reserves) {
    const percent = (bps: number): string => formatDecimal(BigInt(bps), 2);
    const openPositionCount = positions.filter((position) => position.asset === asset).length;
    server.add('Market', {
      id: addressOf(asset), name: asset, canUseAsCollateral: usageAsCollateral, maximumLTV: percent(ltvBps), liquidationThreshold: percent(liquidationThresholdBps), liquidationPenalty: percent(liquidationBonusBps),
      inputTokenPriceUSD: formatDecimal(oraclePriceRaw, 18), inputToken: addressOf(asset), openPositionCount,
    });
  }
  for (const account of new Set(positions.map((position) => position.account))) server.add('Account', { id: addressOf(account), openPositionCount: 1 });
  for (const { account, asset, side, amountRaw } of positions) {
    const isDebt = side === 'debt';
    server.add('Position', {
      id: `${addressOf(account)}-${addressOf(asset)}-${isDebt ? 'BORROWER' : 'COLLATERAL'}-0`, account: addressOf(account), market: addressOf(asset), asset: addressOf(asset), side: isDebt ? 'BORROWER' : 'COLLATERAL',
      balance: String(amountRaw), isCollateral: isDebt ? null : true, hashClosed: null,
    });
  }
  const { unixSeconds, close, filled } = prices.get('ETH/USD')!;
  unixSeconds.forEach((closes, index) => {
    if (filled[index] === 1 || closes > snapshotUnixSeconds || closes <= snapshotUnixSeconds - days * 86_400) return;
    // A bar closes as its hour ends; what was seen last in it was a second before.
    server.add('MarketHourlySnapshot', { id: `${addressOf('WETH')}${(closes / HOUR_SECONDS).toString(16).padStart(8, '0')}`, market: addressOf('WETH'), timestamp: String(closes - 1), inputTokenPriceUSD: String(close[index]) });
  });
  const event = { logIndex: 0, blockNumber: String(TEST_BLOCK), timestamp: String(snapshotUnixSeconds), account: addressOf(positions[0]!.account), market: addressOf('WETH'), asset: addressOf('WETH'), amount: '1' };
  server.add('Deposit', { ...event, id: testAddress('deposit', 0) }, TEST_BLOCK);
}
