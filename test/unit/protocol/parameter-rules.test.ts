import { describe, expect, test } from '@jest/globals';
import { AAVE_V2_RESERVE_RULES, AAVE_V3_EMODE_RULES, AAVE_V3_RESERVE_RULES } from '../../../src/protocol/lending/aave-v3/parameters.js';
import { AAVE_V4_RULES } from '../../../src/protocol/lending/aave-v4/parameters.js';
import { COMET_RULES } from '../../../src/protocol/lending/compound-v3/parameters.js';
import { WAD } from '../../../src/protocol/lending/fixed-point.js';
import { createGenericVenue } from '../../../src/protocol/lending/generic/venue.js';
import { GENERIC_ASSET_RULES, type GenericMarket } from '../../../src/protocol/lending/generic/market.js';
import { MAKER_RULES } from '../../../src/protocol/lending/maker/parameters.js';
import { MORPHO_RULES } from '../../../src/protocol/lending/morpho-blue/parameters.js';
import { PENALTY_RULES } from '../../../src/protocol/lending/penalty.js';
import {
  assertParametersValid,
  clipChange,
  findChangeViolation,
  findRuleViolations,
  ParameterRuleError,
  type ParameterRule,
  type ParameterSet,
  type VenueParameterRules,
} from '../../../src/protocol/parameter-rules.js';

const wad = (percent: number): bigint => (BigInt(Math.round(percent * 100)) * WAD) / 10_000n;

describe('rules of every lending venue', () => {
  const all = [AAVE_V2_RESERVE_RULES, AAVE_V3_RESERVE_RULES, AAVE_V3_EMODE_RULES, AAVE_V4_RULES, COMET_RULES, MORPHO_RULES, MAKER_RULES, GENERIC_ASSET_RULES, ...Object.values(PENALTY_RULES)];

  test.each(all.map((rules) => [rules.venue, rules] as const))('%s: names are unique, bounds are ordered, cross rules name declared parameters', (_, rules) => {
    const names = rules.parameters.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { minimum, maximum } of rules.parameters) expect(maximum === undefined || minimum <= maximum).toBe(true);
    for (const { fields } of rules.crossRules) expect(names).toEqual(expect.arrayContaining([...fields]));
  });
});

