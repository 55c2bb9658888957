import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DepthState } from '../../../src/simulation/depth-state.js';
import { fuzzParameters } from '../../support/fuzz.js';

const LAW = { coefficient: 1e-3, exponent: 0.6, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1000 };
const HOUR = 3600;
const buildDepth = (permanentShareRatio: number): DepthState => new DepthState([LAW], { recoveryHalfLifeSeconds: 2 * HOUR, permanentShareRatio }, HOUR);
const drawSize = fc.double({ min: 0.01, max: 5000, noNaN: true });

describe('DepthState', () => {
  test('fetches what the law says for a sale into a rested market', () => {
    for (const size of [1, 10, 100, 1000]) expect(buildDepth(0).saleMultiplier(0, size)).toBeCloseTo(1 - 1e-3 * size ** 0.6, 12);
  });

  test('pays a sale in two parts the same money as at once, when nothing recovers in between', () => {
    fc.assert(
      fc.property(drawSize, drawSize, (first, second) => {
        const depth = buildDepth(0);
        const atOnce = depth.saleMultiplier(0, first + second) * (first + second);
        const part = depth.saleMultiplier(0, first) * first;
        depth.sell(0, first);
        const rest = depth.saleMultiplier(0, second) * second * Math.exp(depth.displacementLog(0));
        expect((part + rest) / atOnce).toBeCloseTo(1, 9);
      }),
      fuzzParameters(300),
    );
  });

  test('made thinner is the market of a law with so much more impact, down to where bids are exhausted, and moves nothing by itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 20, noNaN: true }), fc.double({ min: 0, max: 7, noNaN: true }), (multiplier, exponent) => {
        const size = 10 ** exponent;
        const thinner = buildDepth(0);
        thinner.scaleImpact(0, multiplier);
        expect(thinner.displacementLog(0)).toBe(0);
        const other = new DepthState([{ ...LAW, coefficient: LAW.coefficient * multiplier }], { recoveryHalfLifeSeconds: 2 * HOUR, permanentShareRatio: 0 }, HOUR);
        expect(thinner.saleMultiplier(0, size)).toBeCloseTo(other.saleMultiplier(0, size), 9);
        expect(thinner.purchaseMultiplier(0, size)).toBeCloseTo(other.purchaseMultiplier(0, size), 9);
      }),
      fuzzParameters(300),
    );
  });

  test('comes back by half per half-life in sold volume, and in the end to the permanent part alone', () => {
    const depth = buildDepth(0);
    depth.sell(0, 100);
    const half = buildDepth(0);
    half.sell(0, 50);
    depth.recover();
    depth.recover();
    expect(depth.displacementLog(0)).toBeCloseTo(half.displacementLog(0), 12);

    const lasting = buildDepth(0.3);
    lasting.sell(0, 100);
    const displaced = lasting.displacementLog(0);
    for (let step = 0; step < 1000; step++) lasting.recover();
    expect(lasting.displacementLog(0)).toBeCloseTo(0.3 * displaced, 9);
    expect(lasting.permanentDisplacementLog(0)).toBeCloseTo(0.3 * displaced, 12);
  });

  test('pushes up when bought and down when sold, never below 1 % of the price, and counts how far beyond the quotes it went', () => {
    const depth = buildDepth(0);
    depth.buy(0, 100);
    expect(depth.displacementLog(0)).toBeCloseTo(Math.log(1 + 1.6 * 1e-3 * 100 ** 0.6), 12);
    depth.reset();
    depth.sell(0, 1e9);
    expect(Math.exp(depth.displacementLog(0))).toBeCloseTo(0.01, 12);
    expect(depth.peakSizeRatio()).toBe(1e6);
    expect(depth.saleMultiplier(0, 10)).toBe(0);
  });
});
