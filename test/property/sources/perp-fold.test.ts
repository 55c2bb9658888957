import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PositionFold, type SizeChange } from '../../../src/sources/mapping/perp-fold.js';
import { fuzzParameters } from '../../support/fuzz.js';

type Change = SizeChange<string>;

/** The changes of one position: any sizes, several of them in one moment, closed fully at the end or not. */
function chain(position: string, sizes: readonly { readonly size: bigint; readonly block: number }[]): Change[] {
  let before = 0n;
  let block = 0;
  return sizes.map(({ size, block: step }, index) => {
    block += step;
    const change = { position, id: `${position}-${String(index * 7919).padStart(8, '0').split('').reverse().join('')}`, order: block, deltas: [size - before], after: [size], state: String(index) };
    before = size;
    return change;
  });
}

const sizes = fc.uniqueArray(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }).filter((size) => size !== 0n), { minLength: 1, maxLength: 12 });
const chains = fc.array(fc.record({ sizes, steps: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 13, maxLength: 13 }), closed: fc.boolean() }), { minLength: 1, maxLength: 8 });
const drawn = chains.chain((list) => {
  const all = list.map(({ sizes: own, steps, closed }, index) => ({
    closed,
    last: own.at(-1)!,
    changes: chain(`p${index}`, [...own, ...(closed ? [0n] : [])].map((size, at) => ({ size, block: steps[at]! }))),
  }));
  const events = all.flatMap(({ changes }) => changes);
  return fc.tuple(fc.constant(all), fc.shuffledSubarray(events, { minLength: events.length }));
});

function fold(changes: readonly Change[]): ReturnType<PositionFold<string>['finish']> {
  const held = new PositionFold<string>();
  for (const change of changes) held.add(change);
  return held.finish();
}

describe('folding the changes of positions', () => {
  test('gives the last size of each, whatever the order of the pages; what is closed leaves nothing', () => {
    fc.assert(
      fc.property(drawn, ([all, shuffled]) => {
        const { open, differing, known } = fold(shuffled);
        expect({ open, differing, known }).toEqual(fold(all.flatMap(({ changes }) => changes)));
        expect(differing).toBe(0);
        expect(known).toBe(all.length);
        expect(open.map(({ after }) => after[0])).toEqual(all.filter(({ closed }) => !closed).map(({ last }) => last));
      }),
      fuzzParameters(300),
    );
  });

  test('counts the position of which a change is missing or twice, and keeps the size that the source states', () => {
    fc.assert(
      fc.property(sizes.filter((own) => own.length > 1), fc.nat(), fc.boolean(), (own, pick, isTwice) => {
        const changes = chain('p', own.map((size) => ({ size, block: 1 })));
        const at = pick % (changes.length - 1);
        const wrong = isTwice ? [...changes, changes[at]!] : changes.filter((_, index) => index !== at);
        const { open, differing } = fold(wrong);
        expect(differing).toBe(1);
        expect(open.map(({ after }) => after[0])).toEqual([own.at(-1)!]);
      }),
      fuzzParameters(300),
    );
  });
});
