import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { WAD } from '../../src/protocol/lending/fixed-point.js';
import { findLiquidationPrice } from '../../src/protocol/lending/liquidation-price.js';
import { LiquidationRefusedError, type AssetAmount, type LendingAccount, type LendingPosition } from '../../src/protocol/lending/venue.js';
import { drawVenue, VENUE_NAMES, type DrawnVenue } from '../support/draw-lending-venue.js';
import { fuzzParameters } from '../support/fuzz.js';

/** What every lending venue promises, whatever its rules: run against each implementation. */
const RUNS = 300;
const ALL = 1n << 120n;

const amountOf = ({ venue }: DrawnVenue, account: LendingAccount, asset: string, side: LendingPosition['side']): bigint =>
  account.positions.filter((position) => position.asset === asset && position.side === side).reduce((sum, position) => sum + venue.readAmount(position), 0n);
const sum = (amounts: readonly AssetAmount[], asset: string): bigint => amounts.filter((entry) => entry.asset === asset).reduce((total, { amountRaw }) => total + amountRaw, 0n);
const request = ({ collateralAsset, debtAsset }: DrawnVenue, debtToCoverRaw: bigint) => ({ collateralAsset, debtAsset, debtToCoverRaw });
const liquidatable = (name: string): fc.Arbitrary<DrawnVenue> => drawVenue(name).filter(({ venue, account, prices }) => venue.valueAccount(account, prices).isLiquidatable);
const beforeTheSpiral = (name: string): fc.Arbitrary<DrawnVenue> =>
  liquidatable(name).filter((drawn) => ltvOf(drawn, drawn.account) <= 1 / (1 + drawn.bonusRatio!));
const check = (arbitrary: fc.Arbitrary<DrawnVenue>, holds: (drawn: DrawnVenue) => void): void => {
  fc.assert(fc.property(arbitrary, holds), fuzzParameters<[DrawnVenue]>(RUNS));
};
const ltvOf = ({ venue, prices }: DrawnVenue, account: LendingAccount): number => {
  const { debtRaw, collateralRaw } = venue.valueAccount(account, prices);
  return debtRaw === 0n ? 0 : Number(debtRaw) / Number(collateralRaw);
};

describe.each(VENUE_NAMES)('%s', (name) => {
  test('health rises with the collateral price and falls with the debt price', () => {
    fc.assert(
      fc.property(drawVenue(name), fc.bigInt(1n, 3_000n), ({ venue, account, prices, collateralAsset, debtAsset }, stepPerMille) => {
        const healthAt = (moved: string): bigint => {
          const raised = { ...prices, [moved]: prices[moved]! + (prices[moved]! * stepPerMille) / 1_000n };
          return venue.valueAccount(account, raised).healthFactorWad!;
        };
        const { healthFactorWad } = venue.valueAccount(account, prices);
        expect(healthAt(collateralAsset)).toBeGreaterThanOrEqual(healthFactorWad!);
        if (debtAsset in prices) expect(healthAt(debtAsset)).toBeLessThanOrEqual(healthFactorWad!);
      }),
      fuzzParameters(RUNS),
    );
  });

  test('an account is liquidatable exactly when its health factor is below 1, and only then is it liquidated', () => {
    check(drawVenue(name), (drawn) => {
      const { venue, account, prices } = drawn;
      const { healthFactorWad, isLiquidatable } = venue.valueAccount(account, prices);
      expect(isLiquidatable).toBe(healthFactorWad! < WAD);
      expect(venue.findLargestLiquidation(account, request(drawn, 0n), prices) > 0n).toBe(isLiquidatable);
      const liquidate = () => venue.liquidate(account, request(drawn, ALL), prices);
      if (isLiquidatable) expect(liquidate).not.toThrow();
      else expect(liquidate).toThrow(LiquidationRefusedError);
    });
  });

  test('nothing is lost or made: balances before equal balances after, what moved, and what was written off', () => {
    fc.assert(
      fc.property(liquidatable(name), fc.bigInt(1n, 1_000n), (drawn, sharePerMille) => {
        const { venue, account, prices, collateralAsset, debtAsset } = drawn;
        const owedRaw = amountOf(drawn, account, debtAsset, 'debt');
        const outcome = tryLiquidate(drawn, (owedRaw * sharePerMille) / 1_000n);
        if (!outcome) return;
        const heldRaw = amountOf(drawn, account, collateralAsset, 'collateral');
        const left = outcome.accountAfter;
        const leftRaw = amountOf(drawn, left, collateralAsset, 'collateral');
        expect(leftRaw + sum(outcome.seized, collateralAsset) + sum(outcome.protocolFee, collateralAsset)).toBe(heldRaw);
        const gone = sum(outcome.repaid, debtAsset) + sum(outcome.writtenOff, debtAsset);
        const difference = owedRaw - amountOf(drawn, left, debtAsset, 'debt') - gone;
        // Morpho counts debt in shares, and each conversion rounds up by less than one unit; a vault's 45 decimals are cut to 18 twice.
        expect(difference <= 2n && difference >= -2n).toBe(true);
        expect(venue.valueAccount(left, prices).debtRaw).toBeGreaterThanOrEqual(0n);
      }),
      fuzzParameters(RUNS),
    );
  });

  test('the largest liquidation is what asking for everything repays', () => {
    check(liquidatable(name), (drawn) => {
      const { venue, account, prices, debtAsset } = drawn;
      const { repaid, writtenOff } = venue.liquidate(account, request(drawn, ALL), prices);
      const largestRaw = venue.findLargestLiquidation(account, request(drawn, 0n), prices);
      // Venues that take the account whole name the debt taken, part of which may be written off.
      expect(sum(repaid, debtAsset) + (drawn.bonusRatio === null ? sum(writtenOff, debtAsset) : 0n)).toBe(largestRaw);
    });
  });

  test('the liquidation price is exact: liquidatable at it, safe one raw unit beyond', () => {
    check(drawVenue(name), ({ venue, account, prices, collateralAsset }) => {
      const found = findLiquidationPrice(venue, account, prices, collateralAsset)!;
      const isLiquidatableAt = (priceRaw: bigint): boolean => venue.valueAccount(account, { ...prices, [collateralAsset]: priceRaw }).isLiquidatable;
      expect([found.side, isLiquidatableAt(found.priceRaw), isLiquidatableAt(found.priceRaw + 1n)]).toEqual(['below', true, false]);
    });
  });

  test('a negative debt is refused with an error that names the position and the rule', () => {
    check(drawVenue(name), ({ venue, account, prices, debtAsset }) => {
      const positions = account.positions.map((position) => (position.side === 'debt' ? { ...position, scaledRaw: -position.scaledRaw } : position));
      expect(() => venue.valueAccount({ positions }, prices)).toThrow(new RegExp(`debt ${debtAsset} is negative: an amount must be ≥ 0`));
    });
  });
});

