import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import * as format from '../../../src/report/format-numbers.js';
import { fuzzParameters } from '../../support/fuzz.js';

describe('formatUsd', () => {
  test.each([
    [0, '$0'],
    [0.004, '$0'],
    [-0.004, '$0'],
    [12.3, '$12.30'],
    [250, '$250'],
    [999.4, '$999'],
    [999.6, '$1.00K'],
    [4_560, '$4.56K'],
    [-30_000, '−$30.0K'],
    [999_999, '$1.00M'],
    [1_234_000, '$1.23M'],
    [871_000_000, '$871M'],
    [2.5e9, '$2.50B'],
    [4.2e15, '$4,200T'],
    [Infinity, '∞'],
    [-Infinity, '−∞'],
    [NaN, 'not available'],
  ])('%p reads %s', (valueUsd, text) => {
    expect(format.formatUsd(valueUsd)).toBe(text);
  });

  test('keeps three digits: what it prints is within half a percent of the value', () => {
    const scales: Record<string, number> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 };
    fc.assert(
      fc.property(fc.double({ min: 100, max: 9e14, noNaN: true }), (valueUsd) => {
        const [, digits, suffix] = /^\$([\d,.]+)([KMBT]?)$/.exec(format.formatUsd(valueUsd))!;
        const readUsd = Number(digits!.replaceAll(',', '')) * scales[suffix!]!;
        expect(Math.abs(readUsd - valueUsd) / valueUsd).toBeLessThanOrEqual(0.005);
      }),
      fuzzParameters(500),
    );
  });
});

describe('other formats', () => {
  test.each([
    [format.formatBps, 7200, '72.00 %'],
    [format.formatBps, 8301, '83.01 %'],
    [format.formatBpsDifference, 150, '+1.50 pp'],
    [format.formatBpsDifference, -25, '−0.25 pp'],
    [format.formatRatio, 0.01234, '1.23 %'],
    [format.formatRatio, 0.000214, '0.0214 %'],
    [format.formatRatio, 0, '0 %'],
    [format.formatRatio, 12.5, '1,250 %'],
    [format.formatPValue, 0.7591, '= 0.759'],
    [format.formatPValue, 0.0009, '< 0.001'],
    [format.formatPValue, 0, '< 0.001'],
    [format.formatRatio, 1.29e-8, '0.00000129 %'],
    [format.formatRatio, -9.996e-9, '−0.00000100 %'],
    [format.formatRatio, 1.29e-13, '1.29e-11 %'],
    [format.formatAmount, 89_130, '89.1K'],
    [format.formatAmount, 10, '10.0'],
    [format.formatMultiple, 3.5714, '3.57×'],
    [format.formatCount, 20_000, '20,000'],
    [format.formatCount, 26.5, '26.5'],
    [format.formatSignificant, 0.153413, '0.1534'],
    [format.formatSignificant, 40_296, '40,300'],
    [format.formatSignificant, 0.0000124, '1.240e-5'],
    [format.formatSignificant, 0, '0'],
    [format.formatHealthFactor, 1.0034, '1.003'],
    [format.formatHealthFactor, Infinity, '∞'],
    [format.formatLevel, 0.99, '99 %'],
    [format.formatLevel, 0.995, '99.5 %'],
    [format.formatDuration, 604_800, '7 days'],
    [format.formatDuration, 86_400, '1 day'],
    [format.formatDuration, 3_600, '1 hour'],
    [format.formatDuration, 5_400, '1.5 hours'],
    [format.formatUtcDay, 1_686_787_200, '2023-06-15'],
    [format.formatUtcMinute, 1_686_787_260, '2023-06-15 00:01 UTC'],
  ] as const)('%p of %p reads %s', (formatValue, value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  test.each([
    [0, '0 warnings'],
    [1, '1 warning'],
    [1020, '1,020 warnings'],
  ])('a count of %p takes the right form of its noun', (count, text) => {
    expect(format.formatCounted(count, 'warning')).toBe(text);
  });

  test.each([
    ['$60.0M', '$60M'],
    ['0.0100 %', '0.01 %'],
    ['1.00×', '1×'],
    ['1.05', '1.05'],
    ['$250', '$250'],
    ['10,000', '10,000'],
    ['0 %', '0 %'],
  ])('an axis label %s loses only zeros that say nothing', (label, text) => {
    expect(format.trimTickLabel(label)).toBe(text);
  });
});
