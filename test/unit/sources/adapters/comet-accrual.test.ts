import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { accrueIndexes, presentValue, type BaseTotals, type RateCurve } from '../../../../src/sources/adapters/compound-v3/accrual.js';

type Written<T> = { readonly [K in keyof T]: string };

interface RecordedCase {
  readonly totals: Written<BaseTotals>;
  readonly curves: { readonly supply: Written<RateCurve>; readonly borrow: Written<RateCurve> };
  readonly seconds: number;
  readonly utilization: string;
  readonly principals: readonly string[];
  readonly balances: readonly string[];
}

const cases = JSON.parse(readFileSync('test/fixtures/comet/accrual.json', 'utf8')) as RecordedCase[];

function whole<T>(written: Written<T>): T {
  return Object.fromEntries(Object.entries<string>(written).map(([name, value]) => [name, BigInt(value)])) as T;
}

describe('the accrual of Compound v3', () => {
  test.each(cases.map((recorded, index) => [index, recorded] as const))('gives the balances of the contract, case %i', (_, { totals, curves, seconds, principals, balances }) => {
    const indexes = accrueIndexes(whole(totals), { supply: whole(curves.supply), borrow: whole(curves.borrow) }, seconds);
    expect(principals.map((principal) => String(presentValue(BigInt(principal), indexes)))).toEqual(balances);
  });

  test('is held against markets on both sides of the kink, and an empty one', () => {
    const sides = cases.map(({ utilization, curves }) => (BigInt(utilization) === 0n ? 'empty' : BigInt(utilization) > BigInt(curves.borrow.kink) ? 'above' : 'below'));
    expect(new Set(sides)).toEqual(new Set(['empty', 'above', 'below']));
  });

  test('leaves indexes alone when no time has passed', () => {
    const { totals, curves } = cases[1]!;
    expect(accrueIndexes(whole(totals), { supply: whole(curves.supply), borrow: whole(curves.borrow) }, 0)).toEqual({ supplyIndex: BigInt(totals.supplyIndex), borrowIndex: BigInt(totals.borrowIndex) });
  });
});
