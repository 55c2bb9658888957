import fc from 'fast-check';
import type { LendingBook } from '../../src/simulation/book.js';
import type { BorrowerBehaviour } from '../../src/simulation/lending/borrowers.js';
import type { LiquidationRule } from '../../src/simulation/lending/liquidation-rule.js';
import type { LendingScenario, LendingVenueScenario, LiquidatorRules, MarketScenario, OracleRule } from '../../src/simulation/scenario.js';

/** Three factors and five assets that share them the way the bundled book does: staked ETH, ETH, BTC and two stables. */
const FACTORS = ['ETH/USD', 'BTC/USD', 'stETH/ETH'];
const ASSETS = [
  { asset: 'stETH', factors: [2, 0], startPriceUsd: 1700, liquidationBonusRatio: 0.07 },
  { asset: 'WETH', factors: [0], startPriceUsd: 1701, liquidationBonusRatio: 0.05 },
  { asset: 'WBTC', factors: [1], startPriceUsd: 26_000, liquidationBonusRatio: 0.06 },
  { asset: 'USDC', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.04 },
  { asset: 'DAI', factors: [], startPriceUsd: 0.999, liquidationBonusRatio: 0.04 },
];

interface DrawnAccount {
  readonly collateral: readonly { asset: number; valueUsd: number; thresholdRatio: number }[];
  readonly debtAssets: readonly number[];
  readonly healthFactor: number;
}

const drawAccount: fc.Arbitrary<DrawnAccount> = fc.record({
  collateral: fc.array(
    fc.record({
      asset: fc.integer({ min: 0, max: 4 }),
      // From dust to whales, each size as likely.
      valueUsd: fc.double({ min: 1, max: 7.7, noNaN: true }).map((exponent) => 10 ** exponent),
      thresholdRatio: fc.double({ min: 0.3, max: 0.93, noNaN: true }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  debtAssets: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 2 }),
  healthFactor: fc.double({ min: 0.6, max: 2.5, noNaN: true }),
});

/** Lays drawn accounts out as a book; each account's debt is sized so that it starts at the drawn health factor. */
export function buildBook(drawn: readonly DrawnAccount[]): LendingBook {
  const collateral: { asset: number; amount: number; threshold: number }[] = [];
  const debt: { asset: number; amount: number }[] = [];
  const collateralStart = [0];
  const debtStart = [0];
  for (const account of drawn) {
    let weightedUsd = 0;
    for (const { asset, valueUsd, thresholdRatio } of account.collateral) {
      collateral.push({ asset, amount: valueUsd / ASSETS[asset]!.startPriceUsd, threshold: thresholdRatio });
      weightedUsd += valueUsd * thresholdRatio;
    }
    for (const asset of account.debtAssets) {
      const debtUsd = weightedUsd / account.healthFactor / account.debtAssets.length;
      debt.push({ asset, amount: debtUsd / ASSETS[asset]!.startPriceUsd });
    }
    collateralStart.push(collateral.length);
    debtStart.push(debt.length);
  }
  return {
    accounts: drawn.map((_, index) => `account-${index}`),
    assets: ASSETS,
    collateralStart: Int32Array.from(collateralStart),
    collateralAsset: Int32Array.from(collateral, (row) => row.asset),
    collateralAmount: Float64Array.from(collateral, (row) => row.amount),
    collateralThresholdRatio: Float64Array.from(collateral, (row) => row.threshold),
    collateralLtvRatio: Float64Array.from(collateral, (row) => row.threshold * 0.9),
    debtStart: Int32Array.from(debtStart),
    debtAsset: Int32Array.from(debt, (row) => row.asset),
    debtAmount: Float64Array.from(debt, (row) => row.amount),
  };
}

const drawRatio = fc.double({ min: 0, max: 1, noNaN: true });
const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });

