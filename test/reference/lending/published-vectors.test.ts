import { describe, expect, test } from '@jest/globals';
import { computeDebtToTarget, computeVariableBonusBps } from '../../../src/protocol/lending/aave-v4/liquidation-size.js';
import { createAaveV4Venue } from '../../../src/protocol/lending/aave-v4/venue.js';
import { quoteCollateral } from '../../../src/protocol/lending/compound-v3/storefront.js';
import { createCometVenue } from '../../../src/protocol/lending/compound-v3/venue.js';
import type { CometMarket } from '../../../src/protocol/lending/compound-v3/market.js';
import { WAD, RAY } from '../../../src/protocol/lending/fixed-point.js';
import { computeIncentiveFactorWad } from '../../../src/protocol/lending/morpho-blue/market.js';
import { computeBonusWad } from '../../../src/protocol/lending/penalty.js';
import { computeRepaymentToHealth, computeToxicRatio } from '../../../src/protocol/lending/repay-to-health.js';

const ratio = (value: number): bigint => BigInt(Math.round(value * 1e6)) * 10n ** 12n;

describe('repayment that restores health to 1', () => {
  // x = (D − LT·C) / (1 − LT·(1 + bonus)): (100 − 96) / (1 − 0.84) = 25
  test('debt 100, collateral 120, threshold 0.8, bonus 0.05 gives 25', () => {
    expect(computeRepaymentToHealth(100, 120, 0.8, 0.05)).toBeCloseTo(25, 12);
  });

  test('a threshold of 0.96 and a bonus of 0.05 never heal: a typed error, not a number', () => {
    expect(() => computeRepaymentToHealth(100, 100, 0.96, 0.05)).toThrow(/below 1/);
  });

  // Warmuz, Chaudhary, Pinna, arXiv 2212.07306: liquidation worsens LTV once LTV > 1/(1 + bonus).
  test('the toxic border of a bonus of 5 % is an LTV of 95.24 %', () => {
    expect(computeToxicRatio(0.05)).toBeCloseTo(0.952380952, 9);
  });
});

describe('Aave v4 variable bonus', () => {
  const spoke = { healthFactorForMaxBonusWad: ratio(0.9), liquidationBonusFactorBps: 5_000n };

  // Computed from the published formula: largest 105 %, factor 0.5, health factor for it 0.9.
  test.each([
    [1, 250n],
    [0.95, 375n],
    [0.9, 500n],
    [0.5, 500n],
  ])('at health factor %d the bonus is %d bps', (healthFactor, bonusBps) => {
    expect(computeVariableBonusBps(spoke, 500n, ratio(healthFactor))).toBe(bonusBps);
    // The same curve as a penalty shape, in 18 decimals.
    const shape = { kind: 'health', bonusMaxWad: ratio(0.05), minimumShareWad: ratio(0.5), healthForMaxWad: ratio(0.9) } as const;
    expect(computeBonusWad(shape, { healthFactorWad: ratio(healthFactor), repaidUsdWad: 0n, auctionAgeSeconds: 0 })).toBe(bonusBps * 10n ** 14n);
  });

  // Aave v4 overview: a largest bonus of 103 % with a factor of 50 % starts at 101.5 %.
  test('a largest bonus of 103 % with factor 50 % starts at 101.5 %', () => {
    expect(computeVariableBonusBps(spoke, 300n, WAD)).toBe(150n);
  });

  // Aave v4 overview: a fee of 10 % of a bonus of 5 % leaves the liquidator 4.5 %.
  test('a fee of 10 % of a bonus of 5 % leaves the liquidator 4.5 %', () => {
    const reserve = { decimals: 18, collateralFactorBps: 8_000n, maxLiquidationBonusBps: 500n, liquidationFeeBps: 1_000n };
    const venue = createAaveV4Venue({ ...spoke, targetHealthFactorWad: ratio(1.1), reserves: { ETH: reserve, USD: reserve } });
    const account = { positions: [venue.openPosition('ETH', 'collateral', 100_000n * WAD), venue.openPosition('USD', 'debt', 90_000n * WAD)] };
    const prices = { ETH: 10n ** 8n, USD: 10n ** 8n };
    const { repaid, seized, protocolFee } = venue.liquidate(account, { collateralAsset: 'ETH', debtAsset: 'USD', debtToCoverRaw: 10_000n * WAD }, prices);
    expect([repaid[0]!.amountRaw, seized[0]!.amountRaw, protocolFee[0]!.amountRaw]).toEqual([10_000n * WAD, 10_450n * WAD, 50n * WAD]);
  });

  test('a repayment to target 1 equals the closed form (D − LT·C) / (1 − LT·(1 + bonus)): 25 of 100', () => {
    const unit = 10n ** 18n;
    const debtValueRaw = 100n * 10n ** 26n;
    const input = { debtValueRaw, healthFactorWad: ratio(0.96), targetHealthFactorWad: WAD, bonusBps: 500n, collateralFactorBps: 8_000n };
    expect(computeDebtToTarget({ ...input, debtPriceRaw: 10n ** 8n, debtUnitRaw: unit })).toBe(25n * unit);
  });
});

