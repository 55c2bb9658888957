import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PlimsollError } from '../../../../src/core/errors.js';
import { inspectAccount, type AccountView } from '../../../../src/pipeline/account.js';
import type { LendingView } from '../../../../src/pipeline/account/inspect-lending.js';
import { createDatasetStore } from '../../../../src/storage/dataset-store.js';
import { CHECKOUT } from '../../../support/run-plimsoll.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-account-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const RESERVE = { decimals: 18, ltvBps: 7_500, liquidationThresholdBps: 8_000, liquidationBonusBps: 500 };
const AAVE = {
  venue: 'aave-v3.3',
  account: 'whale',
  market: { reserves: { ETH: RESERVE, USD: RESERVE } },
  positions: [
    { asset: 'ETH', side: 'collateral', amount: '12.25' },
    { asset: 'USD', side: 'debt', amount: 10_000 },
  ],
  prices: { ETH: 1_000, USD: 1 },
};

/** One account per venue, each with a health factor that a reader works out in the head. */
const VENUES: readonly (readonly [string, object, string])[] = [
  ['aave-v2', { ...AAVE, venue: 'aave-v2' }, '0.98'],
  ['aave-v3.0', { ...AAVE, venue: 'aave-v3.0' }, '0.98'],
  ['aave-v3.3', AAVE, '0.98'],
  [
    'aave-v4',
    {
      ...AAVE,
      venue: 'aave-v4',
      market: {
        reserves: Object.fromEntries(['ETH', 'USD'].map((asset) => [asset, { decimals: 18, collateralFactorBps: 8_000, maxLiquidationBonusBps: 500, liquidationFeeBps: 1_000 }])),
        targetHealthFactor: 1.1,
        healthFactorForMaxBonus: 0.9,
        liquidationBonusFactorBps: 5_000,
      },
    },
    '0.98',
  ],
  [
    'compound-v3',
    {
      ...AAVE,
      venue: 'compound-v3',
      market: {
        baseAsset: 'USD',
        baseDecimals: 6,
        assets: { ETH: { decimals: 18, borrowCollateralFactor: 0.75, liquidateCollateralFactor: 0.8, liquidationFactor: 0.95 } },
        storeFrontPriceFactor: 0.5,
      },
    },
    '0.98',
  ],
  ['morpho-blue', { ...AAVE, venue: 'morpho-blue', market: { collateralAsset: 'ETH', loanAsset: 'USD', collateralDecimals: 18, loanDecimals: 6, lltv: 0.8 } }, '0.98'],
  [
    'maker',
    {
      ...AAVE,
      venue: 'maker',
      market: {
        collateralAsset: 'ETH',
        liquidationRatio: 1.25,
        penalty: 0.13,
        auction: { startFactor: 1.2, fall: { kind: 'stairstep', cut: 0.99, stepSeconds: 90 }, resetSeconds: 7_200, resetShare: 0.4 },
      },
      positions: [
        { asset: 'ETH', side: 'collateral', amount: '12.25' },
        { asset: 'DAI', side: 'debt', amount: 10_000 },
      ],
      prices: { ETH: 1_000 },
    },
    '0.98',
  ],
  [
    'generic',
    {
      ...AAVE,
      venue: 'generic',
      market: {
        assets: { ETH: { decimals: 18, ltv: 0.75, liquidationThreshold: 0.8 }, USD: { decimals: 6, ltv: 0, liquidationThreshold: 0 } },
        penalty: { kind: 'health', bonusMax: 0.1, minimumShare: 0.5, healthForMax: 0.9 },
        closeRule: { kind: 'target-health', targetHealth: 1.05 },
      },
    },
    '0.98',
  ],
];

interface Question {
  readonly prices?: readonly string[];
  readonly parameters?: string;
}

async function ask(file: object, question: Question = {}): Promise<{ current: LendingView; proposed: LendingView | null }> {
  await writeFile(join(folder, 'account.json'), JSON.stringify(file));
  const { current, proposed } = await inspectAccount({ file: 'account.json', ...question }, { packageFolder: CHECKOUT, workingFolder: folder });
  return { current: requireLending(current), proposed: proposed && requireLending(proposed) };
}

function requireLending(view: AccountView): LendingView {
  if (view.kind !== 'lending') throw new Error(`a lending account was expected, not ${view.kind}`);
  return view;
}

