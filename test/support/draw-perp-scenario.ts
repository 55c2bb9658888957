import fc from 'fast-check';
import { createAccount, type PositionInput } from '../../src/protocol/perps/account/position.js';
import type { AdlPolicy } from '../../src/protocol/perps/backstop/adl-policy.js';
import type { LiquidationMode } from '../../src/protocol/perps/liquidation/liquidation-mode.js';
import type { PerpMarket } from '../../src/simulation/perps/book.js';
import { buildPerpBook } from '../../src/simulation/perps/build-book.js';
import type { FundingRule, PerpScenario, PerpVenueScenario } from '../../src/simulation/perps/scenario.js';
import { drawMagnitude, drawSchedule } from './draw-perps.js';

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Three factors; the fourth market moves with two of them, as a staked token does. */
const FACTORS = ['ETH/USD', 'BTC/USD', 'stETH/ETH'];
const MARKETS: readonly Omit<PerpMarket, 'schedule'>[] = [
  { market: 'BTC', factors: [1], startPriceUsd: 26_000 },
  { market: 'ETH', factors: [0], startPriceUsd: 1701 },
  { market: 'STETH', factors: [2, 0], startPriceUsd: 1700 },
];

export const drawLiquidationMode: fc.Arbitrary<LiquidationMode> = fc.oneof(
  fc.constant<LiquidationMode>({ kind: 'full' }),
  fc.constant<LiquidationMode>({ kind: 'tier-by-tier' }),
  fc.record({ kind: fc.constant('portion-first' as const), portionRatio: finite(0.05, 0.9), aboveNotionalUsd: drawMagnitude(2, 6), cooldownSeconds: fc.constantFrom(0, 30, 7200) }),
  fc.record({ kind: fc.constant('rate-limited' as const), window: fc.record({ windowSeconds: fc.constantFrom(30, 7200), capacityBase: finite(0, 100) }) }),
  fc.record({ kind: fc.constant('block-limited' as const), portionRatio: finite(0.05, 1), notionalMinUsd: drawMagnitude(1, 5), accountNotionalMaxUsd: drawMagnitude(2, 7) }),
  fc.record({ kind: fc.constant('half-first' as const), wholeUpToUsd: drawMagnitude(0, 4) }),
  fc.record({ kind: fc.constant('shortage-ramp' as const), firstShare: finite(0.05, 1), durationSeconds: fc.constantFrom(60, 7200), wholeBelowUsd: finite(0, 100), feeRate: finite(0, 0.01) }),
);

export const drawAdlPolicy: fc.Arbitrary<AdlPolicy> = fc.oneof(
  fc.constantFrom<AdlPolicy>({ kind: 'queue', rule: 'hyperliquid' }, { kind: 'queue', rule: 'binance' }, { kind: 'pro-rata' }),
  fc.record({ kind: fc.constant('capped' as const), weightBy: fc.constantFrom('profit' as const, 'equity' as const, 'equal' as const), capPpm: fc.bigInt({ min: 1n, max: 1_000_000n }) }),
);

/** One to three positions near the start price; collateral in proportion, so that some units start under water and some far from it. */
const drawAccount = fc.record({
  collateralShare: fc.oneof(finite(-0.02, 0.2), finite(0, 1.5)),
  isIsolated: fc.boolean(),
  positions: fc.subarray([0, 1, 2], { minLength: 1 }).chain((held) =>
    fc.tuple(
      ...held.map((index): fc.Arbitrary<PositionInput> =>
        fc.record({ side: fc.constantFrom<'long' | 'short'>('long', 'short'), notionalUsd: drawMagnitude(2, 7), entryRatio: finite(0.8, 1.25) }).map(({ side, notionalUsd, entryRatio }) => {
          const { market, startPriceUsd } = MARKETS[index]!;
          return { market, side, sizeBase: notionalUsd / startPriceUsd, entryPriceUsd: startPriceUsd * entryRatio };
        }),
      ),
    ),
  ),
});

