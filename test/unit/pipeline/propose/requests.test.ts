import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stringify } from 'yaml';
import { proposePipeline, type ProposeOptions, type ProposeReply } from '../../../../src/pipeline/propose.js';
import { readRawUnit, toRaw } from '../../../../src/pipeline/propose/parameter-unit.js';
import { PROPOSAL_VENUES, VENUE_FORMATS, type ProposalVenue } from '../../../../src/pipeline/propose/proposal-request.js';
import { formatRaw } from '../../../../src/proposal/raw-unit.js';
import { findVenueRules } from '../../../../src/pipeline/propose/venue-parameters.js';
import { fuzzParameters } from '../../../support/fuzz.js';
import { buildBook, VENUE_CHANGES, writeRequest } from '../../../support/change-requests.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-requests-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Proposes from a request as text, all forms of the venue unless told otherwise. */
async function propose(venue: ProposalVenue, request: string, options: Partial<ProposeOptions> = {}): Promise<ProposeReply> {
  await writeFile(join(folder, 'changes.yaml'), request);
  await writeFile(join(folder, 'book.yaml'), stringify(buildBook(venue)));
  const more = { addresses: 'book.yaml', formats: VENUE_FORMATS[venue], space: 'dao.eth', snapshotBlock: 19_000_000, payloadId: 7, author: 'alice', out: `out-${venue}` };
  return proposePipeline({ changes: 'changes.yaml', ...more, ...options }, { workingFolder: folder, today: '2026-11-20' });
}

