import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashTypedData, verifyTypedData } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { ReserveParameters } from '../../../src/core/reserve-parameters.js';
import { checkGates } from '../../../src/pipeline/propose/gates.js';
import { planStewardSteps } from '../../../src/pipeline/propose/steward-schedule.js';
import { buildConfiguratorCalls } from '../../../src/proposal/aave/configurator-calls.js';
import { buildEngineCalls } from '../../../src/proposal/aave/engine-calls.js';
import type { AddressBook } from '../../../src/proposal/address-book.js';
import type { GovernanceCall } from '../../../src/proposal/calls/governance-call.js';
import { decodeCall, KEEP_CURRENT } from '../../../src/proposal/calls/signer-view.js';
import { assetSubject, buildProposalModel, type ProposedChange } from '../../../src/proposal/model.js';
import { BPS_UNIT } from '../../../src/proposal/raw-unit.js';
import { buildSafeBatch, computeSafeChecksum, type SafeBatchFile } from '../../../src/proposal/safe/batch.js';
import { buildSnapshotProposal } from '../../../src/proposal/snapshot/typed-data.js';
import { findParameterViolations } from '../../../src/protocol/lending/reserve-validity.js';
import { fuzzParameters } from '../../support/fuzz.js';
import { buildSampleResult } from '../../support/sample-result.js';

// Selectors, units, limits and checksums: read in Aave's PoolConfigurator and RiskSteward, Snapshot's and Safe's sources.
const RESULT = buildSampleResult();
const BOOK: AddressBook = {
  network: 'ethereum',
  chainId: 1,
  source: 'test',
  date: '2026-01-01',
  contracts: { configurator: '0x64b761D848206f447Fe2dd461b0c635Ec39EbB27', riskSteward: '0xFCE597866Ffaf617EFdcA1C1Ad50eBCB16B5171E' },
  assets: { [RESULT.asset]: '0xae7ab96520DE3A18E5e111B5EaAb095312D7fE84' },
  markets: {},
};
const from: ReserveParameters = { ltvBps: 7_200, liquidationThresholdBps: 8_300, liquidationBonusBps: 700 };

const KEYS = ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const;
const MODEL = buildProposalModel(RESULT);
const moveReserve = (before: ReserveParameters, after: ReserveParameters): { changes: ProposedChange[]; kept: ProposedChange[] } => {
  const all = KEYS.map((parameter): ProposedChange => ({ parameter, name: parameter, subject: assetSubject(RESULT.asset), from: BigInt(before[parameter]), to: BigInt(after[parameter]), unit: BPS_UNIT }));
  return { changes: all.filter((change) => change.from !== change.to), kept: all.filter((change) => change.from === change.to) };
};

describe('calls', () => {
  test('the configurator takes the bonus with its 100 %: selector 0x7c4e560b, read back from the bytes', () => {
    const [call] = buildConfiguratorCalls(MODEL, BOOK) as [GovernanceCall];
    expect(call.calldata.slice(0, 10)).toBe('0x7c4e560b');
    expect(decodeCall(call).map(({ name, value }) => [name, value])).toEqual([
      ['asset', BOOK.assets[RESULT.asset]],
      ['ltv', String(RESULT.recommended.ltvBps)],
      ['liquidationThreshold', String(RESULT.recommended.liquidationThresholdBps)],
      ['liquidationBonus', String(10_000 + RESULT.recommended.liquidationBonusBps)],
    ]);
  });

  test.each([['v3.6', '0x09d83328'], ['v3.7', '0x02da32ae']] as const)('the risk steward of %s: selector %s, the bonus as the excess, what stays marked as kept', (version, selector) => {
    const { changes } = moveReserve(from, { ...from, ltvBps: 7_250, liquidationBonusBps: 650 });
    const [call] = buildEngineCalls(changes, version, BOOK.contracts['riskSteward']!, BOOK, 'Steward update') as [GovernanceCall];
    expect(call.calldata.slice(0, 10)).toBe(selector);
    const fields = decodeCall(call).map(({ name, value, meaning }) => [name, value, meaning]);
    expect(fields).toEqual([
      ['updates[0].asset', BOOK.assets[RESULT.asset], 'stETH'],
      ['updates[0].ltv', '7250', '72.50 %'],
      ['updates[0].liqThreshold', 'KEEP_CURRENT', 'stays as it is'],
      ['updates[0].liqBonus', '650', '6.50 %'],
      ...(version === 'v3.6' ? [['updates[0].debtCeiling', 'KEEP_CURRENT', 'stays as it is']] : []),
      ['updates[0].liqProtocolFee', 'KEEP_CURRENT', 'stays as it is'],
    ]);
  });

  test('KEEP_CURRENT is type(uint256).max − 42', () => {
    expect(KEEP_CURRENT).toBe(115792089237316195423570985008687907853269984665640564039457584007913129639893n);
  });

  test('an address that the book lacks is named', () => {
    expect(() => buildConfiguratorCalls(MODEL, { ...BOOK, assets: {} })).toThrow(new RegExp(`no assets.${RESULT.asset}`));
    expect(() => buildConfiguratorCalls(MODEL, { ...BOOK, contracts: {} })).toThrow(/no contracts\.configurator/);
  });
});

