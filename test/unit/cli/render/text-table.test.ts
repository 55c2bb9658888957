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

describe('a table that is wider than the terminal', () => {
  const rows = [
    ['parameters', 'liquidated', 'bad debt'],
    ['current', '$373M', '$17.5M'],
    ['Gauntlet × Morpho', '$459M', '$44.4M'],
  ].map((row) => row.map((text) => ({ text })));

  test('is folded: the columns that do not fit stand below, beside the first one', () => {
    expect(layOutTable(rows, 30)).toEqual([
      'parameters         liquidated',
      'current                 $373M',
      'Gauntlet × Morpho       $459M',
      '',
      'parameters         bad debt',
      'current              $17.5M',
      'Gauntlet × Morpho    $44.4M',
    ]);
  });

  test('gives up letters of the first column before figures, and says so', () => {
    expect(layOutTable(rows, 26)).toEqual([
      'parameters      liquidated',
      'current              $373M',
      'Gauntlet × Mo…       $459M',
      '',
      'parameters        bad debt',
      'current             $17.5M',
      'Gauntlet × Morp…    $44.4M',
    ]);
  });

  test('is never wider, and loses no figure that has room beside twelve letters', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.stringMatching(/^[a-z0-9]{1,18}$/), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }), fc.integer({ min: 32, max: 80 }), (texts, columns) => {
        const lines = layOutTable(texts.map((row) => row.map((text) => ({ text }))), columns);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
        for (const figure of texts.flatMap((row) => row.slice(1))) expect(lines.join('\n')).toContain(figure);
      }),
      fuzzParameters(200),
    );
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
