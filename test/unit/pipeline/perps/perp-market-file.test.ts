import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parsePerpMarketFile } from '../../../../src/pipeline/perps/perp-market-file.js';

const BUNDLED = readFileSync(new URL('../../../../data/hyperliquid_2023/market.yaml', import.meta.url), 'utf8');
const read = (funding: string) => parsePerpMarketFile(`${BUNDLED}\nfunding: ${funding}\n`, 'market.yaml').funding;

describe('funding in a perps market file', () => {
  test('is none where the file does not say', () => {
    expect(parsePerpMarketFile(BUNDLED, 'market.yaml').funding).toBeUndefined();
  });

  test('is rates by market, or the premium rule', () => {
    expect(read('{ kind: fixed, ratesPerDay: { BTC: 0.0003 } }')).toEqual({ kind: 'fixed', ratesPerDay: { BTC: 0.0003 } });
    const premium = { kind: 'premium', intervalHours: 8, interestRate: 0.0001, dampingRate: 0.0005, rateMax: 0.32 };
    expect(read(JSON.stringify(premium))).toEqual(premium);
  });

  test.each([
    ['a market that is not there', '{ kind: fixed, ratesPerDay: { PEPE: 0.1 } }', 'funding.ratesPerDay.PEPE'],
    ['another rule', '{ kind: skew }', 'funding'],
    ['a cap below 0', '{ kind: premium, intervalHours: 8, interestRate: 0, dampingRate: 0, rateMax: -1 }', 'funding.rateMax'],
  ])('refuses %s, naming the field', (_, funding, field) => {
    expect(() => read(funding)).toThrow(field);
  });
});
