import { describe, expect, test } from '@jest/globals';
import { percentMul } from '../../../src/protocol/lending/fixed-point.js';
import { findParameterViolations } from '../../../src/protocol/lending/reserve-validity.js';

const valid = { ltvBps: 7200, liquidationThresholdBps: 8300, liquidationBonusBps: 700 };
const fieldsOf = (change: Partial<typeof valid>): string[] => findParameterViolations({ ...valid, ...change }).map(({ field }) => field);

describe('findParameterViolations', () => {
  test('accepts the parameters that were in force on Aave v2 stETH', () => expect(findParameterViolations(valid)).toEqual([]));

  // Witness: the real configurator accepts 9524 × 10500 (percentMul rounds half up to 10000) and refuses 9525 × 10500.
  test('accepts 9524 × 105.00 % and refuses 9525 × 105.00 %, as the deployed bytecode does', () => {
    expect(percentMul(9524n, 10_500n)).toBe(10_000n);
    expect(percentMul(9525n, 10_500n)).toBe(10_001n);
    expect(fieldsOf({ liquidationThresholdBps: 9524, liquidationBonusBps: 500 })).toEqual([]);
    expect(fieldsOf({ liquidationThresholdBps: 9525, liquidationBonusBps: 500 })).toEqual(['liquidationBonusBps']);
  });

  test.each([
    ['an LTV above the threshold', { ltvBps: 8301 }, 'ltvBps'],
    ['a bonus of zero', { liquidationBonusBps: 0 }, 'liquidationBonusBps'],
    ['a fraction of a basis point', { ltvBps: 7200.5 }, 'ltvBps'],
    ['a negative LTV', { ltvBps: -1 }, 'ltvBps'],
    ['a threshold of zero', { ltvBps: 0, liquidationThresholdBps: 0 }, 'liquidationThresholdBps'],
  ])('refuses %s and names the field', (_, change, field) => expect(fieldsOf(change)).toContain(field));
});