describe('Morpho Blue incentive factor', () => {
  // LIF = min(1.15, 1/(0.3·LLTV + 0.7)), computed from the published formula; 1e-6.
  test.each([
    [0.77, 1.074114],
    [0.86, 1.043841],
    [0.945, 1.016777],
    [0.385, 1.15],
  ])('LLTV %d gives %d', (lltv, factor) => {
    expect(Math.abs(Number(computeIncentiveFactorWad(ratio(lltv))) / 1e18 - factor)).toBeLessThan(1e-6);
  });
});

describe('Compound v3', () => {
  // cUSDCv3's deployment file: store front factor 0.5; WETH 0.825 / 0.895 / 0.95, WBTC 0.70 / 0.77 / 0.95.
  const market: CometMarket = {
    baseAsset: 'USDC',
    baseDecimals: 6,
    assets: {
      WETH: { decimals: 18, borrowCollateralFactorWad: ratio(0.825), liquidateCollateralFactorWad: ratio(0.895), liquidationFactorWad: ratio(0.95) },
      WBTC: { decimals: 8, borrowCollateralFactorWad: ratio(0.7), liquidateCollateralFactorWad: ratio(0.77), liquidationFactorWad: ratio(0.95) },
    },
    storeFrontPriceFactorWad: ratio(0.5),
    baseSupplyIndexRay: RAY,
    targetReservesRaw: 5_000_000n * 10n ** 6n,
  };
  const prices = { USDC: 10n ** 8n, WETH: 2_000n * 10n ** 8n, WBTC: 30_000n * 10n ** 8n };
  const venue = createCometVenue(market);
  const borrower = (wethRaw: bigint, debtUsdc: bigint) => ({
    positions: [venue.openPosition('WETH', 'collateral', wethRaw), venue.openPosition('USDC', 'debt', debtUsdc * 10n ** 6n)],
  });

  test('the storefront sells at half of the 5 % penalty: 1,950 USDC buy one WETH of 2,000', () => {
    expect(quoteCollateral(market, 'WETH', 1_950n * 10n ** 6n, prices)).toBe(WAD);
  });

  test('absorbing one WETH of 2,000 against a debt of 1,800 credits 1,900 and leaves 100', () => {
    expect(venue.valueAccount(borrower(WAD, 1_790n), prices).isLiquidatable).toBe(false);
    const { accountAfter, seized, repaid, writtenOff, paidBy } = venue.liquidate(borrower(WAD, 1_800n), { collateralAsset: 'WETH', debtAsset: 'USDC', debtToCoverRaw: 0n }, prices);
    expect(accountAfter.positions).toEqual([expect.objectContaining({ asset: 'USDC', side: 'collateral', scaledRaw: 100_000_000n })]);
    expect([seized, repaid, writtenOff, paidBy]).toEqual([[{ asset: 'WETH', amountRaw: WAD }], [{ asset: 'USDC', amountRaw: 1_800_000_000n }], [], 'reserves']);
  });

  test('the reserves bear what the credit of 1,900 does not cover of a debt of 2,100', () => {
    const { accountAfter, writtenOff } = venue.liquidate(borrower(WAD, 2_100n), { collateralAsset: 'WETH', debtAsset: 'USDC', debtToCoverRaw: 0n }, prices);
    expect(accountAfter.positions).toEqual([]);
    expect(writtenOff).toEqual([{ asset: 'USDC', amountRaw: 200_000_000n }]);
  });
});