describe('one account', () => {
  test.each(VENUES)('%s: an account 2 % under water is liquidatable, by exact numbers as text', async (_, file, healthFactor) => {
    const { current } = await ask(file);
    expect([current.health.healthFactor, current.health.isLiquidatable]).toEqual([healthFactor, true]);
    expect(current.liquidations).toHaveLength(1);
    // 10,000 / (12.25 · 0.8) = 1,020.408163…: the price at which health is 1.
    expect(Number(current.liquidationPrices.find(({ asset }) => asset === 'ETH')!.price)).toBeCloseTo(1_020.408163, 5);
  });

  test('the largest Aave v3.3 liquidation at HF 0.98 repays half: 5,000 USD for 5.25 ETH', async () => {
    const { current } = await ask(AAVE);
    expect([current.liquidations[0]!.repaid[0]!.amount, current.liquidations[0]!.seized[0]!.amount]).toEqual(['5000', '5.25']);
  });

  test('another price and other parameters ask what if: safe at 1,100, liquidatable there under a threshold of 7,400 bps', async () => {
    await writeFile(join(folder, 'proposal.yaml'), 'reserves: {ETH: {liquidationThresholdBps: 7400, ltvBps: 7000}}');
    const { current, proposed } = await ask(AAVE, { prices: ['ETH=1100'], parameters: 'proposal.yaml' });
    expect([current.health.healthFactor, current.health.isLiquidatable]).toEqual(['1.078', false]);
    expect([proposed!.health.healthFactor, proposed!.health.isLiquidatable]).toEqual(['0.99715', true]);
  });

  test('e-mode replaces the threshold of the assets it covers: 0.98 at 80 % becomes 1.1025 at 90 %', async () => {
    const eModes = { 1: { ltvBps: 8_500, liquidationThresholdBps: 9_000, liquidationBonusBps: 100, collateralAssets: ['ETH'] } };
    const { current } = await ask({ ...AAVE, eModeCategory: 1, market: { ...AAVE.market, eModes } });
    expect(current.health.healthFactor).toBe('1.1025');
  });

  test('an account of the bundled dataset has the health factor that the dataset states', async () => {
    const account = 'acct_00a44b5155246388';
    const dataset = 'aave-v2-steth_2023-06';
    const { current } = await inspectAccount({ dataset, account }, { packageFolder: CHECKOUT, workingFolder: folder });
    const stated = await createDatasetStore({ folders: [join(CHECKOUT, 'data')] }).loadLendingDataset(dataset);
    const { healthFactor } = stated.accounts.find((row) => row.account === account)!;
    expect(Number(requireLending(current).health.healthFactor) / healthFactor).toBeCloseTo(1, 6);
    expect(requireLending(current).valueUnit).toBe('ETH');
  });
});

describe('bad input names the field and the rule', () => {
  const withReserve = (change: object): object => ({ ...AAVE, market: { reserves: { ETH: { ...RESERVE, ...change }, USD: RESERVE } } });

  test.each<[string, object, Question, RegExp]>([
    ['an unknown venue', { ...AAVE, venue: 'aave-v9' }, {}, /venue: unknown venue "aave-v9"/],
    ['LT × bonus above 100 %', withReserve({ liquidationThresholdBps: 9_600 }), {}, /market\.reserves\.ETH\.liquidationBonusBps: threshold × \(100 % \+ bonus\) must not exceed 100 %/],
    ['LTV above LT', withReserve({ ltvBps: 8_001 }), {}, /market\.reserves\.ETH\.ltvBps: LTV must not be above the liquidation threshold/],
    ['a negative debt', { ...AAVE, positions: [AAVE.positions[0], { asset: 'USD', side: 'debt', amount: -1 }] }, {}, /positions\[1\]\.amount: a debt must be ≥ 0, found -1/],
    ['an unknown asset', { ...AAVE, positions: [{ asset: 'DOGE', side: 'debt', amount: 1 }] }, {}, /positions\[0\]\.asset: the market has no DOGE/],
    ['a side that is neither', { ...AAVE, positions: [{ asset: 'USD', side: 'short', amount: 1 }] }, {}, /positions\[0\]\.side/],
    ['a fraction of a basis point', withReserve({ ltvBps: 7_500.5 }), {}, /market\.reserves\.ETH\.ltvBps: "7500\.5" has more than 0 decimals/],
    ['an asset twice', { ...AAVE, positions: [AAVE.positions[1], AAVE.positions[1]] }, {}, /debt USD appears twice/],
    ['a missing price', { ...AAVE, prices: { ETH: 1 } }, {}, /no price for USD/],
    ['margin of a perps account', { ...AAVE, crossCollateralUsd: 5 }, {}, /crossCollateralUsd: aave-v3\.3 is no perps venue/],
    ['an e-mode that the market lacks', { ...AAVE, eModeCategory: 3 }, {}, /eModeCategory: the market has no e-mode category 3/],
    ['an e-mode where there is none', { ...AAVE, venue: 'aave-v2', eModeCategory: 1 }, {}, /eModeCategory: aave-v2 has no e-mode/],
    ['other accounts of a lending venue', { ...AAVE, others: [] }, {}, /others: aave-v3\.3 is no perps venue/],
    ['a price of nothing', AAVE, { prices: ['ETH'] }, /not of the form ASSET=PRICE/],
    ['a price of 0', AAVE, { prices: ['ETH=0'] }, /price of ETH must be above 0/],
  ])('%s', async (_, file, question, expected) => {
    const error = await ask(file, question).then(() => null, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlimsollError);
    expect((error as PlimsollError).message).toMatch(expected);
    expect([2, 3]).toContain((error as PlimsollError).exitCode);
  });

  test('a parameter that is not in force', async () => {
    await writeFile(join(folder, 'proposal.yaml'), 'reserves: {BTC: {ltvBps: 1}}');
    await expect(ask(AAVE, { parameters: 'proposal.yaml' })).rejects.toThrow(/market\.reserves\.BTC is not among the parameters in force/);
  });
});
