import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldText } from '../../../../src/cli/render/fold-text.js';
import { fuzzParameters } from '../../../support/fuzz.js';

describe('foldText', () => {
  test('goes on below, further in than the line began', () => {
    expect(foldText('Short.\n  Schema: Messari lending 2.0.1 and 3.1.0', 24)).toBe('Short.\n  Schema: Messari\n    lending 2.0.1 and\n    3.1.0');
  });

  test('leaves everything as it is where there is no terminal', () => {
    const text = 'a sentence that is longer than any terminal '.repeat(20);
    expect(foldText(text, undefined)).toBe(text);
  });

  test('counts no colours, and keeps them', () => {
    expect(foldText('\u001B[1mKeep the\u001B[22m parameters', 19)).toBe('\u001B[1mKeep the\u001B[22m parameters');
    expect(foldText('\u001B[1mKeep the\u001B[22m parameters', 18)).toBe('\u001B[1mKeep the\u001B[22m\n  parameters');
  });

  test('keeps every word in order, and no line is too long, save a word that is itself', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z%]{1,15}$/), { minLength: 1, maxLength: 30 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 12, max: 60 }), (words, indent, columns) => {
        const lines = foldText(' '.repeat(indent) + words.join(' '), columns).split('\n');
        expect(lines.map((line) => line.trim()).join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(stripVTControlCharacters(line).length <= columns || !line.trim().includes(' ')).toBe(true);
      }),
      fuzzParameters(200),
    );
  });
});
