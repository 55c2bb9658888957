import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { PlimsollError } from '../../../../src/core/errors.js';
import { inspectAccount } from '../../../../src/pipeline/account.js';
import type { MarginUnitView } from '../../../../src/pipeline/account/inspect-perps.js';
import { PERP_VENUES } from '../../../../src/protocol/perps/venues/find-venue.js';
import { CHECKOUT } from '../../../support/run-plimsoll.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-account-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const places = (count: number, digits: number | string): string => `${digits}${'0'.repeat(count)}`;

/** Long 10 ETH from 1,000 with 1,000 of margin: equity at price p is 10 p − 9,000, so it is bankrupt at 900 and liquidatable below 900 / (1 − m). */
const POSITION = { market: 'ETH', side: 'long', sizeBase: 10, entryPriceUsd: 1_000 };

function fileOf(venue: string, parameters: object, change: object = {}): object {
  return { venue, crossCollateralUsd: '1000', market: { markets: { ETH: { parameters } } }, positions: [POSITION], prices: { ETH: 1_000 }, ...change };
}

/** Per venue: parameters that make m what it says, a price below the border, and what is closed first there. */
const VENUES: readonly { venue: string; parameters: object; m: number; priceUsd: number; closedBase: number; change?: object }[] = [
  // A portion for positions above 100,000 USD, small ones whole.
  { venue: 'hyperliquid', parameters: { lowerBound: [0], maxLeverage: [10] }, m: 0.05, priceUsd: 940, closedBase: 10 },
  { venue: 'generic-brackets', parameters: { notionalCap: [1_000_000], maintenancePpm: [50_000], maxLeverage: [10], liquidationFeePpm: 0 }, m: 0.05, priceUsd: 940, closedBase: 10 },
  {
    venue: 'dydx-v4',
    parameters: {
      initialMarginPpm: 100_000, maintenanceFractionPpm: 500_000, impactNotional: 5_000_000_000, openInterestLowerCap: 0, openInterestUpperCap: 0,
      maxLiquidationFeePpm: 15_000, minPositionNotionalLiquidated: 1_000_000_000, maxPositionPortionLiquidatedPpm: 100_000,
      maxNotionalLiquidated: 100_000_000_000, maxQuantumsInsuranceLost: 1_000_000_000_000, bankruptcyAdjustmentPpm: 1_000_000, spreadToMaintenanceMarginRatioPpm: 1_500_000,
    },
    // The tenth is below the least notional per block, 1,000.
    m: 0.05, priceUsd: 940, closedBase: 1_000 / 940,
  },
  // Equity 400 is above half of 470: half.
  { venue: 'perpetual-v2', parameters: { imRatio: 100_000, mmRatio: 50_000, liquidationPenaltyRatio: 25_000 }, m: 0.05, priceUsd: 940, closedBase: 5 },
  {
    venue: 'drift',
    parameters: { marginRatioInitial: 1_000, marginRatioMaintenance: 500, imfFactor: 0, liquidatorFee: 10_000, ifLiquidationFee: 0, initialPctToLiquidate: 1_000, liquidationDuration: 150 },
    // A tenth of the missing 70, at 940 · (5 % − 1 %) freed per ETH.
    m: 0.05, priceUsd: 940, closedBase: 7 / 37.6,
  },
  {
    venue: 'synthetix-v3',
    parameters: {
      skewScale: places(18, 1_000), initialMarginRatioD18: 0, minimumInitialMarginRatioD18: places(17, 1), maintenanceMarginScalarD18: places(17, 5), flagRewardRatioD18: 0,
      minimumPositionMargin: 0, makerFeeRatio: places(14, 2), takerFeeRatio: places(14, 3), maxLiquidationLimitAccumulationMultiplier: places(18, 1), maxSecondsInLiquidationWindow: 10,
    },
    // (0.0002 + 0.0003) · 1,000 · 10 s.
    m: 0.05, priceUsd: 940, closedBase: 5,
  },
  {
    venue: 'gmx-v2',
    parameters: {
      minCollateralFactor: places(28, 1), minCollateralFactorForLiquidation: places(28, 1), liquidationFeeFactor: 0, maxPositionImpactFactorForLiquidations: 0, minCollateralUsd: 0,
    },
    change: { crossCollateralUsd: '0', positions: [{ ...POSITION, isolatedCollateralUsd: 1_000 }] },
    m: 0.01, priceUsd: 905, closedBase: 10,
  },
];

