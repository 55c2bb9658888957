import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { computeMarginUsd, computeTierRate } from '../../../src/protocol/perps/margin-schedule/margin-schedule.js';
import { drawBracketSchedule, drawLeverageSchedule, drawMagnitude, drawSchedule } from '../../support/draw-perps.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('every margin schedule', () => {
  test('is continuous at its tiers’ borders: both tiers ask the same there', () => {
    let borders = 0;
    fc.assert(
      fc.property(fc.oneof(drawBracketSchedule, drawLeverageSchedule), ({ initial, maintenance }) => {
        for (const curve of [initial, maintenance]) {
          for (let tier = 1; tier < curve.floorsUsd.length; tier++) {
            const floorUsd = curve.floorsUsd[tier]!;
            const below = floorUsd * computeTierRate(curve, tier - 1, 1, 0) - curve.deductionsUsd[tier - 1]!;
            const above = computeMarginUsd(curve, 1, floorUsd, 0);
            expect(Math.abs(above - below)).toBeLessThanOrEqual(1e-9 * floorUsd);
            borders++;
          }
        }
      }),
      fuzzParameters(400),
    );
    expect(borders).toBeGreaterThan(0);
  });

  test('asks more for more notional, by price and by size, and never more than it asks to open', () => {
    fc.assert(
      fc.property(
        drawSchedule, drawMagnitude(-2, 4), drawMagnitude(-2, 5), fc.double({ min: 1, max: 3, noNaN: true }), fc.double({ min: 0, max: 1e8, noNaN: true }),
        ({ initial, maintenance }, sizeBase, priceUsd, factor, openInterestUsd) => {
          const slack = 1e-9 * sizeBase * priceUsd * factor;
          for (const curve of [initial, maintenance]) {
            const marginUsd = computeMarginUsd(curve, sizeBase, priceUsd, openInterestUsd);
            expect(marginUsd).toBeGreaterThanOrEqual(-slack);
            expect(computeMarginUsd(curve, sizeBase, priceUsd * factor, openInterestUsd)).toBeGreaterThanOrEqual(marginUsd - slack);
            expect(computeMarginUsd(curve, sizeBase * factor, priceUsd, openInterestUsd)).toBeGreaterThanOrEqual(marginUsd - slack);
            expect(computeMarginUsd(curve, -sizeBase, priceUsd, openInterestUsd)).toBe(marginUsd);
          }
          expect(computeMarginUsd(maintenance, sizeBase, priceUsd, openInterestUsd)).toBeLessThanOrEqual(computeMarginUsd(initial, sizeBase, priceUsd, openInterestUsd) + slack);
        },
      ),
      fuzzParameters(1_000),
    );
  });

  test('asks an initial margin that rises with open interest', () => {
    fc.assert(
      fc.property(drawSchedule, drawMagnitude(-2, 4), fc.double({ min: 0, max: 1e8, noNaN: true }), fc.double({ min: 0, max: 1e8, noNaN: true }), ({ initial }, sizeBase, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(computeMarginUsd(initial, sizeBase, 1, high)).toBeGreaterThanOrEqual(computeMarginUsd(initial, sizeBase, 1, low) * (1 - 1e-12));
      }),
      fuzzParameters(400),
    );
  });
});
