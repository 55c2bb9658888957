import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { UsageError } from '../../../src/core/errors.js';
import { readSourceTask } from '../../../src/pipeline/pull/read-request.js';
import { parseMarketFile } from '../../../src/pipeline/config/market-file.js';
import { parsePolicyFile, type PolicyFile } from '../../../src/pipeline/config/policy-file.js';

const POLICY = readFileSync(new URL('../../../data/policies/moderate.yaml', import.meta.url), 'utf8');
const MARKET = readFileSync(new URL('../../../data/aave-v2-steth_2023-06/market.yaml', import.meta.url), 'utf8');

function refusalOf(parse: () => unknown): UsageError {
  try {
    parse();
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error as UsageError;
  }
  throw new Error('the file was accepted');
}

describe('the shipped policies', () => {
  const read = (name: string) => parsePolicyFile(readFileSync(new URL(`../../../data/policies/${name}.yaml`, import.meta.url), 'utf8'), name);
  const [conservative, moderate, aggressive] = ['conservative', 'moderate', 'aggressive'].map(read) as [PolicyFile, PolicyFile, PolicyFile];

  test.each([[conservative, moderate], [moderate, aggressive]])('grow bolder in every number', (cautious, bold) => {
    for (const { metric, statistic, max } of bold.constraints as readonly { metric: string; statistic?: string; max: number }[]) {
      const same = (cautious.constraints as readonly { metric: string; statistic?: string; max: number }[]).find((constraint) => constraint.metric === metric && constraint.statistic === statistic);
      expect(same!.max).toBeLessThan(max);
    }
    expect(cautious.minimumBufferBps).toBeGreaterThan(bold.minimumBufferBps);
    for (const name of ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const) expect(cautious.changeLimits[name].max).toBeLessThan(bold.changeLimits[name].max);
  });

  test('are named as their files', () => expect([conservative.name, moderate.name, aggressive.name]).toEqual(['conservative', 'moderate', 'aggressive']));
});

describe('parsePolicyFile', () => {
  test('reads the shipped policy', () => {
    expect(parsePolicyFile(POLICY, 'moderate.yaml')).toMatchObject({ name: 'moderate', changeLimits: { ltvBps: { kind: 'absolute-bps' } } });
  });

  test.each([
    ['a misspelt field', 'minimumBufferBps', 'minimumBuffer', /minimumBuffer/],
    ['an es without its level', 'level: 0.99, ', '', /level/],
    ['a probability in dollars', 'statistic: mean, max: 0.02, unit: supply-ratio', 'statistic: probability, max: 0.02, unit: usd', /unit/],
    ['a share above one', 'max: 0.0005', 'max: 1.5', /max/],
    ['more screening than final paths', 'screening: 256', 'screening: 99999', /paths\.screening/],
    ['text that is not YAML', 'constraints:', 'constraints: ]', /YAML/],
    ['a metric that there is not', 'metric: badDebt, statistic: es', 'metric: badDept, statistic: es', /constraints\[0\]\.metric: .*badDebt/],
    ['an empty list of constraints', /constraints:[\s\S]*?minimumBufferBps/, 'constraints: []\nminimumBufferBps', /constraints/],
  ])('refuses %s and names the field and the file', (_, from, to, field) => {
    const text = POLICY.replace(from, to);
    expect(text).not.toBe(POLICY);
    const refusal = refusalOf(() => parsePolicyFile(text, 'mine.yaml'));
    expect(`${refusal.message} ${refusal.suggestions.join(' ')}`).toMatch(field);
    expect(refusal.where).toBe('mine.yaml');
  });
});

describe('parseMarketFile', () => {
  test('reads the bundled market file', () => {
    expect(parseMarketFile(MARKET, 'market.yaml')).toMatchObject({ asset: 'stETH', closeFactorBps: 5000, dataset: 'aave-v2-steth_2023-06' });
  });

  test.each([
    ['a venue that is not known', 'venue: aave-v2', 'venue: aave-v9', /venue/],
    ['a date that is none', '2020-03-10', '2020-13-10', /replayWindows/],
    ['a peg before a volatility factor', /( {2}BTC\/USD: \{ model[^\n]*\n)( {2}stETH\/ETH: \{ model[^\n]*\n)/, '$2$1', /factors\.BTC\/USD: factors of model garch stand before/],
    ['a share above one', 'permanentShareRatio: 0.1', 'permanentShareRatio: 2', /permanentShareRatio/],
  ])('refuses %s', (_, from, to, field) => {
    const text = MARKET.replace(from, to);
    expect(text).not.toBe(MARKET);
    expect(refusalOf(() => parseMarketFile(text, 'market.yaml')).message).toMatch(field);
  });
});

test('the guide’s market file that pulls first is one', async () => {
  const guide = readFileSync(new URL('../../../docs/guide/subgraphs.md', import.meta.url), 'utf8');
  const market = parseMarketFile(/```yaml\n([\s\S]*?)```/.exec(guide)![1]!, 'guide');
  for (const { choose, ...options } of market.subgraphs!) {
    const choices = Object.fromEntries(Object.entries(choose ?? {}).map(([name, value]) => [name, String(value)]));
    const { request } = await readSourceTask({ network: market.network, ...options, choices }, String, { workingFolder: '.', key: 'k' });
    expect(request).toMatchObject({ network: 'ethereum', atUnixSeconds: Date.UTC(2026, 10, 1) / 1000 });
  }
});

test('an address without quotes is refused: YAML would read a number', () => {
  const guide = readFileSync(new URL('../../../docs/guide/subgraphs.md', import.meta.url), 'utf8');
  const text = /```yaml\n([\s\S]*?)```/.exec(guide)![1]!.replace(/\["(0x[0-9a-f]+)"\]/, '$1');
  expect(refusalOf(() => parseMarketFile(text, 'market.yaml')).message).toMatch(/subgraphs\[1\]\.choose\.pools.*in quotes/);
});
