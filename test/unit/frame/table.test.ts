import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { summariseByGroup, tableToCsv, type Cell } from '../../../src/frame/table.js';

/** An independent reader of RFC 4180: a state machine over characters; quoted fields stay marked. */
function readCsv(text: string): { text: string; quoted: boolean }[][] {
  const records: { text: string; quoted: boolean }[][] = [];
  const record: { text: string; quoted: boolean }[] = [];
  let field = { text: '', quoted: false };
  let inside = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i]!;
    if (inside && character === '"' && text[i + 1] === '"') {
      field.text += '"';
      i += 1;
    } else if (character === '"') {
      inside = !inside;
      field.quoted = true;
    } else if (!inside && (character === ',' || character === '\n')) {
      record.push(field);
      field = { text: '', quoted: false };
      if (character === '\n') records.push(record.splice(0));
    } else field.text += character;
  }
  if (inside || record.length > 0 || field.text !== '') throw new Error('the file does not end with a finished record');
  return records;
}

describe('tableToCsv', () => {
  test('quotes commas, quotes, line breaks and outer blanks, in the header too', async () => {
    const csv = await tableToCsv({ columns: ['asset', 'size, "max"'], rows: [['stETH, wrapped', 1], ['a "b"', 2], ['two\nlines', 3], [' x', 4]] });
    expect(csv).toBe('asset,"size, ""max"""\n"stETH, wrapped",1\n"a ""b""",2\n"two\nlines",3\n" x",4\n');
  });

  test('tells an absent value from an empty text and writes booleans as words', async () => {
    expect(await tableToCsv({ columns: ['a', 'b', 'c'], rows: [[null, '', true]] })).toBe('a,b,c\n,"",true\n');
  });

  test('writes a table without rows as its header', async () => {
    expect(await tableToCsv({ columns: ['asset', 'debtUsd'], rows: [] })).toBe('asset,debtUsd\n');
  });

  test.each<[number, string]>([
    [0.1 + 0.2, '0.30000000000000004'],
    [1e21, '1e+21'],
    [123456789.12345679, '123456789.12345679'],
    [5e-324, '5e-324'],
    [-0, '0'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [Number.NaN, 'NaN'],
  ])('writes %p as %s', async (value, text) => {
    expect(await tableToCsv({ columns: ['x', 'y'], rows: [[value, 1]] })).toBe(`x,y\n${text},1\n`);
  });

  test('reads back cell for cell, numbers to the last bit', async () => {
    const cell: fc.Arbitrary<Cell> = fc.oneof(
      fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
      fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '1', '=') }),
      fc.boolean(),
      fc.constant(null),
    );
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const [header, ...read] = readCsv(await tableToCsv({ columns: ['p', 'q', 'r'], rows: written }));
        expect(header!.map((field) => field.text)).toEqual(['p', 'q', 'r']);
        expect(read).toHaveLength(written.length);
        written.forEach((row, i) => row.forEach((value, j) => expect(readAs(value, read[i]![j]!)).toEqual(value)));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('refuses a row that is shorter than the header', async () => {
    await expect(tableToCsv({ columns: ['a', 'b'], rows: [[1, 2], [3]] })).rejects.toThrow('row 1 has 1 cells for 2 columns');
  });

  test('refuses a repeated column name', async () => {
    await expect(tableToCsv({ columns: ['a', 'a'], rows: [] })).rejects.toThrow('repeat');
  });
});

function readAs(example: Cell, field: { text: string; quoted: boolean }): Cell {
  if (typeof example === 'number') return Number(field.text);
  if (typeof example === 'boolean') return field.text === 'true';
  return field.text === '' && !field.quoted ? null : field.text;
}

describe('summariseByGroup', () => {
  const book = {
    columns: ['asset', 'side', 'debtUsd', 'group'],
    rows: [
      ['10', 'x', 4, 1],
      ['2', 'y', 1, 1],
      ['10', 'x', 6, 3],
      ['2', 'y', 2, 1],
      ['2', 'x', 9, 5],
    ] satisfies Cell[][],
  };

  test('gives one row per group in order of first appearance, keys unchanged', async () => {
    const summary = await summariseByGroup(book, { by: ['asset', 'side'], aggregate: { debtUsd: ['count', 'sum', 'mean'], group: ['min', 'max'] } });
    expect(summary.columns).toEqual(['asset', 'side', 'debtUsd_count', 'debtUsd_sum', 'debtUsd_mean', 'group_min', 'group_max']);
    expect(summary.rows).toEqual([
      ['10', 'x', 2, 10, 5, 1, 3],
      ['2', 'y', 2, 3, 1.5, 1, 1],
      ['2', 'x', 1, 9, 9, 5, 5],
    ]);
  });

  test('keeps ("a-b", "c") and ("a", "b-c") apart', async () => {
    const table = { columns: ['p', 'q', 'x'], rows: [['a-b', 'c', 1], ['a', 'b-c', 2]] satisfies Cell[][] };
    expect((await summariseByGroup(table, { by: ['p', 'q'], aggregate: { x: ['sum'] } })).rows).toEqual([['a-b', 'c', 1], ['a', 'b-c', 2]]);
  });

  test('gives no rows for a table without rows', async () => {
    const empty = { columns: ['asset', 'debtUsd'], rows: [] };
    expect(await summariseByGroup(empty, { by: ['asset'], aggregate: { debtUsd: ['sum'] } })).toEqual({ columns: ['asset', 'debtUsd_sum'], rows: [] });
  });

  test('refuses an aggregated cell that is not a finite number', async () => {
    const table = { columns: ['asset', 'debtUsd'], rows: [['ETH', null]] satisfies Cell[][] };
    await expect(summariseByGroup(table, { by: ['asset'], aggregate: { debtUsd: ['sum'] } })).rejects.toThrow('debtUsd is aggregated but holds null');
  });
});
