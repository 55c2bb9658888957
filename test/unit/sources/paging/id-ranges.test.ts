import fc from 'fast-check';
import { findGaps, lowestId, shareBelow, splitRange } from '../../../../src/sources/paging/id-ranges.js';

const hex = fc.array(fc.constantFrom(...'0123456789abcdef'), { minLength: 40, maxLength: 40 }).map((digits) => `0x${digits.join('')}`);
const text = fc.array(fc.constantFrom(...' -0Az~'), { minLength: 1, maxLength: 12 }).map((letters) => letters.join(''));
const RUNS = { seed: 20261127, numRuns: 500 };

describe('gaps of the id space', () => {
  test('and what is covered hold every id exactly once', () => {
    fc.assert(
      fc.property(fc.uniqueArray(hex, { minLength: 2, maxLength: 12 }), hex, (cuts, id) => {
        const sorted = [...cuts].sort();
        // Every second stretch is covered.
        const covered = sorted.flatMap((after, index) => (index % 2 === 0 && index + 1 < sorted.length ? [{ after, upTo: sorted[index + 1]! }] : []));
        const holders = [...covered, ...findGaps(covered.reverse(), 'bytes')].filter(({ after, upTo }) => id > after && (upTo === null || id <= upTo));
        expect(holders).toHaveLength(1);
      }),
      RUNS,
    );
  });

  test('are none once a range reaches the end, and all of it before the first page', () => {
    expect(findGaps([{ after: '0x', upTo: '0x80' }, { after: '0x80', upTo: null }], 'bytes')).toEqual([]);
    expect(findGaps([], 'text')).toEqual([{ after: '', upTo: null }]);
  });

  test('do not open where ranges overlap', () => {
    expect(findGaps([{ after: 'b', upTo: 'm' }, { after: '', upTo: 'f' }], 'text')).toEqual([{ after: 'm', upTo: null }]);
  });
});

describe('cutting a range', () => {
  test.each(['bytes', 'text'] as const)('of %s leaves two that lie strictly inside and meet', (kind) => {
    fc.assert(
      fc.property(fc.uniqueArray(kind === 'bytes' ? hex : text, { minLength: 2, maxLength: 2 }), (ends) => {
        const [after, upTo] = [...ends].sort() as [string, string];
        const parts = splitRange({ after, upTo }, kind);
        if (parts === null) return;
        const cut = parts[0].upTo!;
        expect(parts).toEqual([{ after, upTo: cut }, { after: cut, upTo }]);
        expect(after < cut && cut < upTo).toBe(true);
      }),
      RUNS,
    );
  });

  test('of addresses halves them', () => {
    const range = { after: `0x${'0'.repeat(40)}`, upTo: `0x${'f'.repeat(40)}` };
    const [left] = splitRange(range, 'bytes')!;
    expect(shareBelow(left.upTo!, range, 'bytes')).toBeCloseTo(0.5, 9);
  });

  test('is refused where the end is open or no id fits between', () => {
    expect(splitRange({ after: lowestId('bytes'), upTo: null }, 'bytes')).toBeNull();
    expect(splitRange({ after: '0x00', upTo: '0x00000000000001' }, 'bytes')).toBeNull();
  });
});
