import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parseMarginTable, isTableAllowed } from '../../../../src/pipeline/perps/margin-tables.js';
import { parsePerpMarketFile } from '../../../../src/pipeline/perps/perp-market-file.js';
import { parsePerpPolicyFile } from '../../../../src/pipeline/perps/perp-policy-file.js';
import { buildTierSpace, tableOf } from '../../../../src/pipeline/perps/tier-space.js';
import { enumerateGrid } from '../../../../src/search/space.js';

const read = (path: string): string => readFileSync(new URL(`../../../../data/${path}`, import.meta.url), 'utf8');
const POLICY = read('policies/perps-moderate.yaml');
const MARKET = read('hyperliquid_2023/market.yaml');

describe('the space of margin tables', () => {
  const policyOf = (count: number) => parsePerpPolicyFile(POLICY.replace('count: 2', `count: ${count}`), 'policy.yaml');
  const tablesOf = (count: number) => enumerateGrid(buildTierSpace([{ floorUsd: 0, leverageMax: 50 }], policyOf(count), 'policy.yaml')).map(tableOf);

  test.each([
    // Leverages 10, 15 … 50 and floors 5,000 … 20,000: 9 tables of one tier, C(9,2) · 4 of two, C(9,3) · C(4,2) of three.
    [1, 9],
    [2, 9 + 36 * 4],
    [3, 9 + 36 * 4 + 84 * 6],
  ])('of up to %d tiers holds each table that the venue would take once', (count, size) => {
    const tables = tablesOf(count);
    expect(tables).toHaveLength(size);
    expect(new Set(tables.map((table) => JSON.stringify(table))).size).toBe(size);
    for (const table of tables) expect(isTableAllowed(table)).toBe(true);
    expect(tables[0]).toEqual([{ floorUsd: 0, leverageMax: 50 }]);
  });

  test('refuses a policy that does not try what is in force', () => {
    expect(() => buildTierSpace([{ floorUsd: 0, leverageMax: 40 }], parsePerpPolicyFile(POLICY.replace('maximum: 50', 'maximum: 30'), 'policy.yaml'), 'policy.yaml')).toThrow('the leverage in force, 40, is not from 10 to 30');
  });
});

describe('what a user may write of margin tiers', () => {
  test('reads floor and leverage pairs, and refuses what no table is or the venue would not take', () => {
    expect(parseMarginTable('0:50, 20000:20')).toEqual([{ floorUsd: 0, leverageMax: 50 }, { floorUsd: 20_000, leverageMax: 20 }]);
    expect(() => parseMarginTable('50x')).toThrow('not a margin table: 50x');
    expect(() => parseMarginTable('0:20,20000:50')).toThrow('leverage must fall from tier to tier');
    expect(() => parseMarginTable('10:20')).toThrow('begins at 0');
  });

  test.each([
    ['a level for a mean', (text: string) => text.replace('statistic: mean', 'statistic: mean, level: 0.9'), /constraints\[1\]\.?level/],
    ['a probability above 1', (text: string) => text.replace(/(deleveraged.*max: )[\d.]+/, '$12'), /a probability cannot exceed 1/],
    ['an unknown metric', (text: string) => text.replace('metric: fundDraw', 'metric: badDebt'), /constraints\[1\]/],
    ['more screening than final paths', (text: string) => text.replace('screening: 256', 'screening: 4096'), /paths\.screening \(4096\) is larger than paths\.final \(2048\)/],
    ['floors the wrong way round', (text: string) => text.replace('minimumUsd: 5000', 'minimumUsd: 50000'), /tiers\.floor\.minimumUsd \(50000\) is above its maximum/],
  ])('a policy with %s is refused by the field', (_, edit, message) => {
    expect(edit(POLICY)).not.toBe(POLICY);
    expect(() => parsePerpPolicyFile(edit(POLICY), 'policy.yaml')).toThrow(message);
  });

  test.each([
    ['a market moved by no factor', (text: string) => text.replace('ARB: [OP/USD]', 'ARB: [ARB/USD]'), /markets\.ARB: there is no factor ARB\/USD/],
    ['a factor that is not in dollars', (text: string) => text.replaceAll('SOL/USD', 'SOL/ETH'), /a price in USD/],
    ['a share above 1', (text: string) => text.replace('adlShareRatio: 1', 'adlShareRatio: 2'), /backstop\.adlShareRatio/],
  ])('a market file with %s is refused by the field', (_, edit, message) => {
    expect(() => parsePerpMarketFile(edit(MARKET), 'market.yaml')).toThrow(message);
  });
});
