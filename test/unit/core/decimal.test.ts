import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDecimal, formatDouble, parseDecimal } from '../../../src/core/decimal.js';
import { UsageError } from '../../../src/core/errors.js';

test.each([
  ['1.05', 18, 1_050_000_000_000_000_000n],
  ['0', 0, 0n],
  ['-2.5', 1, -25n],
  ['007', 2, 700n],
])('%s with %d decimals is %d', (text, decimals, raw) => {
  expect(parseDecimal(text, decimals)).toBe(raw);
});

test.each([['1e18'], [''], ['1,000'], ['.5'], ['1.'], ['0x1']])('"%s" is refused', (text) => {
  expect(() => parseDecimal(text, 18)).toThrow(UsageError);
});

test('digits that cannot be kept are refused, not rounded', () => {
  expect(() => parseDecimal('0.0000001', 6)).toThrow(/more than 6 decimals/);
});

test('writing and reading any integer gives it back', () => {
  fc.assert(
    fc.property(fc.bigInt(-(10n ** 60n), 10n ** 60n), fc.integer({ min: 0, max: 45 }), (raw, decimals) => {
      expect(parseDecimal(formatDecimal(raw, decimals), decimals)).toBe(raw);
    }),
  );
});

test.each([
  [1e-7, '0.0000001'],
  [1.5e21, '1500000000000000000000'],
  [-2.5e-9, '-0.0000000025'],
  [-0, '0'],
  [0.1, '0.1'],
])('the double %d is written %s', (value, text) => {
  expect(formatDouble(value)).toBe(text);
});

test('a double written and read back is the same double, without an exponent', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = formatDouble(value);
      expect(text).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(text) === value).toBe(true);
    }),
  );
});

test('what is no number is refused', () => {
  expect(() => formatDouble(Infinity)).toThrow(UsageError);
});