async function ask(file: object, prices: readonly string[] = []): Promise<readonly MarginUnitView[]> {
  await writeFile(join(folder, 'account.json'), JSON.stringify(file));
  const { current } = await inspectAccount({ file: 'account.json', prices }, { packageFolder: CHECKOUT, workingFolder: folder });
  if (current.kind !== 'perps') throw new Error(`a perps account was expected, not ${current.kind}`);
  return current.units;
}

test('every perps venue has an account here', () => {
  expect(VENUES.map(({ venue }) => venue).sort()).toEqual(PERP_VENUES.map(({ name }) => name));
});

describe.each(VENUES)('$venue', ({ venue, parameters, m, priceUsd, closedBase, change }) => {
  test('states margins, liquidation and bankruptcy price, and is safe above the border', async () => {
    const [unit] = await ask(fileOf(venue, parameters, change));
    expect(unit!.health).toMatchObject({ equityUsd: '1000', isLiquidatable: false });
    expect(Number(unit!.health.maintenanceMarginUsd)).toBeCloseTo(10_000 * m, 9);
    expect(Number(unit!.health.healthRatio)).toBeCloseTo(1_000 / (10_000 * m), 9);
    const [position] = unit!.positions;
    expect(position).toMatchObject({ side: 'long', liquidatable: 'below', bankruptcyPriceUsd: '900' });
    expect(Number(position!.liquidationPriceUsd)).toBeCloseTo(900 / (1 - m), 9);
    expect(unit!.liquidation).toBeNull();
  });

  test('below it, the venue closes what its rule says first', async () => {
    const [unit] = await ask(fileOf(venue, parameters, change), [`ETH=${priceUsd}`]);
    expect(unit!.health.isLiquidatable).toBe(true);
    const { closes } = unit!.liquidation!;
    expect(closes).toHaveLength(1);
    expect(Number(closes[0]!.deltaBase)).toBeCloseTo(-closedBase, 9);
  });
});

test('winners stand in the queue of their venue: (1.2) · (12,000 / 3,000) on Hyperliquid, 20 % · 4 by brackets, shares on dYdX, nobody on Drift', async () => {
  const adlOf = async (name: string) => {
    const { venue, parameters } = VENUES.find((entry) => entry.venue === name)!;
    return (await ask(fileOf(venue, parameters), ['ETH=1200']))[0]!.positions[0]!.adl;
  };
  expect(Number((await adlOf('hyperliquid'))!.score)).toBeCloseTo(4.8, 9);
  expect(Number((await adlOf('generic-brackets'))!.score)).toBeCloseTo(0.8, 9);
  expect(await adlOf('dydx-v4')).toMatchObject({ rule: 'pro-rata', seizableUsd: '2000', leverage: '4', score: null, rank: null });
  expect(await adlOf('drift')).toBeNull();
});

test('among other accounts the place in the queue is known: after higher leverage, before lower, whatever the order of the file', async () => {
  const { parameters } = VENUES[0]!;
  const other = (account: string, crossCollateralUsd: number, change: object = {}) => ({ account, crossCollateralUsd, positions: [{ ...POSITION, ...change }] });
  const others = [
    other('bolder', 500),
    other('calmer', 5_000),
    other('loser', 5_000, { entryPriceUsd: 1_300 }),
    other('short, who wins when the longs lose', 9_000, { side: 'short' }),
  ];
  const rankAmong = async (file: object[]) => (await ask(fileOf('hyperliquid', parameters, { others: file }), ['ETH=1200']))[0]!.positions[0]!.adl!.rank;
  expect(await rankAmong(others)).toEqual({ place: 2, of: 3 });
  expect(await rankAmong(others.toReversed())).toEqual({ place: 2, of: 3 });
});