describe('the steward schedule', () => {
  const draw = fc.tuple(fc.integer({ min: 5_000, max: 8_000 }), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 100, max: 900 })).map(([ltvBps, gap, liquidationBonusBps]): ReserveParameters => ({ ltvBps, liquidationThresholdBps: ltvBps + gap, liquidationBonusBps }));

  test('⌈Δ/50⌉ updates three days apart, each within the limit and acceptable to the contract, ending at the target', () => {
    fc.assert(
      fc.property(draw, draw, (start, end) => {
        const steps = planStewardSteps(moveReserve(start, end));
        const distances = KEYS.map((name) => Math.ceil(Math.abs(end[name] - start[name]) / 50));
        expect(steps.length).toBeGreaterThanOrEqual(Math.max(...distances));
        let current = start;
        steps.forEach(({ afterSeconds, changes }, index) => {
          expect(afterSeconds).toBe(index * 259_200);
          for (const { parameter, from: before, to: after } of changes) {
            const key = parameter as keyof ReserveParameters;
            expect(Number(before)).toBe(current[key]);
            expect(Math.abs(Number(after) - Number(before))).toBeLessThanOrEqual(50);
            current = { ...current, [key]: Number(after) };
          }
          expect(findParameterViolations(current)).toEqual([]);
        });
        expect(current).toEqual(end);
      }),
      fuzzParameters(200),
    );
  });
});

describe('Safe', () => {
  const batch = JSON.parse(readFileSync(new URL('../../fixtures/safe/batch.json', import.meta.url), 'utf8')) as SafeBatchFile;

  test('the two published checksums, with and without an empty key', () => {
    expect(computeSafeChecksum(batch)).toBe('0x4ecbfd364aa6759983915644e73f8bd411e85a2dc306f252a387c2728c4db64c');
    const { checksum: _, ...meta } = batch.meta;
    expect(computeSafeChecksum({ ...batch, meta })).toBe('0x86c81826dbf7e8a37612153294cc85fdf5c81998dd0a44b86d945502a7eace7c');
  });

  test('our batch carries the checksum of itself, whatever its name says', () => {
    const options = { chainId: 1, description: 'd', createdAtMilliseconds: 0, safe: BOOK.contracts['configurator']! };
    const checksumOf = (name: string): unknown => (buildSafeBatch(buildConfiguratorCalls(MODEL, BOOK), { ...options, name }) as SafeBatchFile).meta['checksum'];
    const file = buildSafeBatch(buildConfiguratorCalls(MODEL, BOOK), { ...options, name: 'a' }) as SafeBatchFile;
    const { checksum, ...meta } = file.meta;
    expect(checksum).toBe(computeSafeChecksum({ ...file, meta }));
    expect(checksumOf('a')).toBe(checksumOf('*/ <b> "b"\n'));
  });
});

test('a wallet can sign the Snapshot data, and the signature is of this text', async () => {
  const account = privateKeyToAccount(`0x${'11'.repeat(32)}`);
  const options = { from: account.address, space: 'aave.eth', title: 'T', body: 'B\n"quotes"', discussion: '', timestampSeconds: 1_700_000_000, startSeconds: 1_700_086_400, endSeconds: 1_700_345_600, snapshotBlock: 1 };
  const data = buildSnapshotProposal(options) as never;
  const signature = await account.signTypedData(data);
  expect(await verifyTypedData({ ...(data as object), address: account.address, signature } as never)).toBe(true);
  expect(hashTypedData(buildSnapshotProposal({ ...options, body: 'b' }) as never)).not.toBe(hashTypedData(data));
  expect(() => buildSnapshotProposal({ ...options, title: 'x'.repeat(257) })).toThrow(/at most 256 characters/);
  expect(() => buildSnapshotProposal({ ...options, endSeconds: 1 })).toThrow(/start before its end/);
});

describe('gates', () => {
  const failing = (result: typeof RESULT, date: string): string[] => checkGates(result, date).filter(({ holds }) => !holds).map(({ name }) => name);
  const day = (offsetDays: number): string => new Date((RESULT.dataset.snapshotUnixSeconds + offsetDays * 86_400) * 1000).toISOString().slice(0, 10);

  test('data of 30 days are fresh, of 31 are not, nor those from after the proposal; a move of 150 bps is beyond one steward update', () => {
    expect(failing(RESULT, day(30))).not.toContain('fresh-data');
    expect(failing(RESULT, day(31))).toContain('fresh-data');
    expect(failing(RESULT, day(0))).not.toContain('fresh-data');
    expect(failing(RESULT, day(-1))).toContain('fresh-data');
    expect(failing(RESULT, day(0))).toContain('steward-limits');
  });

  test('values that the contract refuses and accounts that the change hits are said', () => {
    const refused = { ...RESULT, recommended: { ...RESULT.recommended, ltvBps: RESULT.recommended.liquidationThresholdBps + 1 } };
    expect(failing(refused, day(0))).toContain('venue-rules');
    const hit = { ...RESULT, newlyLiquidatable: { ...RESULT.newlyLiquidatable, accounts: 3, debtUsd: 5 } };
    expect(failing(hit, day(0))).toContain('nobody-hit');
  });
});