// Compound and Maker take an account whole, so neither promise says anything there.
describe.each(VENUE_NAMES.filter((name) => name !== 'Compound v3' && name !== 'Maker'))('%s, part by part', (name) => {
  test('no liquidation raises LTV while it is at most 1 / (1 + bonus)', () => {
    let compared = 0;
    fc.assert(
      fc.property(beforeTheSpiral(name), fc.bigInt(1n, 1_000n), (drawn, sharePerMille) => {
        const owedRaw = amountOf(drawn, drawn.account, drawn.debtAsset, 'debt');
        const outcome = tryLiquidate(drawn, (owedRaw * sharePerMille) / 1_000n);
        if (!outcome) return;
        compared += 1;
        // Values are whole units of 1e-8 USD on accounts of thousands of USD: rounding stays far below 1e-9.
        expect(ltvOf(drawn, outcome.accountAfter)).toBeLessThanOrEqual(ltvOf(drawn, drawn.account) * (1 + 1e-9));
      }),
      fuzzParameters(RUNS),
    );
    expect(compared).toBeGreaterThan(0);
  });

  test('repaying in two parts leaves at least the collateral that repaying at once leaves', () => {
    let compared = 0;
    fc.assert(
      fc.property(beforeTheSpiral(name), fc.bigInt(10n, 90n), (drawn, sharePercent) => {
        const { venue, prices, collateralAsset } = drawn;
        const wholeRaw = venue.findLargestLiquidation(drawn.account, request(drawn, 0n), prices);
        const firstRaw = (wholeRaw * sharePercent) / 100n;
        const once = tryLiquidate(drawn, wholeRaw);
        const first = tryLiquidate(drawn, firstRaw);
        // The first part may heal the account or leave dust: then there is no second.
        const second = first && tryLiquidate({ ...drawn, account: first.accountAfter }, wholeRaw - firstRaw);
        if (!once || !second || sum(second.repaid, drawn.debtAsset) !== wholeRaw - firstRaw) return;
        compared += 1;
        const leftOnceRaw = amountOf(drawn, once.accountAfter, collateralAsset, 'collateral');
        const leftTwiceRaw = amountOf(drawn, second.accountAfter, collateralAsset, 'collateral');
        // Each of the two conversions may round by one unit of debt: 5e-10 ETH.
        expect(leftTwiceRaw + 2n * 10n ** 10n).toBeGreaterThanOrEqual(leftOnceRaw);
      }),
      fuzzParameters(RUNS),
    );
    expect(compared).toBeGreaterThan(0);
  });
});

function tryLiquidate(drawn: DrawnVenue, debtToCoverRaw: bigint) {
  try {
    return drawn.venue.liquidate(drawn.account, request(drawn, debtToCoverRaw), drawn.prices);
  } catch (error) {
    if (error instanceof LiquidationRefusedError) return null;
    throw error;
  }
}