const feed = {
  delaySteps: fc.integer({ min: 0, max: 3 }),
  averageSteps: optional(fc.integer({ min: 1, max: 4 })),
  deviationRatio: optional(fc.constantFrom(0, 0.005, 0.05)),
  heartbeatSteps: optional(fc.integer({ min: 1, max: 6 })),
};

const drawOracle: fc.Arbitrary<OracleRule> = fc.record({
  ...feed,
  feeds: optional(fc.uniqueArray(fc.record({ ...feed, delaySteps: optional(feed.delaySteps), factor: fc.integer({ min: 0, max: 2 }) }), { maxLength: 2, selector: ({ factor }) => factor })),
  caps: optional(fc.array(fc.record({ factor: fc.integer({ min: 0, max: 2 }), startRatio: fc.double({ min: 0.9, max: 1.1, noNaN: true }), growthRatioPerYear: drawRatio }), { maxLength: 2 })),
  frozen: optional(fc.record({ fromStep: fc.integer({ min: 0, max: 8 }), toStep: fc.integer({ min: 0, max: 12 }) })),
  manipulations: optional(
    fc.array(fc.record({ factor: fc.integer({ min: 0, max: 2 }), fromStep: fc.integer({ min: 0, max: 8 }), toStep: fc.integer({ min: 0, max: 12 }), priceRatio: fc.double({ min: 0.5, max: 1.5, noNaN: true }) }), { maxLength: 2 }),
  ),
});

const drawLiquidation: fc.Arbitrary<LiquidationRule> = fc.record({
  close: fc.oneof(
    fc.record({ kind: fc.constant('share' as const), shareRatio: fc.double({ min: 0.05, max: 1, noNaN: true }), ofAccount: optional(fc.boolean()), fullBelowHealth: optional(fc.constant(0.95)), fullBelowUsd: optional(fc.constant(2000)) }),
    fc.record({ kind: fc.constant('target-health' as const), targetHealth: fc.double({ min: 1, max: 1.3, noNaN: true }) }),
  ),
  penalty: fc.oneof(
    fc.constant({ kind: 'flat' as const }),
    fc.record({ kind: fc.constant('health' as const), minimumShareRatio: drawRatio, healthForMax: fc.double({ min: 0.5, max: 0.99, noNaN: true }) }),
    fc.record({ kind: fc.constant('size' as const), minimumShareRatio: drawRatio, sizeForMaxUsd: fc.double({ min: 1e3, max: 1e8, noNaN: true }) }),
  ),
  protocolFeeShareRatio: fc.constantFrom(0, 0.1, 0.5),
  writesOffBadDebt: fc.boolean(),
  auction: fc.oneof(
    fc.constant(undefined),
    fc.record({
      startRatio: fc.double({ min: 1, max: 1.5, noNaN: true }),
      cutRatio: fc.double({ min: 0.9, max: 0.999, noNaN: true }),
      cutSeconds: fc.integer({ min: 30, max: 600 }),
      tailSeconds: fc.integer({ min: 1800, max: 20_000 }),
      cuspRatio: fc.double({ min: 0.1, max: 0.8, noNaN: true }),
      penaltyRatio: fc.constantFrom(0, 0.13),
    }),
  ),
});

const drawLiquidators: fc.Arbitrary<LiquidatorRules> = fc.record({
  gasUsd: fc.oneof(fc.constant(0), fc.double({ min: 1, max: 5, noNaN: true }).map((exponent) => 10 ** exponent)),
  gasVolatilityExponent: optional(fc.constantFrom(0, 1, 2)),
  flashFeeRatio: optional(fc.constant(0.0005)),
  minimumProfitUsd: fc.constantFrom(0, 100),
  capacityUsdPerStep: fc.double({ min: 1e3, max: 1e9, noNaN: true }),
  callsPerAccountPerStep: fc.integer({ min: 1, max: 6 }),
  latencySteps: optional(fc.integer({ min: 0, max: 3 })),
  settlementDelaySteps: optional(fc.integer({ min: 0, max: 3 })),
  exposurePremium: optional(fc.constantFrom(0, 1)),
  population: optional(fc.record({ count: fc.integer({ min: 1, max: 5 }), onlineRatio: drawRatio })),
  order: fc.constantFrom('weakest', 'profit', undefined),
});

