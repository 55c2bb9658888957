import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { keccak256, type Address, type Hex } from 'viem';
import { findVenueRules } from '../../src/pipeline/propose/venue-parameters.js';
import { buildGmxCall, listGmxSettings } from '../../src/proposal/gmx/config-call.js';
import { encodeKeyData, GMX_KEYS, hashBaseKey, hashStoredKey } from '../../src/proposal/gmx/config-keys.js';
import type { ProposalModel } from '../../src/proposal/model.js';
import { findRuleViolations } from '../../src/protocol/parameter-rules.js';

/** What GMX's own contracts did with our bytes, recorded: test/fixtures/gmx/README.md says from which sources and how. */
interface Recording {
  readonly contracts: Record<string, Address>;
  readonly markets: Record<string, Address>;
  readonly cases: readonly { readonly parameter: string; readonly value: string; readonly calldataKeccak256: string; readonly outcome: string; readonly stored: string; readonly storedKey: string }[];
  readonly together: { readonly calldata: Hex; readonly sentByAnotherAccount: string; readonly outcome: string; readonly stored: readonly { readonly parameter: string; readonly value: string }[] };
}
const { contracts, markets, cases, together } = JSON.parse(readFileSync(new URL('../fixtures/gmx/config-outcomes.json', import.meta.url), 'utf8')) as Recording;
const BOOK = { network: 'arbitrum', chainId: 42_161, source: 'recorded', date: '2026-01-01', contracts, assets: {}, markets };

function buildModel(pairs: readonly (readonly [string, bigint])[]): ProposalModel {
  const changes = pairs.map(([parameter, to]) => {
    const market = GMX_KEYS[parameter]!.scope.kind === 'global' ? null : 'ETH/USD';
    return { parameter, name: parameter, subject: { market, asset: null, id: null, decimals: null }, from: 0n, to, unit: { kind: 'amount' as const, one: 10n ** 30n, noun: '' } };
  });
  return { venue: 'gmx-v2', network: 'arbitrum', decision: 'change', headline: '', reason: '', changes, kept: [], dissent: [], links: [], asOf: null };
}

describe('GMX v2 Config', () => {
  // gmx-synthetics, Keys.sol: names with their base keys as published.
  test.each([
    ['MIN_COLLATERAL_FACTOR', '0x9fc265ee9783e670a7a731141f58b59bca5a260ba3eb3f893412fb613dc559f7'],
    ['MIN_COLLATERAL_FACTOR_FOR_LIQUIDATION', '0xc1c82b94002bf5bd86480807e32ee86f3d83d38b2853b1e48546acc11884eebd'],
    ['MIN_COLLATERAL_FACTOR_FOR_OPEN_INTEREST_MULTIPLIER', '0xdc48ea96f9c72892c8db4fdc046f04409cdef6b91e71b660bce5b8302ce8a9bb'],
    ['LIQUIDATION_FEE_FACTOR', '0x3a9047f0ded507ed1dabb64e1e0515c4b51c350aa275b69f5d66841dcf29b4ff'],
    ['POSITION_IMPACT_FACTOR', '0xdbe66c23ce3688bc34131316a8b4dd967631de35afb1dbb972bc1b7c71c4a18b'],
    ['POSITION_IMPACT_EXPONENT_FACTOR', '0xdd130ae153fcacdeb3063e386277de2d305638932d8de421f5c79f3919eea233'],
    ['MAX_POSITION_IMPACT_FACTOR', '0x13be955c1220ee542749f9621d477d34649523d4273ecf1b722d67b372cca75f'],
    ['MAX_POSITION_IMPACT_FACTOR_FOR_LIQUIDATIONS', '0x60c6f7a6820f7b274465f97450f5ba86cedd20f28f1cd3690510968ab87a0f8c'],
    ['MAX_OPEN_INTEREST', '0x00468cb3aa9036ff00a31f90887485d87e1ee0299e9c1e1a838fe5110c4fbafb'],
    ['RESERVE_FACTOR', '0xeb6dbcc031d84cf5bcdec21aafd7b4ea59618b0863960405767329a7ad41889a'],
    ['OPEN_INTEREST_RESERVE_FACTOR', '0xfb0e1c66a0f6d31a6b27a57ad9f57c3a0afb198688ed6d5930c60914530f220a'],
    ['MIN_COLLATERAL_USD', '0x6497f0f2c47edc68f06ede1c06d3475f939eb1a8341362460277bcd8ee7419f4'],
  ])('%s has the published base key', (name, baseKey) => {
    expect(hashBaseKey(name)).toBe(baseKey);
    expect(Object.values(GMX_KEYS).some((key) => key.name === name)).toBe(true);
  });

  test('the published vector: MIN_COLLATERAL_FACTOR of ETH/USD', () => {
    const data = encodeKeyData({ kind: 'market' }, '0x70d95587d40A2caf56bd97485aB3Eec10Bee6336');
    expect(hashStoredKey(hashBaseKey('MIN_COLLATERAL_FACTOR'), data)).toBe('0xcf1cefe1a11576531900922002113a6cf623823d2c813a4534c5d181976450ae');
  });

  test('each key alone: our bytes were executed, the value stood under our key, and our bounds are the contract’s', () => {
    for (const { parameter, value, calldataKeccak256, outcome, stored, storedKey } of cases) {
      const model = buildModel([[parameter, BigInt(value)]]);
      expect(keccak256(buildGmxCall(model, BOOK).calldata)).toBe(calldataKeccak256);
      expect(listGmxSettings(model, BOOK)[0]!.storedKey).toBe(storedKey);
      expect(stored).toBe(outcome === 'accepted' ? value : '0');
      const violations = findRuleViolations(findVenueRules('gmx-v2', { asset: null, id: null }), { [parameter]: BigInt(value) });
      if (outcome !== 'accepted') expect([outcome, violations.length]).toEqual(['ConfigValueExceedsAllowedRange', 1]);
      // The one bound that is Plimsoll's own: an impact above the whole size.
      else if (parameter !== 'maxPositionImpactFactorForLiquidations') expect(violations).toEqual([]);
    }
    expect(cases.filter(({ outcome }) => outcome !== 'accepted').map(({ parameter }) => parameter).length).toBe(10);
    process.stderr.write(`conformance: GMX v2: ${cases.length} setUint through multicall, as executed on the recorded contracts\n`);
  });

  test('all keys in one multicall: executed by a keeper, refused to others, every value read back', () => {
    const { calldata } = buildGmxCall(buildModel(together.stored.map(({ parameter, value }) => [parameter, BigInt(value)])), BOOK);
    expect(calldata).toBe(together.calldata);
    expect([together.outcome, together.sentByAnotherAccount]).toEqual(['accepted', 'Unauthorized']);
    expect(together.stored.map(({ parameter, value }) => [parameter, value])).toEqual(Object.keys(GMX_KEYS).map((parameter, index) => [parameter, String(BigInt(index + 1) * 10n ** 27n)]));
  });
});
