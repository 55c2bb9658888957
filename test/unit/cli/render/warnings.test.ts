import { expect, test } from '@jest/globals';
import { Chalk } from 'chalk';
import { renderWarnings } from '../../../../src/cli/render/warnings.js';

test('a warning keeps to the columns, its remedy on lines of its own', () => {
  const lines = renderWarnings([{ code: 'x', message: 'the depth law rests on twelve quotes', remedy: 'quote more sizes where sales move the price' }], 30, new Chalk({ level: 0 }));
  expect(lines).toEqual(['Warning: the depth law rests', 'on twelve quotes.', '  To do: quote more sizes', '  where sales move the price.']);
});
