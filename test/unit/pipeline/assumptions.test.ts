import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { parseMarketFile } from '../../../src/pipeline/config/market-file.js';
import { describeOwners, listMechanics } from '../../../src/pipeline/stages/mechanics-assumptions.js';

const ROOT = join(import.meta.dirname, '../../..');
const bundled = readFileSync(join(ROOT, 'data/aave-v2-steth_2023-06/market.yaml'), 'utf8');

/** The bundled market with every rule that a page of the documentation shows. */
function withRulesOf(page: string, blockStart: string) {
  const text = readFileSync(join(ROOT, `docs/models/${page}`), 'utf8');
  const block = text.split('```yaml\n').find((part) => part.startsWith(blockStart))!.split('```')[0]!;
  const market = parse(bundled) as Record<string, object>;
  for (const [section, rules] of Object.entries(parse(block) as Record<string, object>)) market[section] = Array.isArray(rules) ? rules : { ...market[section], ...rules };
  return parseMarketFile(stringify(market), 'market.yaml');
}

describe('the assumptions of a run', () => {
  test('list nothing that a market file leaves out', () => {
    expect(listMechanics(parseMarketFile(bundled, 'market.yaml'))).toEqual([]);
    expect(describeOwners(parseMarketFile(bundled, 'market.yaml'))).toMatchObject({ value: 'passive' });
  });

  test('list every rule of simulation and oracle that the documentation shows', () => {
    const market = withRulesOf('simulation.md', 'market:');
    const value = (name: string): unknown => listMechanics(market).find((assumption) => assumption.name === name)?.value;
    expect(value('depth against volatility')).toBe(1);
    expect(value('liquidator latency')).toBe(1);
    expect(value('insurance fund')).toBe(1_000_000);
    expect(value('venues alongside')).toBe('another-dataset');
    expect(describeOwners(market).value).toBe('repay below health 1.1, to 1.3');
    const oracle = listMechanics(withRulesOf('oracle.md', 'oracle:'));
    expect(oracle.map(({ name, value: said }) => [name, said])).toEqual([
      ['oracle average', 4],
      ['oracle deviation threshold', 0.005],
      ['oracle heartbeat', 24],
      ['oracle feeds of their own', 'stETH/ETH'],
      ['oracle price caps', 'stETH/ETH'],
    ]);
  });

  test('are not silent on any rule: leaving one out of the file changes the list', () => {
    const market = withRulesOf('simulation.md', 'market:');
    const sections = ['liquidators', 'backstop', 'market', 'liquidation'] as const;
    // These are listed for every run, or are the venue's own rules, which the report states with the parameters.
    const elsewhere = new Set(['gasUsd', 'minimumProfitUsd', 'capacityUsdPerStep', 'callsPerAccountPerStep', 'recoveryHalfLifeHours', 'permanentShareRatio', 'depthScale', 'depthMinimumImpactRatio', 'fitFrom', 'bootstrapBlockHours', 'fullBelowHealth', 'fullBelowUsd', 'writesOffBadDebt']);
    const silent = sections.flatMap((section) =>
      Object.keys(market[section] ?? {})
        .filter((rule) => !elsewhere.has(rule))
        .filter((rule) => listMechanics({ ...market, [section]: { ...market[section], [rule]: undefined } }).length === listMechanics(market).length),
    );
    expect(silent).toEqual([]);
  });
});