describe('what is refused, and which field and rule the error names', () => {
  const aave = { ltvBps: 7_500n, liquidationThresholdBps: 8_000n, liquidationBonusBps: 500n };

  test.each<[string, VenueParameterRules, ParameterSet, string, RegExp]>([
    ['LTV above LT', AAVE_V3_RESERVE_RULES, { ...aave, ltvBps: 8_001n }, 'ltvBps', /LTV must not be above/],
    ['LT × bonus one above the border', AAVE_V3_RESERVE_RULES, { ...aave, liquidationThresholdBps: 9_525n }, 'liquidationBonusBps', /100004999/],
    ['a bonus of 0', AAVE_V3_RESERVE_RULES, { ...aave, liquidationBonusBps: 0n }, 'liquidationBonusBps', /must be from 1/],
    ['a name that Aave does not have', AAVE_V3_RESERVE_RULES, { lltv: 1n }, 'lltv', /no such parameter/],
    ['an e-mode LTV of 0', AAVE_V3_EMODE_RULES, { ...aave, ltvBps: 0n }, 'ltvBps', /must be from 1/],
    ['a borrow factor equal after truncation', COMET_RULES, { borrowCollateralFactorWad: wad(80), liquidateCollateralFactorWad: wad(80) + 10n ** 13n }, 'borrowCollateralFactorWad', /4 decimals/],
    ['a liquidation factor of 0', COMET_RULES, { liquidationFactorWad: 0n }, 'liquidationFactorWad', /must be from 1/],
    ['an LLTV of 100 %', MORPHO_RULES, { lltvWad: WAD }, 'lltvWad', /must be from 1/],
    ['a penalty beyond the collateral', MAKER_RULES, { penaltyFactorWad: wad(150), liquidationRatioRay: wad(145) * 10n ** 9n }, 'penaltyFactorWad', /fit into the collateral/],
    ['a v4 bonus beyond the collateral', AAVE_V4_RULES, { collateralFactorBps: 9_600n, maxLiquidationBonusBps: 500n }, 'maxLiquidationBonusBps', /below 100 %/],
    ['a falling size penalty', PENALTY_RULES.size, { bonusMinWad: wad(5), bonusMaxWad: wad(3) }, 'bonusMinWad', /must not be above the largest/],
  ])('%s', (_, rules, values, field, rule) => {
    expect(findRuleViolations(rules, values)).toEqual([{ field, rule: expect.stringMatching(rule) }]);
    expect(() => assertParametersValid(rules, values)).toThrow(ParameterRuleError);
  });

  test('9524 × 10500 is accepted although it is above 100 %: the contract rounds', () => {
    expect(findRuleViolations(AAVE_V3_RESERVE_RULES, { ...aave, liquidationThresholdBps: 9_524n })).toEqual([]);
  });

  test('a column of a tier table names the entry', () => {
    const rules: VenueParameterRules = { venue: 'tiers', parameters: [{ name: 'rate', unit: 'ppm', minimum: 1n, maximum: 9n, meaning: '' }], crossRules: [], source: '' };
    expect(findRuleViolations(rules, { rate: [1n, 10n] })).toEqual([{ field: 'rate[1]', rule: 'must be from 1 to 9 ppm, found 10' }]);
  });

  test('a generic market with a threshold and a bonus that exceed 100 % is refused by asset', () => {
    const market: GenericMarket = {
      name: 'test',
      assets: { ETH: { decimals: 18, ltvWad: wad(80), liquidationThresholdWad: wad(96) } },
      penalty: { kind: 'constant', bonusWad: wad(5) },
      closeRule: { kind: 'full' },
      protocolFeeShareWad: 0n,
      writesOffBadDebt: true,
    };
    expect(() => createGenericVenue(market)).toThrow(/assets\.ETH\.bonusWad: threshold × \(100 % \+ bonus\) must not exceed 100 %/);
    expect(() => createGenericVenue({ ...market, assets: { ETH: { ...market.assets['ETH']!, liquidationThresholdWad: wad(95) } } })).not.toThrow();
  });
});

describe('change limits of the risk stewards', () => {
  const find = (name: string): ParameterRule => AAVE_V3_RESERVE_RULES.parameters.find((rule) => rule.name === name)!;
  const threshold = find('liquidationThresholdBps');
  const cap = find('supplyCapTokens');
  const DAY_SECONDS = 86_400;

  // Source: aave-v3-risk-stewards, DeployStewards.s.sol: LT 50 bps absolute, caps 100 % relative, 3 days each.
  test('LT moves by 50 bps, not by 50 bps of itself', () => {
    expect(findChangeViolation(threshold, 8_000n, 8_050n)).toBeNull();
    expect(findChangeViolation(threshold, 8_000n, 8_051n)?.rule).toMatch(/absolute-bps, 50 bps\) allows 50/);
    expect(clipChange(threshold, 8_000n, 7_000n)).toBe(7_950n);
  });

  test('a cap at most doubles, and never leaves 0', () => {
    expect([clipChange(cap, 1_000n, 3_000n), clipChange(cap, 0n, 10n)]).toEqual([2_000n, 0n]);
    expect(findChangeViolation(cap, 1_000n, 2_001n)?.field).toBe('supplyCapTokens');
  });

  test('exactly three days after the last update are enough, one second less is not', () => {
    expect(findChangeViolation(threshold, 8_000n, 8_010n, 3 * DAY_SECONDS)).toBeNull();
    expect(findChangeViolation(threshold, 8_000n, 8_010n, 3 * DAY_SECONDS - 1)?.rule).toMatch(/259200 s must pass/);
  });

  test('a limit in bps counts on the scale of the parameter: 250 bps of 1e18 are 0.025e18', () => {
    const rate: ParameterRule = { name: 'rate', unit: '1e-18', fullRaw: WAD, minimum: 0n, meaning: '', changeLimit: { kind: 'absolute-bps', max: 250n, minimumDelaySeconds: 0 } };
    expect(clipChange(rate, 0n, WAD)).toBe(25n * 10n ** 15n);
  });
});