describe('a file of changes', () => {
  test.each(PROPOSAL_VENUES)('%s: every form of the venue is written, and every gate holds but the one that asks for a run', async (venue) => {
    const reply = await propose(venue, writeRequest(venue));
    expect(reply.gates.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(['evidence']);
    expect(reply.files.length).toBeGreaterThanOrEqual(VENUE_FORMATS[venue].length);
    const drafts = await Promise.all(reply.files.filter((file) => /(arfc|forum|sccp|sheet)\.md$/.test(file)).map((file) => readFile(file, 'utf8')));
    for (const draft of drafts) expect(draft).toContain('What would make this wrong');
    // Each call's bytes were read back, each number with its meaning.
    for (const { decoded } of reply.calls) for (const { type, value, meaning, name } of decoded) if (type === 'uint256' && !/marketId|chain|value|\.value$/.test(name)) expect([name, value, meaning]).toEqual([name, value, expect.any(String)]);
  });

  test('the same request gives the same bytes, whatever the order of its keys', async () => {
    const first = await propose('gmx-v2', writeRequest('gmx-v2'), { preview: true });
    const changes = VENUE_CHANGES['gmx-v2'].map((change) => Object.fromEntries(Object.entries(change).reverse()));
    expect((await propose('gmx-v2', writeRequest('gmx-v2', { changes }), { preview: true })).preview).toEqual(first.preview);
  });

  test('a preview holds the drafts and writes nothing', async () => {
    const { preview, files } = await propose('drift', writeRequest('drift'), { preview: true, out: 'nowhere' });
    expect(files).toEqual([]);
    expect(Object.keys(preview)).toEqual(['sheet.md', 'forum.md']);
    await expect(readFile(join(folder, 'nowhere/sheet.md'))).rejects.toThrow(/ENOENT/);
  });

  test('an earlier draft is held against the new one: what changed, what is as before, what is new and what is gone', async () => {
    await propose('compound-v3', writeRequest('compound-v3'), { out: 'earlier', formats: ['calls', 'governor'] });
    await writeFile(join(folder, 'earlier/notes.md'), 'mine');
    const changes = VENUE_CHANGES['compound-v3'].map((change) => (change.parameter === 'borrowCollateralFactorWad' ? { ...change, to: 79 } : change));
    const { comparison } = await propose('compound-v3', writeRequest('compound-v3', { changes }), { against: 'earlier', out: 'later', formats: ['calls', 'safe'] });
    expect(comparison.map(({ file, state }) => [file, state])).toEqual([['calls.json', 'changed'], ['calls.txt', 'changed'], ['safe-batch.json', 'new'], ['governor.json', 'gone'], ['notes.md', 'gone']]);
    expect(comparison[1]!.patch).toMatch(/^-.*82\.50 % to 80\.00 %\n\+.*82\.50 % to 79\.00 %$/m);
    const same = await propose('compound-v3', writeRequest('compound-v3'), { against: 'earlier', out: 'later', formats: ['calls'] });
    expect(same.comparison[0]).toEqual({ file: 'calls.json', state: 'same', patch: '' });
  });
});

describe('units', () => {
  test('a number goes into the venue’s integers exactly, and reads as it was written', () => {
    fc.assert(
      fc.property(fc.constantFrom('gmx-v2', 'compound-v3', 'dydx-v4', 'drift') as fc.Arbitrary<ProposalVenue>, fc.nat(9_999), (venue, hundredths) => {
        for (const rule of findVenueRules(venue, { asset: null, id: null }).parameters) {
          if (rule.fullRaw === undefined) continue;
          const unit = readRawUnit(rule, null);
          const percent = `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
          const raw = toRaw(percent, 'percent', unit, rule.name);
          expect(raw * 10_000n).toBe(BigInt(hundredths) * rule.fullRaw);
          expect(toRaw(String(hundredths), 'bps', unit, rule.name)).toBe(raw);
          expect(formatRaw(raw, unit)).toBe(`${percent} %`);
        }
      }),
      fuzzParameters(100),
    );
  });

  test.each(PROPOSAL_VENUES)('%s: every parameter has a unit that can be written', (venue) => {
    for (const rule of [...findVenueRules(venue, { asset: 'X', id: null }).parameters, ...findVenueRules(venue, { asset: null, id: 1 }).parameters]) {
      const unit = readRawUnit(rule, 18);
      expect({ name: rule.name, unit }).toEqual({ name: rule.name, unit: expect.objectContaining({ one: expect.any(BigInt) }) });
      expect(toRaw('7', 'raw', unit, rule.name)).toBe(7n);
    }
  });
});

describe('bad requests end with one clear error', () => {
  const [ltv] = VENUE_CHANGES['aave-v3'];
  test.each<[string, ProposalVenue, object, Partial<ProposeOptions>, RegExp]>([
    ['no such venue', 'aave-v3', { venue: 'aave-v9' }, {}, /venue aave-v9 cannot hold these parameters/],
    ['a parameter of another venue', 'aave-v3', { changes: [{ ...ltv, parameter: 'lltvWad' }] }, {}, /aave-v3 has no parameter lltvWad/],
    ['a unit that does not fit', 'aave-v3', { changes: [{ ...ltv, unit: 'usd' }] }, {}, /ltvBps is not measured in usd/],
    ['a value finer than the venue', 'aave-v3', { changes: [{ ...ltv, to: 72.405 }] }, {}, /72\.405 percent of ltvBps is finer than the venue can hold/],
    ['a unit slip', 'aave-v3', { changes: [{ ...ltv, from: 7.2 }] }, {}, /gate units does not hold: ltvBps goes from 720 to 7240 raw, tenfold or more/],
    ['800 % for 80 %', 'compound-v3', { changes: [{ ...VENUE_CHANGES['compound-v3'][0], to: 800 }] }, {}, /gate venue-rules does not hold: WETH in cUSDCv3, borrowCollateralFactorWad: must be from/],
    ['a threshold below the LTV in force', 'aave-v3', { changes: [{ ...ltv, to: 84 }, { ...ltv, parameter: 'liquidationThresholdBps', from: 83, to: undefined }] }, { formats: ['calls'] }, /LTV must not be above/],
    ['beyond GMX’s range', 'gmx-v2', { changes: [{ market: 'ETH/USD', parameter: 'minCollateralFactor', from: 1, to: 5.01, unit: 'percent' }] }, {}, /minCollateralFactor: must be from 0 to/],
    ['an asset without an address', 'aave-v3', { changes: [{ ...ltv, asset: 'FOO' }] }, {}, /gate addresses does not hold: the address book has no assets\.FOO/],
    ['a market without an address', 'gmx-v2', { changes: [{ market: 'BTC/USD', parameter: 'minCollateralFactor', from: 1, to: 1.2, unit: 'percent' }] }, {}, /no markets\.BTC\/USD/],
    ['a book of another network', 'aave-v3', { network: 'polygon' }, {}, /address book is of ethereum, the proposal of polygon/],
    ['values of no known day', 'aave-v3', { asOf: undefined }, {}, /gate fresh-data does not hold: it is not said/],
    ['old values', 'aave-v3', { asOf: '2026-01-01' }, {}, /gate fresh-data does not hold: the snapshot is 323 days older/],
    ['the same value twice', 'aave-v3', { changes: [ltv, ltv] }, {}, /ltvBps comes twice/],
    ['nothing that changes', 'aave-v3', { changes: [{ ...ltv, to: 72 }] }, {}, /gate change does not hold: every value stays/],
    ['a form of another venue', 'dydx-v4', {}, { formats: ['safe'] }, /dydx-v4 has no form safe/],
    ['a request and another venue', 'dydx-v4', {}, { venue: 'gmx-v2' }, /the request is for dydx-v4, not for gmx-v2/],
    ['a request and a run', 'dydx-v4', {}, { run: 'somewhere' }, /from a run or from a request, not from both/],
    ['neither', 'dydx-v4', {}, { changes: undefined }, /there is nothing to propose/],
    ['no earlier drafts', 'dydx-v4', {}, { against: 'nowhere' }, /there is no folder of earlier drafts/],
    ['a negative value', 'aave-v3', { changes: [{ ...ltv, to: -1 }] }, {}, /ltvBps cannot be negative: -1/],
    ['a value that is no number', 'aave-v3', { changes: [{ ...ltv, to: 'much' }] }, {}, /changes\[0\]\.to: must be a plain number/],
    ['an integer that YAML rounds', 'gmx-v2', { changes: [{ market: 'ETH/USD', parameter: 'maxOpenInterestLong', from: 1, to: 1e30, unit: 'raw' }] }, {}, /changes\[0\]\.to: quote it/],
    ['a link that runs code', 'aave-v3', { links: ['javascript:alert(1)'] }, {}, /links\[0\]/],
    ['a title that moves the cursor', 'aave-v3', { title: 'a\u001b[2Jb' }, {}, /title: holds control characters/],
    ['a title that turns the reading direction', 'aave-v3', { title: 'a\u202eb' }, {}, /title: holds control characters/],
    ['decimals not given', 'compound-v3', { changes: [{ market: 'cUSDCv3', parameter: 'targetReserves', from: 1, to: 2, unit: 'tokens' }] }, {}, /targetReserves counts raw tokens, so it needs their decimals/],
    ['a market admin beyond its rights', 'compound-v3', { changes: [{ market: 'cUSDCv3', parameter: 'storeFrontPriceFactorWad', from: 50, to: 60, unit: 'percent' }] }, { formats: ['market-admin'] }, /a market admin may not set storeFrontPriceFactorWad/],
    ['a configurator call with a value missing', 'aave-v3', { changes: [ltv] }, { formats: ['calls'] }, /configureReserveAsCollateral sets 3 values at once; liquidationThresholdBps, liquidationBonusBps of WETH are not stated/],
  ])('%s', async (_, venue, more, options, message) => {
    const thrown = await propose(venue, writeRequest(venue, more as Record<string, unknown>), options).then(() => null, ({ exitCode, message: text }: { exitCode: number; message: string }) => ({ exitCode, message: text }));
    expect(thrown).toEqual({ exitCode: 2, message: expect.stringMatching(message) });
  });
});
