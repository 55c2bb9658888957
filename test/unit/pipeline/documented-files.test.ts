import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { parseMarketFile, type MarketFile } from '../../../src/pipeline/config/market-file.js';
import { parsePolicyFile, type PolicyFile } from '../../../src/pipeline/config/policy-file.js';
import { CHECKOUT } from '../../support/run-plimsoll.js';

const BASE = { 'market file': 'data/aave-v2-steth_2023-06/market.yaml', policy: 'data/policies/moderate.yaml' } as const;

/** The blocks of a guide that stand for a part of a file, put into the bundled one. */
function readExamples(guide: string, kind: keyof typeof BASE): string[] {
  const blocks = [...readFileSync(join(CHECKOUT, guide), 'utf8').matchAll(/```yaml\n# in the (market file|policy)\n([\s\S]*?)```/g)];
  const bundled = parse(readFileSync(join(CHECKOUT, BASE[kind]), 'utf8')) as object;
  return blocks.filter(([, found]) => found === kind).map(([, , text]) => stringify({ ...bundled, ...(parse(text!) as object) }));
}

describe.each(['docs/models/search.md', 'docs/guide/risk-steward.md'])('examples in %s', (guide) => {
  test('are read as parts of a market file and of a policy, and go together', () => {
    const markets = readExamples(guide, 'market file').map((text): MarketFile => parseMarketFile(text, guide));
    const policies = readExamples(guide, 'policy').map((text): PolicyFile => parsePolicyFile(text, guide));
    expect([markets.length, policies.length]).toEqual([1, 1]);
    const limited = Object.keys(policies[0]!.changeLimits.furtherAssets!);
    expect(limited.length).toBeGreaterThan(0);
    expect(markets[0]!.furtherAssets).toEqual(expect.arrayContaining(limited));
    const { penaltyShape } = policies[0]!.changeLimits;
    if (penaltyShape) expect(markets[0]!.liquidation!.penalty!.kind).toBe('health');
  });
});