const drawBorrowers: fc.Arbitrary<BorrowerBehaviour> = fc.oneof(
  fc.constant({ kind: 'passive' as const }),
  fc.record({ kind: fc.constantFrom('repay' as const, 'top-up' as const), belowHealth: fc.double({ min: 1.01, max: 1.5, noNaN: true }), targetHealth: fc.double({ min: 1.1, max: 1.8, noNaN: true }), probabilityPerStep: drawRatio }),
);

/** A venue with a random book and rules. */
const drawVenue: fc.Arbitrary<LendingVenueScenario> = fc
  .record({
    accounts: fc.array(drawAccount, { minLength: 1, maxLength: 30 }),
    oracle: drawOracle,
    liquidation: drawLiquidation,
    liquidators: drawLiquidators,
    borrowers: optional(drawBorrowers),
    backstop: optional(fc.record({ fundUsd: fc.constantFrom(0, 1e5), inflowUsdPerStep: optional(fc.constant(10)), feeShareRatio: optional(drawRatio) })),
  })
  .map(({ accounts, ...rules }) => ({ book: buildBook(accounts), ...rules }));

/** A scenario with random venues, depth and rules, over a short horizon. */
export const drawScenario: fc.Arbitrary<LendingScenario> = fc
  .record({
    venue: drawVenue,
    alongside: optional(fc.array(drawVenue, { maxLength: 2 })),
    coefficient: fc.oneof({ weight: 8, arbitrary: fc.double({ min: 1e-8, max: 1e-3, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(0, Infinity) }),
    exponent: fc.double({ min: 0.3, max: 1.2, noNaN: true }),
    recoveryHalfLifeSeconds: fc.integer({ min: 60, max: 200_000 }),
    permanentShareRatio: drawRatio,
    volatility: optional(
      fc.record({ impactExponent: fc.constantFrom(0, 0.5, 1), halfLifeSeconds: fc.integer({ min: 3600, max: 86_400 }), ordinaryPerSqrtStep: fc.tuple(fc.constantFrom(0, 0.008), fc.constantFrom(0, 0.006), fc.constantFrom(0, 0.001)) }),
    ),
    steps: fc.integer({ min: 1, max: 24 }),
    seed: fc.nat(),
  })
  .map(({ venue, coefficient, exponent, recoveryHalfLifeSeconds, permanentShareRatio, ...market }) => ({
    ...venue,
    ...market,
    factors: FACTORS,
    depth: [
      { coefficient: coefficient / 1000, exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient: coefficient / 500, exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient, exponent, quoteFactor: 0, quoteStartPriceUsd: 1701, sizeMax: 1e5 },
    ],
    resilience: { recoveryHalfLifeSeconds, permanentShareRatio },
    stepSeconds: 3600,
  }));

/** Random log-price moves for a scenario, hostile ones included: −50 % in one step happens, now and then a price goes to zero or up a hundredfold. */
export function drawPath(scenario: Pick<MarketScenario, 'factors' | 'steps'>): fc.Arbitrary<Float64Array> {
  const width = scenario.factors.length;
  const move = fc.oneof({ weight: 200, arbitrary: fc.double({ min: -0.9, max: 0.7, noNaN: true }) }, { weight: 1, arbitrary: fc.constantFrom(-Infinity, Math.cbrt(Math.log(100))) });
  return fc.array(move, { minLength: scenario.steps * width, maxLength: scenario.steps * width }).map((moves) => {
    const path = new Float64Array((scenario.steps + 1) * width);
    for (let index = 0; index < moves.length; index++) path[index + width] = path[index]! + moves[index]! ** 3;
    return path;
  });
}
