import { expect, test } from '@jest/globals';
import { createAaveV3Venue } from '../../../src/protocol/lending/aave-v3/venue.js';
import type { AaveV3Version } from '../../../src/protocol/lending/aave-v3/market.js';
import { LiquidationRefusedError } from '../../../src/protocol/lending/venue.js';

/**
 * Close-factor rules as Aave states them: half of one debt (v3.0), half of the whole position (v3.3), all of it at HF ≤ 0.95 or when the
 * debt or the collateral is below 2,000 USD (v3.3), leftovers of at least 1,000 USD (v3.3).
 *
 * @source aave-v3-core `LiquidationLogic._calculateDebt`; aave-v3-origin `LiquidationLogic.executeLiquidationCall`
 */
const UNIT = 10n ** 18n;
const PRICES = { ETH: 10n ** 8n, USD: 10n ** 8n, EUR: 10n ** 8n };
const reserve = { decimals: 18, ltvBps: 7_500n, liquidationThresholdBps: 8_000n, liquidationBonusBps: 500n, liquidationProtocolFeeBps: 1_000n };

const largest = (version: AaveV3Version, collateral: bigint, usdDebt: bigint, eurDebt = 0n): bigint => {
  const venue = createAaveV3Venue({ version, reserves: { ETH: reserve, USD: reserve, EUR: reserve } });
  const positions = [venue.openPosition('ETH', 'collateral', collateral * UNIT), venue.openPosition('USD', 'debt', usdDebt * UNIT)];
  if (eurDebt > 0n) positions.push(venue.openPosition('EUR', 'debt', eurDebt * UNIT));
  return venue.findLargestLiquidation({ positions }, { collateralAsset: 'ETH', debtAsset: 'USD' }, PRICES) / UNIT;
};

test.each<[string, AaveV3Version, bigint, bigint, bigint, bigint]>([
  ['HF 0.98: half', 'v3.0', 12_250n, 10_000n, 0n, 5_000n],
  ['HF 0.98: half', 'v3.3', 12_250n, 10_000n, 0n, 5_000n],
  ['HF 0.95 exactly: all', 'v3.0', 11_875n, 10_000n, 0n, 10_000n],
  ['HF 0.95 exactly: all', 'v3.3', 11_875n, 10_000n, 0n, 10_000n],
  ['two debts of 5,000 at HF 0.98: half of one', 'v3.0', 12_250n, 5_000n, 5_000n, 2_500n],
  ['two debts of 5,000 at HF 0.98: the whole of one is half of the position', 'v3.3', 12_250n, 5_000n, 5_000n, 5_000n],
  ['debt of 1,999 at HF 0.98: half', 'v3.0', 2_449n, 1_999n, 0n, 999n],
  ['debt of 1,999 at HF 0.98: all', 'v3.3', 2_449n, 1_999n, 0n, 1_999n],
  ['debt of 2,000 at HF 0.98: half', 'v3.3', 2_450n, 2_000n, 0n, 1_000n],
  ['healthy: nothing', 'v3.3', 12_500n, 10_000n, 0n, 0n],
])('%s (%s): collateral %d, debts %d and %d allow %d', (_, version, collateral, usdDebt, eurDebt, expected) => {
  expect(largest(version, collateral, usdDebt, eurDebt)).toBe(expected);
});

test('v3.3 refuses a liquidation that leaves less than 1,000 USD of debt, and takes it when nothing is left', () => {
  const venue = createAaveV3Venue({ version: 'v3.3', reserves: { ETH: reserve, USD: reserve } });
  const account = { positions: [venue.openPosition('ETH', 'collateral', 2_300n * UNIT), venue.openPosition('USD', 'debt', 1_950n * UNIT)] };
  const liquidate = (amount: bigint) => () => venue.liquidate(account, { collateralAsset: 'ETH', debtAsset: 'USD', debtToCoverRaw: amount * UNIT }, PRICES);
  expect(liquidate(951n)).toThrow(LiquidationRefusedError);
  expect(liquidate(950n)).not.toThrow();
  expect(liquidate(1_950n)().accountAfter.positions.filter(({ side }) => side === 'debt')).toEqual([]);
});

test('v3.3 records the deficit and burns all debt when no collateral is left; v3.0 leaves the debt', () => {
  const play = (version: AaveV3Version) => {
    const venue = createAaveV3Venue({ version, reserves: { ETH: { ...reserve, liquidationProtocolFeeBps: 0n }, USD: reserve, EUR: reserve } });
    const positions = [venue.openPosition('ETH', 'collateral', 10_500n * UNIT), venue.openPosition('USD', 'debt', 12_000n * UNIT), venue.openPosition('EUR', 'debt', 500n * UNIT)];
    return venue.liquidate({ positions }, { collateralAsset: 'ETH', debtAsset: 'USD', debtToCoverRaw: 12_000n * UNIT }, PRICES);
  };
  // 10,500 of collateral at a bonus of 5 % pay for 10,000; 2,000 and 500 remain.
  expect(play('v3.3').writtenOff).toEqual([{ asset: 'USD', amountRaw: 2_000n * UNIT }, { asset: 'EUR', amountRaw: 500n * UNIT }]);
  expect(play('v3.3').accountAfter.positions).toEqual([]);
  expect(play('v3.0').writtenOff).toEqual([]);
  expect(play('v3.0').accountAfter.positions.map(({ asset, scaledRaw }) => [asset, scaledRaw / UNIT])).toEqual([['USD', 2_000n], ['EUR', 500n]]);
});
