import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { layOutTable, wrapText } from '../../../../src/cli/render/text-table.js';
import { fuzzParameters } from '../../../support/fuzz.js';

describe('layOutTable', () => {
  test('aligns columns by their text, not by colour codes, and leaves no blanks at the end', () => {
    const paint = (text: string): string => `<${text}>`;
    expect(layOutTable([[{ text: 'LTV' }, { text: '72 %', paint }, { text: 'x' }], [{ text: 'Bonus' }, { text: '7 %' }], []], 80)).toEqual(['LTV    <72 %>  x', 'Bonus   7 %', '']);
  });
});

describe('wrapText', () => {
  test('keeps every word in order and no line too long, save a word that is itself', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z%]{1,15}$/), { minLength: 1, maxLength: 30 }), fc.integer({ min: 5, max: 60 }), (words, columns) => {
        const lines = wrapText(words.join(' '), columns);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= columns || !line.includes(' ')).toBe(true);
      }),
      fuzzParameters(200),
    );
  });
});