test('the tier is the one that holds the notional: 60,000 at 0.5 % less 50', async () => {
  const parameters = { notionalCap: [50_000, 250_000], maintenancePpm: [4_000, 5_000], maxLeverage: [125, 100], liquidationFeePpm: 0 };
  const [unit] = await ask(fileOf('generic-brackets', parameters), ['ETH=6000']);
  expect(unit!.positions[0]!.tier).toMatchObject({ number: 2, count: 2, floorUsd: '50000', maintenanceRate: '0.005' });
  expect(Number(unit!.positions[0]!.tier.deductionUsd)).toBeCloseTo(50, 9);
  expect(Number(unit!.positions[0]!.maintenanceMarginUsd)).toBeCloseTo(250, 9);
});

test('the guide lists every venue with its parameters, and its example runs', async () => {
  const guide = await readFile(join(CHECKOUT, 'docs/guide/account.md'), 'utf8');
  for (const { name, rules } of PERP_VENUES) {
    const row = guide.split('\n').find((line) => line.startsWith(`| \`${name}\``));
    const missing = rules.parameters.filter((parameter) => !row?.includes(`\`${parameter.name}\``)).map((parameter) => parameter.name);
    expect({ name, missing }).toEqual({ name, missing: [] });
  }
  const [unit] = await ask(parse(/```yaml\n(# perps.yaml\nvenue: hyperliquid[^`]+)```/.exec(guide)![1]!) as object);
  expect(unit!.health).toMatchObject({ healthRatio: '2', isLiquidatable: false });
});

describe('bad input names the field and the rule', () => {
  const { parameters } = VENUES[0]!;
  test.each<[string, object, RegExp]>([
    ['an unknown parameter', fileOf('hyperliquid', { ...parameters, leverage: 5 }), /^market\.markets\.ETH\.parameters\.leverage: hyperliquid has no such parameter/],
    ['leverage that rises', fileOf('hyperliquid', { lowerBound: [0, 5], maxLeverage: [10, 20] }), /^market\.markets\.ETH\.parameters\.maxLeverage: leverage must fall/],
    ['a parameter left out', fileOf('hyperliquid', { lowerBound: [0] }), /maxLeverage|one to three tiers/],
    ['a fraction among raw units', fileOf('hyperliquid', { ...parameters, lowerBound: [0.5] }), /market\.markets\.ETH\.parameters\.lowerBound/],
    ['an integer too long for a number', fileOf('hyperliquid', { ...parameters, lowerBound: [1e20] }), /quote it when it is long|lowerBound/],
    ['a market that is not there', fileOf('hyperliquid', parameters, { positions: [{ ...POSITION, market: 'BTC' }] }), /positions\[0\]\.market: no market is called BTC/],
    ['another account in an unknown market', fileOf('hyperliquid', parameters, { others: [{ account: 'b', positions: [{ ...POSITION, market: 'BTC' }] }] }), /others\[0\]\.positions\[0\]\.market: no market is called BTC/],
    ['a size of 0', fileOf('hyperliquid', parameters, { positions: [{ ...POSITION, sizeBase: 0 }] }), /positions\[0\]\.sizeBase: must be above 0/],
    ['two positions in a market', fileOf('hyperliquid', parameters, { positions: [POSITION, POSITION] }), /at most one position per market/],
    ['a market without a price', fileOf('hyperliquid', parameters, { prices: {} }), /prices\.ETH: a price above 0/],
    ['shared margin on GMX', fileOf('gmx-v2', VENUES.at(-1)!.parameters), /positions\[0\]\.isolatedCollateralUsd: is required/],
  ])('%s', async (_, file, expected) => {
    const error = await ask(file).then(() => null, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PlimsollError);
    expect((error as PlimsollError).message).toMatch(expected);
    expect([2, 3]).toContain((error as PlimsollError).exitCode);
  });
});