/** Rates up to ten times what venues have seen, so that funding alone brings units down now and then. */
const drawFunding: fc.Arbitrary<FundingRule> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), ratesPerDay: fc.tuple(...MARKETS.map(() => fc.oneof(fc.constant(0), finite(-0.3, 0.3)))) }),
  fc.record({ kind: fc.constant('premium' as const), intervalSeconds: fc.constantFrom(3600, 28_800), interestRate: finite(-0.001, 0.001), dampingRate: finite(0, 0.001), rateMax: finite(0, 0.05) }),
);

/** A venue with a random book, margins, funding, mode, backstop and oracle; only the most that any book may hold is fixed. */
export const drawPerpVenue: fc.Arbitrary<PerpVenueScenario> = fc
  .record({
    accounts: fc.array(drawAccount, { minLength: 1, maxLength: 40 }),
    schedules: fc.tuple(drawSchedule, drawSchedule, drawSchedule),
    oracle: fc.record({
      delaySteps: fc.integer({ min: 0, max: 2 }),
      averageSteps: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
      deviationRatio: fc.option(fc.constantFrom(0, 0.005), { nil: undefined }),
    }),
    funding: fc.option(drawFunding, { nil: undefined, freq: 2 }),
    liquidation: fc.record({ mode: drawLiquidationMode, feeRate: fc.constantFrom(0, 0.005, 0.02), takeOverBelowRatio: fc.constantFrom(undefined, 2 / 3) }),
    liquidators: fc.record({ capacityUsdPerStep: drawMagnitude(3, 9), callsPerUnitPerStep: fc.integer({ min: 1, max: 4 }), secondsBetweenCalls: fc.constantFrom(0, 10, 600) }),
    backstop: fc.record({
      fundUsd: fc.constantFrom(0, 1e3, 1e6),
      inflowUsdPerStep: fc.constantFrom(undefined, 100),
      feeShareRatio: fc.constantFrom(undefined, 0.5),
      adl: fc.option(fc.record({ policy: drawAdlPolicy, shareRatio: finite(0, 1) }), { nil: undefined }),
    }),
  })
  .map(({ accounts, schedules, ...rules }) => {
    const markets = MARKETS.map((market, index) => ({ ...market, schedule: schedules[index]! }));
    const owners = accounts.map(({ positions, collateralShare, isIsolated }, index) => {
      const marginUsd = (inputs: readonly PositionInput[]): number => inputs.reduce((sum, { sizeBase, entryPriceUsd }) => sum + sizeBase * entryPriceUsd, 0) * collateralShare;
      const written = positions.map((position) => (isIsolated ? { ...position, isolatedCollateralUsd: marginUsd([position]) } : position));
      return createAccount(`account-${index}`, isIsolated ? 0 : marginUsd(positions), written);
    });
    return { book: buildPerpBook(owners, markets), ...rules };
  });

/** A scenario over a short horizon, with another venue alongside now and then. */
export const drawPerpScenario: fc.Arbitrary<PerpScenario> = fc
  .record({
    venue: drawPerpVenue,
    neighbour: fc.option(drawPerpVenue, { nil: undefined, freq: 3 }),
    coefficient: fc.oneof(fc.constant(0), finite(1e-8, 1e-3)),
    exponent: finite(0.3, 1.2),
    recoveryHalfLifeSeconds: fc.integer({ min: 60, max: 200_000 }),
    permanentShareRatio: finite(0, 1),
    steps: fc.integer({ min: 1, max: 24 }),
  })
  .map(({ venue, neighbour, coefficient, exponent, recoveryHalfLifeSeconds, permanentShareRatio, steps }) => ({
    ...venue,
    factors: FACTORS,
    depth: [
      { coefficient: coefficient / 1000, exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient: coefficient / 500, exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient, exponent, quoteFactor: 0, quoteStartPriceUsd: 1701, sizeMax: 1e5 },
    ],
    resilience: { recoveryHalfLifeSeconds, permanentShareRatio },
    steps,
    stepSeconds: 3600,
    ...(neighbour ? { alongside: [{ kind: 'perps' as const, venue: neighbour }] } : {}),
  }));
