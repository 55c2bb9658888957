import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { VENUE_RULES } from '../../src/protocol/venue-rules.js';
import { renderParameterRules } from '../support/render-parameter-rules.js';

const PAGE = 'docs/models/parameter-rules.md';

test('the page of parameters says what the rules are', () => {
  const current = renderParameterRules(VENUE_RULES);
  if (process.env['PLIMSOLL_UPDATE_DOCS'] === '1') writeFileSync(PAGE, current);
  expect(readFileSync(PAGE, 'utf8')).toBe(current);
});

test('every venue is listed once, with a source and a meaning for each parameter', () => {
  expect(new Set(VENUE_RULES.map(({ venue }) => venue)).size).toBe(VENUE_RULES.length);
  for (const { venue, source, parameters } of VENUE_RULES) {
    expect({ venue, source: source !== '', parameters: parameters.length > 0 }).toEqual({ venue, source: true, parameters: true });
    expect({ venue, unexplained: parameters.filter(({ meaning }) => meaning.length < 10) }).toEqual({ venue, unexplained: [] });
  }
});
