import { describe, expect, test } from '@jest/globals';
import { computeMarginRatio, computeShareToLiquidate, floorSquareRoot } from '../../../src/protocol/perps/venues/drift/size-premium.js';

const ONE_BASE = 10n ** 9n;

describe('the size premium', () => {
  // Source: driftpy, the Python SDK of drift-labs, tests of `calculate_size_premium_liability_weight` (test_size_prem_imf); weight 1.1.
  test.each([
    [200_000n, 0n, 11_000n],
    [200_000n, 550n, 11_259n],
    [10_000n, 3_000n, 11_800n],
    [100_000n, 3_000n, 18_286n],
  ])('%p base at factor %p weigh %p', (sizeBase, imfFactor, expected) => {
    expect(computeMarginRatio(sizeBase * ONE_BASE, imfFactor, 11_000n)).toBe(expected);
  });

  test('whole square roots are floors, also past the digits of a double', () => {
    for (const root of [0n, 1n, 2n, 3n, 94_906_267n, 10n ** 15n + 7n, 10n ** 20n - 1n]) {
      expect(floorSquareRoot(root * root)).toBe(root);
      if (root > 1n) expect(floorSquareRoot(root * root - 1n)).toBe(root - 1n);
      expect(floorSquareRoot(root * root + 2n * root)).toBe(root);
    }
  });
});

describe('the share of the missing margin that may be freed', () => {
  // Source: drift-labs/protocol-v2, programs/drift/src/math/liquidation/tests.rs, calculate_max_pct_to_liquidate: 49 USD go at once.
  test('is all of a shortage below 50 dollars', () => {
    expect(computeShareToLiquidate(49_000_000n, 0n, 1n, 1_000n, 10n)).toBe(10_000n);
  });

  // Source: the rule of `calculate_max_pct_to_liquidate`: (shortage + freed) · share − freed, of the shortage.
  test.each([
    [100_000_000n, 0n, 0n, 1_000n],
    [100_000_000n, 0n, 75n, 6_000n],
    [100_000_000n, 0n, 200n, 10_000n],
    [60_000_000n, 40_000_000n, 75n, 3_333n],
    [60_000_000n, 90_000_000n, 0n, 0n],
  ])('shortage %p after %p freed and %p slots of 150: %p', (shortage, freed, elapsed, expected) => {
    expect(computeShareToLiquidate(shortage, freed, elapsed, 1_000n, 150n)).toBe(expected);
  });
});
