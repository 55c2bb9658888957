import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { concatHex, keccak256, type Address } from 'viem';
import { buildCompoundCalls } from '../../src/proposal/compound/configurator-calls.js';
import type { ProposalModel, ProposedChange } from '../../src/proposal/model.js';
import { COMET_RULES } from '../../src/protocol/lending/compound-v3/parameters.js';
import { findRuleViolations } from '../../src/protocol/parameter-rules.js';

/**
 * No registry has Compound's contracts, so what they did was recorded: test/fixtures/compound/README.md says from which sources and how.
 * Here our bytes are held against those that were executed, and our rules against what the contracts refused.
 */
interface Outcome {
  readonly sentKeccak256: string;
  readonly accepted?: Readonly<Record<string, string>>;
  readonly refused?: string;
}
type Case = Outcome & Readonly<Record<(typeof NAMES)[number], string>>;
interface Recording {
  readonly contracts: Record<string, Address>;
  readonly assets: Record<string, Address>;
  readonly markets: Record<string, Address>;
  readonly cases: readonly Case[];
}

const NAMES = ['borrowCollateralFactorWad', 'liquidateCollateralFactorWad', 'liquidationFactorWad', 'supplyCapTokens', 'storeFrontPriceFactorWad'] as const;
const WAD = 10n ** 18n;
const { contracts, assets, markets, cases } = JSON.parse(readFileSync(new URL('../fixtures/compound/configurator-outcomes.json', import.meta.url), 'utf8')) as Recording;
const BOOK = { network: 'ethereum', chainId: 1, source: 'recorded', date: '2026-01-01', contracts, assets, markets };

function buildModel(values: Case): ProposalModel {
  const changes = NAMES.map((parameter): ProposedChange => {
    const isOfAsset = parameter !== 'storeFrontPriceFactorWad';
    const subject = { market: 'cUSDCv3', asset: isOfAsset ? 'WETH' : null, id: null, decimals: isOfAsset ? 18 : null };
    const unit = parameter === 'supplyCapTokens' ? ({ kind: 'amount', one: 1n, noun: 'tokens' } as const) : ({ kind: 'ratio', one: WAD, noun: '' } as const);
    return { parameter, name: parameter, subject, from: 0n, to: BigInt(values[parameter]), unit };
  });
  return { venue: 'compound-v3', network: 'ethereum', decision: 'change', headline: '', reason: '', changes, kept: [], dissent: [], links: [], asOf: null };
}

const violationsOf = (recorded: Case): string[] => findRuleViolations(COMET_RULES, Object.fromEntries(NAMES.map((name) => [name, BigInt(recorded[name])]))).map(({ field }) => field);

test('the bytes of every case are those that the Configurator and its proxy admin executed', () => {
  for (const recorded of cases) {
    const calls = buildCompoundCalls(buildModel(recorded), BOOK);
    expect(keccak256(concatHex(calls.flatMap(({ target, calldata }) => [target, calldata])))).toBe(recorded.sentKeccak256);
  }
  process.stderr.write(`conformance: Compound v3: ${cases.length} proposals of five setters and deployAndUpgradeTo, as executed on the recorded contracts\n`);
});

test('what was accepted is what a new Comet reads back: factors cut to 4 decimals, the cap in whole tokens', () => {
  // Our rules keep out what the contract would cut to fewer bits without a word.
  const accepted = cases.filter((recorded) => recorded.accepted && violationsOf(recorded).length === 0);
  expect(accepted.length).toBeGreaterThan(20);
  const cut = (text: string): string => ((BigInt(text) / 10n ** 14n) * 10n ** 14n).toString();
  for (const { accepted: read, ...sent } of accepted) {
    expect(read).toEqual({
      borrowCollateralFactor: cut(sent.borrowCollateralFactorWad),
      liquidateCollateralFactor: cut(sent.liquidateCollateralFactorWad),
      liquidationFactor: cut(sent.liquidationFactorWad),
      supplyCap: (BigInt(sent.supplyCapTokens) * WAD).toString(),
      storeFrontPriceFactor: sent.storeFrontPriceFactorWad,
    });
  }
});

test('whatever the constructor refuses our rules refuse, and they accept only what it accepts and keeps', () => {
  const refused = cases.filter((recorded) => recorded.refused !== undefined);
  expect(new Set(refused.map((recorded) => recorded.refused))).toEqual(new Set(['BorrowCFTooLarge', 'LiquidateCFTooLarge', 'BadDiscount']));
  for (const recorded of refused) expect(violationsOf(recorded)).not.toEqual([]);
  // What the contract lets pass and we do not: the liquidation factor's range, absorptions that cost the reserves, a cap that wraps to 0.
  const own = new Set(cases.filter((recorded) => recorded.accepted).flatMap(violationsOf));
  expect(own).toEqual(new Set(['liquidationFactorWad', 'supplyCapTokens']));
  const wrapped = cases.find(({ supplyCapTokens }) => BigInt(supplyCapTokens) === 2n ** 64n)!;
  expect([wrapped.accepted!['supplyCap'], violationsOf(wrapped)]).toEqual(['0', ['supplyCapTokens']]);
});
