import { describe, expect, test } from '@jest/globals';
import { findIsolationCollateral, findIsolationViolation, repayIsolatedDebt } from '../../../src/protocol/lending/aave-v3/isolation.js';
import type { AaveReserve, AaveV3Market } from '../../../src/protocol/lending/aave-v3/market.js';
import { isStorefrontOpen } from '../../../src/protocol/lending/compound-v3/storefront.js';
import { openUnscaledPosition } from '../../../src/protocol/lending/venue.js';

/** Rules as in aave-v3-core `ValidationLogic.validateBorrow` and `IsolationModeLogic`; ceilings in US cents. */
const reserve: AaveReserve = { decimals: 6, ltvBps: 7_000n, liquidationThresholdBps: 7_500n, liquidationBonusBps: 500n, liquidationProtocolFeeBps: 0n };
const market: AaveV3Market = {
  version: 'v3.0',
  reserves: { NEW: { ...reserve, debtCeilingCents: 10_000n }, USDC: { ...reserve, isBorrowableInIsolation: true }, WBTC: reserve },
};
const isolated = { positions: [openUnscaledPosition('NEW', 'collateral', 1_000n)] };

describe('isolation mode', () => {
  test('an account is isolated by its only collateral, when that has a debt ceiling', () => {
    const both = { positions: [...isolated.positions, openUnscaledPosition('WBTC', 'collateral', 1n)] };
    expect([findIsolationCollateral(market, isolated), findIsolationCollateral(market, both)]).toEqual(['NEW', null]);
  });

  test('only listed assets may be borrowed, up to the ceiling of 100 USD', () => {
    const borrow = (asset: string, amountRaw: bigint) => findIsolationViolation(market, isolated, { asset, amountRaw }, 4_000n);
    expect(borrow('WBTC', 1n)).toMatch(/may not be borrowed in isolation/);
    expect([borrow('USDC', 60_009_999n), borrow('USDC', 60_010_000n)]).toEqual([null, expect.stringMatching(/debt ceiling of NEW/)]);
  });

  test('a repayment of interest cannot take the counted debt below 0', () => {
    expect([repayIsolatedDebt(4_000n, 10_000_000n, 6), repayIsolatedDebt(4_000n, 50_000_000n, 6)]).toEqual([3_000n, 0n]);
  });
});

test('the Compound storefront sells while reserves are below the target, negative reserves included', () => {
  const comet = { baseAsset: 'USDC', baseDecimals: 6, assets: {}, storeFrontPriceFactorWad: 0n, baseSupplyIndexRay: 1n, targetReservesRaw: 100n };
  expect([isStorefrontOpen(comet, -5n), isStorefrontOpen(comet, 99n), isStorefrontOpen(comet, 100n)]).toEqual([true, true, false]);
});
