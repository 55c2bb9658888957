import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { InternalError } from '../../../../src/core/errors.js';
import { prepareForThreads, shareArrays } from '../../../../src/simulation/executors/share-job.js';
import { fuzzParameters } from '../../../support/fuzz.js';
import { SMALL_JOB } from '../../../support/small-job.js';

const isShared = ({ buffer }: ArrayBufferView): boolean => Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';

function listArrays(value: unknown): ArrayBufferView[] {
  if (typeof value !== 'object' || value === null) return [];
  return ArrayBuffer.isView(value) ? [value] : Object.values(value).flatMap(listArrays);
}

const typedArrays = fc.oneof(fc.float64Array({ maxLength: 8 }), fc.int32Array({ maxLength: 8 }), fc.uint8Array({ maxLength: 8 }));
/** Any plain data with typed arrays at any depth. */
const jobs = fc.letrec((tie) => ({
  node: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.constant(null), typedArrays, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(fc.string({ maxLength: 3 }), tie('node'), { maxKeys: 4, noNullPrototype: true })),
})).node;

describe('shareArrays', () => {
  test('gives equal data whose every array is in shared memory, and does nothing to what is shared', () => {
    let arrays = 0;
    fc.assert(
      fc.property(jobs, (job) => {
        const shared = shareArrays(job);
        expect(shared).toEqual(job);
        expect(listArrays(shared).filter(isShared)).toHaveLength(listArrays(job).length);
        const again = listArrays(shareArrays(shared));
        listArrays(shared).forEach((array, index) => expect(again[index]).toBe(array));
        arrays += again.length;
      }),
      fuzzParameters(200),
    );
    expect(arrays).toBeGreaterThan(0);
  });

  test('another thread is handed a view, not a copy, and an array that two places hold is shared once', () => {
    const amounts = Float64Array.of(1, 2, 3);
    const job = shareArrays({ venues: [{ amounts }, { amounts }] });
    const there = structuredClone(job);
    job.venues[0]!.amounts[1] = 7;
    expect([...there.venues[0]!.amounts, ...there.venues[1]!.amounts, ...amounts]).toEqual([1, 7, 3, 1, 7, 3, 1, 2, 3]);
  });

  test.each([
    ['a function', { scenario: { draw: () => 0 } }],
    ['a function in a list', { draws: [() => 0] }],
    ['a map', { scenario: new Map() }],
  ])('refuses %s, which no thread can be handed as it is', (_, job) => {
    expect(() => shareArrays(job)).toThrow(InternalError);
  });
});

describe('prepareForThreads', () => {
  test('leaves every name of an account behind, wherever books are, and keeps their number and all else', () => {
    const accounts = Array.from({ length: 100_000 }, (_, index) => `0x${String(index).padStart(40, '0')}`);
    const job = { venues: [{ book: { ...SMALL_JOB.scenario.book, accounts } }, { book: SMALL_JOB.scenario.book }], factors: ['ETH/USD'] };
    const there = structuredClone(prepareForThreads(job));
    expect(there.venues.map(({ book }) => book.accounts.length)).toEqual([100_000, 2]);
    expect(Object.keys(there.venues[0]!.book.accounts)).toEqual([]);
    expect([there.factors, there.venues[1]!.book.assets]).toEqual([job.factors, job.venues[1]!.book.assets]);
    expect(listArrays(there)).toHaveLength(16);
    expect(accounts[99_999]).toHaveLength(42);
  });
});
