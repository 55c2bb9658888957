import { describe, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import type { MarginTable } from '../../../../src/core/perp-run-result.js';
import { parseChangeRequest } from '../../../../src/pipeline/config/change-request-file.js';
import type { ProposalVenue } from '../../../../src/pipeline/propose/proposal-request.js';
import { buildRequestedModel } from '../../../../src/pipeline/propose/read-changes.js';
import { readRunProposal, type RunProposal } from '../../../../src/pipeline/propose/read-run.js';
import { renderText } from '../../../../src/pipeline/propose/render-drafts.js';
import { buildDydxProposal } from '../../../../src/proposal/dydx/gov-proposal.js';
import { buildMarginTableActions } from '../../../../src/proposal/hyperliquid/margin-table.js';
import { renderBallotText } from '../../../../src/proposal/text/ballot-text.js';
import { buildSamplePerpResult } from '../../../support/sample-perp-result.js';

const FLAT = (leverageMax: number): MarginTable => [{ floorUsd: 0, leverageMax }];
const TIERED: MarginTable = [{ floorUsd: 0, leverageMax: 50 }, { floorUsd: 15_000, leverageMax: 30 }];

/** What is in force on each venue, as a user would write it down. */
const IN_FORCE: Readonly<Record<string, readonly object[]>> = {
  'dydx-v4': [
    { market: 'Large-Cap', id: 0, parameter: 'initialMarginPpm', from: 2, unit: 'percent' },
    { market: 'Large-Cap', id: 0, parameter: 'maintenanceFractionPpm', from: 60, unit: 'percent' },
    { market: 'Large-Cap', id: 0, parameter: 'impactNotional', from: 10_000, unit: 'usd' },
    { market: 'Large-Cap', id: 0, parameter: 'openInterestLowerCap', from: 0, unit: 'usd' },
    { market: 'Large-Cap', id: 0, parameter: 'openInterestUpperCap', from: 0, unit: 'usd' },
  ],
  'gmx-v2': [
    { market: 'ETH/USD', parameter: 'minCollateralFactor', from: 1, unit: 'percent' },
    { market: 'ETH/USD', parameter: 'minCollateralFactorForLiquidation', from: 1, unit: 'percent' },
  ],
  'synthetix-v3': [
    { market: 'ETH', id: 100, parameter: 'minimumInitialMarginRatioD18', from: 5, unit: 'percent' },
    { market: 'ETH', id: 100, parameter: 'maintenanceMarginScalarD18', from: 40, unit: 'percent' },
    { market: 'ETH', id: 100, parameter: 'initialMarginRatioD18', from: 0, unit: 'ratio' },
  ],
  'perpetual-v2': [
    { parameter: 'imRatio', from: 10, unit: 'percent' },
    { parameter: 'mmRatio', from: 6.25, unit: 'percent' },
  ],
  drift: [
    { market: 'SOL-PERP', parameter: 'marginRatioInitial', from: 5, unit: 'percent' },
    { market: 'SOL-PERP', parameter: 'marginRatioMaintenance', from: 3, unit: 'percent' },
  ],
};

function propose(table: MarginTable, venue: ProposalVenue, changes?: readonly object[], more: object = {}): RunProposal {
  const text = changes && stringify({ venue, network: 'here', asOf: '2023-05-10', changes, ...more });
  const inForce = text === undefined ? null : { ...buildRequestedModel(parseChangeRequest(text, 'in-force.yaml'), venue), headline: '' };
  return readRunProposal(buildSamplePerpResult(table), { venue, inForce, book: null, isoDate: '2023-05-20', maxAgeDays: undefined });
}
const failing = ({ gates }: RunProposal): string[] => gates.filter(({ holds }) => !holds).map(({ name }) => name);

describe('a run on margin tiers, on its own venue', () => {
  const proposal = propose(TIERED, 'hyperliquid');

  test('proposes its table for its markets, and only whom it hits is left to weigh', () => {
    expect(proposal.model.headline).toBe('Change the margin tiers of BTC, ETH from 50× to 50× up to $15.0K, 30× above');
    expect(proposal.model.changes.map(({ parameter, subject, from, to }) => [parameter, subject.market, from, to])).toEqual(
      ['BTC', 'ETH'].flatMap((market) => [['lowerBound', market, [0n], [0n, 15_000n]], ['maxLeverage', market, [50n], [50n, 30n]]]),
    );
    expect(failing(proposal)).toEqual(['nobody-hit']);
  });

  test.each(['forum', 'sheet'] as const)('%s: risk table, limits, backtest, accounts, dissent and the way to check stand in it; equal markets share a row', async (format) => {
    const request = { author: 'alice', isoDate: '2023-05-20', book: null, engine: 'v3.6', venue: 'hyperliquid', space: null, snapshotBlock: null, payloadId: null } as const;
    const text = await renderText(format, { ...proposal, request });
    for (const part of ['maxLeverageMultiple', 'Limits of the policy', 'What history says', '| 0xabc |', 'What would make this wrong', 'Run it again', 'BTC, ETH', 'npx plimsoll run --dataset hyperliquid_2023']) expect(text).toContain(part);
    expect(text).not.toContain('No simulation');
  });

  test('the main exchange’s tables are its validators’; coins of a HIP-3 exchange share one table, in order', () => {
    expect(() => buildMarginTableActions(proposal.model)).toThrow(/'BTC' is no market of a HIP-3 exchange/);
    const changes = ['xyz:GOLD', 'xyz:EUR'].flatMap((market) => [{ market, parameter: 'lowerBound', from: [0], unit: 'usd' }, { market, parameter: 'maxLeverage', from: [20], unit: 'times' }]);
    const actions = buildMarginTableActions(propose(TIERED, 'hyperliquid', changes).model);
    const marginTiers = [{ lowerBound: 0, maxLeverage: 50 }, { lowerBound: 15_000, maxLeverage: 30 }];
    expect(actions.map(({ action, then }) => [action, then])).toEqual([
      [
        { type: 'perpDeploy', insertMarginTable: { dex: 'xyz', marginTable: { description: 'xyz 50x/30x', marginTiers } } },
        { type: 'perpDeploy', setMarginTableIds: [['xyz:EUR', 'TODO: number of the inserted table'], ['xyz:GOLD', 'TODO: number of the inserted table']] },
      ],
    ]);
  });

  test('a run that keeps, and one whose effect cannot be told from none, recommend no change', () => {
    expect(propose(FLAT(50), 'hyperliquid')).toMatchObject({ model: { decision: 'keep', changes: [], headline: 'Keep the margin tiers of BTC, ETH' } });
    const { metrics } = buildSamplePerpResult();
    const blurred = buildSamplePerpResult(FLAT(35), { metrics: { ...metrics, difference: { deleveragingProbability: metrics.difference['deleveragingProbability']! } } });
    const { model, evidence, gates } = readRunProposal(blurred, { venue: 'hyperliquid', inForce: null, book: null, isoDate: '2023-05-20', maxAgeDays: undefined });
    expect(gates.find(({ name }) => name === 'distinguishable')!.holds).toBe(false);
    expect(model).toMatchObject({ decision: 'keep', changes: [] });
    expect(renderBallotText(model, evidence)).toMatch(/No change recommended: on Hyperliquid, BTC, ETH keeps[\s\S]*no parameter is to be set/);
  });
});

describe('a run on margin tiers, proposed to another venue', () => {
  test.each<[ProposalVenue, number, Readonly<Record<string, bigint>>]>([
    ['dydx-v4', 35, { initialMarginPpm: 28_572n, maintenanceFractionPpm: 500_000n }],
    ['gmx-v2', 50, { minCollateralFactor: 2n * 10n ** 28n, minCollateralFactorForLiquidation: 10n ** 28n }],
    ['synthetix-v3', 35, { minimumInitialMarginRatioD18: 28_571_428_571_428_572n, maintenanceMarginScalarD18: 5n * 10n ** 17n }],
    ['perpetual-v2', 35, { imRatio: 28_572n, mmRatio: 14_286n }],
    ['drift', 15, { marginRatioInitial: 667n, marginRatioMaintenance: 334n }],
  ])('%s: %s times leverage becomes its margins, rounded up; the rest stays', (venue, leverage, expected) => {
    const result = buildSamplePerpResult(FLAT(leverage), { current: FLAT(40), recommended: { table: FLAT(leverage), decision: 'change', reason: '' } });
    const inForce = { ...buildRequestedModel(parseChangeRequest(stringify({ venue, network: 'here', asOf: '2023-05-10', changes: IN_FORCE[venue] }), 'in-force.yaml'), venue), headline: '' };
    const { model, gates } = readRunProposal(result, { venue, inForce, book: null, isoDate: '2023-05-20', maxAgeDays: undefined });
    const stated = [...model.changes, ...model.kept];
    for (const { parameter, from, to } of stated) expect([parameter, to]).toEqual([parameter, expected[parameter] ?? from]);
    expect(stated.length).toBe(IN_FORCE[venue]!.length);
    expect(model.dissent[0]).toMatch(/simulated the accounts of Hyperliquid on 2023-05-02.*is of another book/);
    expect(gates.filter(({ holds }) => !holds).map(({ name }) => name)).toEqual(['nobody-hit', 'own-book']);
  });

  test('a dYdX proposal comes of it, whose summary fits and whose tier keeps what the run does not know', () => {
    const { model, evidence } = propose(FLAT(35), 'dydx-v4', IN_FORCE['dydx-v4']);
    const { messages, summary } = buildDydxProposal(model, renderBallotText(model, evidence));
    expect(messages[0]!['liquidity_tier']).toMatchObject({ id: 0, initial_margin_ppm: 28_572, maintenance_fraction_ppm: 500_000, impact_notional: '10000000000', open_interest_upper_cap: '0' });
    expect(summary).toContain('No account of dYdX v4 was simulated');
    expect(summary.length).toBeLessThanOrEqual(10_200);
  });

  test('a run that keeps changes nothing there', () => {
    expect(propose(FLAT(50), 'drift', IN_FORCE['drift']).model).toMatchObject({ decision: 'keep', changes: [] });
  });

  test('values in force of an old day are not fresh, however young the run', () => {
    expect(failing(propose(FLAT(35), 'perpetual-v2', IN_FORCE['perpetual-v2'], { asOf: '2023-01-10' }))).toContain('fresh-data');
  });

  test.each<[string, () => unknown, RegExp]>([
    ['tiers where one margin holds at every size', () => propose(TIERED, 'dydx-v4', IN_FORCE['dydx-v4']), /dYdX v4 asks for one margin at every size: it cannot hold the 2 tiers/],
    ['a margin beyond the venue’s bounds', () => propose(FLAT(35), 'gmx-v2'), /GMX v2 cannot hold what the run recommends: minCollateralFactorForLiquidation must be from 0 to/],
    ['a venue without margins', () => propose(FLAT(35), 'aave-v3'), /Aave v3 cannot hold margin tiers/],
    ['no values in force', () => propose(FLAT(35), 'dydx-v4'), /what is in force on dYdX v4 must be said/],
    ['a value in force left out', () => propose(FLAT(35), 'dydx-v4', IN_FORCE['dydx-v4']!.slice(0, 1)), /maintenanceFractionPpm; the value in force of Large-Cap \(id 0\) is not stated/],
    ['none of the values', () => propose(FLAT(35), 'dydx-v4', IN_FORCE['dydx-v4']!.slice(2)), /the file states none of them/],
    ['a file that proposes something itself', () => propose(FLAT(35), 'perpetual-v2', [{ parameter: 'imRatio', from: 10, to: 9, unit: 'percent' }]), /proposes a change of imRatio itself/],
  ])('refuses %s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
