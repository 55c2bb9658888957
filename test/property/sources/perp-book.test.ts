import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TableRows } from '../../../src/pipeline/pull-ports.js';
import { HourlyObservations } from '../../../src/sources/mapping/hourly-observations.js';
import { PerpBook } from '../../../src/sources/mapping/perp-book.js';
import { divideDown, rescale } from '../../../src/sources/mapping/rescale.js';
import { fuzzParameters } from '../../support/fuzz.js';

const position = fc.record({
  market: fc.constantFrom('A', 'B'),
  owner: fc.constantFrom('x', 'y'),
  // Few sizes, so that equal ones and their sums meet.
  sizeRaw: fc.constantFrom(1n, 2n, 4n, -1n, -2n),
  entryPriceRaw: fc.bigInt({ min: 1n, max: 10n ** 20n }),
  isolatedUsdRaw: fc.bigInt({ min: 0n, max: 10n ** 12n }),
});

function tableOf(rows: Iterable<TableRows>, table: string): TableRows['rows'] {
  return [...rows].filter((item) => item.table === table).flatMap((item) => item.rows);
}

describe('a book of open positions', () => {
  test('keeps the sums of sizes and margins and has every key once, however many positions are equal', () => {
    fc.assert(
      fc.property(fc.array(position, { maxLength: 40 }), (positions) => {
        const book = new PerpBook();
        for (const item of positions) book.addPosition(item);
        const rows = tableOf(book.rows({ warnings: [] }), 'perp_positions');
        expect(new Set(rows.map((row) => [row['market'], row['account'], row['size_raw']].join('/'))).size).toBe(rows.length);
        const sum = (values: readonly unknown[]): bigint => values.reduce<bigint>((total, value) => total + (value as bigint), 0n);
        expect(sum(rows.map((row) => row['size_raw']))).toBe(sum(positions.map(({ sizeRaw }) => sizeRaw)));
        expect(sum(rows.map((row) => row['collateral_raw']))).toBe(sum(positions.map(({ isolatedUsdRaw }) => isolatedUsdRaw)));
      }),
      fuzzParameters(300),
    );
  });
});

describe('hourly observations', () => {
  test('give the same bars in whatever order they come', () => {
    const drawn = fc.uniqueArray(fc.record({ unixSeconds: fc.integer({ min: 0, max: 20_000 }), id: fc.stringMatching(/^[0-9a-f]{1,3}$/), price: fc.integer({ min: 1, max: 50 }) }), {
      minLength: 1,
      maxLength: 30,
      selector: ({ unixSeconds, id }) => `${unixSeconds}/${id}`,
    });
    fc.assert(
      fc.property(drawn.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))), ([list, shuffled]) => {
        const bars = [list, shuffled].map((all) => {
          const seen = new HourlyObservations();
          for (const item of all) seen.add('X', item);
          return seen.rows('USD');
        });
        expect(bars[1]).toEqual(bars[0]);
        const sorted = [...list].sort((a, b) => a.unixSeconds - b.unixSeconds || (a.id < b.id ? -1 : 1));
        expect(bars[0]!.at(-1)!.close).toBe(sorted.at(-1)!.price);
        expect(bars[0]![0]!['open']).toBe(sorted[0]!.price);
      }),
      fuzzParameters(200),
    );
  });
});

describe('rescaling', () => {
  test('rounds down and is undone by going to more decimals', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.bigInt({ min: 1n, max: 10n ** 20n }), (raw, divisor) => {
        const quotient = divideDown(raw, divisor);
        expect(quotient * divisor <= raw && (quotient + 1n) * divisor > raw).toBe(true);
        expect(rescale(rescale(raw, 18, 24), 24, 18)).toBe(raw);
      }),
      fuzzParameters(200),
    );
  });
});
