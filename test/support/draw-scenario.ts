import fc from 'fast-check';
import type { LendingBook } from '../../src/simulation/book.js';
import type { LendingScenario, MarketScenario } from '../../src/simulation/scenario.js';

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
      valueUsd: fc.double({ min: 10, max: 5e7, noNaN: true }),
      thresholdRatio: fc.double({ min: 0.3, max: 0.93, noNaN: true }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  debtAssets: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 0, maxLength: 2 }),
  healthFactor: fc.double({ min: 0.8, max: 2.5, noNaN: true }),
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

/** A scenario with a random book, depth, liquidators and oracle, over a short horizon. */
export const drawScenario: fc.Arbitrary<LendingScenario> = fc
  .record({
    accounts: fc.array(drawAccount, { minLength: 1, maxLength: 40 }),
    coefficient: fc.double({ min: 1e-8, max: 1e-3, noNaN: true }),
    exponent: fc.double({ min: 0.3, max: 1.2, noNaN: true }),
    recoveryHalfLifeSeconds: fc.integer({ min: 60, max: 200_000 }),
    permanentShareRatio: fc.double({ min: 0, max: 1, noNaN: true }),
    gasUsd: fc.double({ min: 0, max: 500, noNaN: true }),
    capacityUsdPerStep: fc.double({ min: 1e3, max: 1e9, noNaN: true }),
    callsPerAccountPerStep: fc.integer({ min: 1, max: 6 }),
    oracle: fc.record({
      delaySteps: fc.integer({ min: 0, max: 3 }),
      averageSteps: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
      deviationRatio: fc.option(fc.constantFrom(0, 0.005, 0.05), { nil: undefined }),
      heartbeatSteps: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
    }),
    steps: fc.integer({ min: 1, max: 24 }),
  })
  .map((drawn) => ({
    book: buildBook(drawn.accounts),
    factors: FACTORS,
    depth: [
      { coefficient: drawn.coefficient / 1000, exponent: drawn.exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient: drawn.coefficient / 500, exponent: drawn.exponent, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e8 },
      { coefficient: drawn.coefficient, exponent: drawn.exponent, quoteFactor: 0, quoteStartPriceUsd: 1701, sizeMax: 1e5 },
    ],
    resilience: { recoveryHalfLifeSeconds: drawn.recoveryHalfLifeSeconds, permanentShareRatio: drawn.permanentShareRatio },
    liquidators: {
      gasUsd: drawn.gasUsd,
      minimumProfitUsd: 0,
      capacityUsdPerStep: drawn.capacityUsdPerStep,
      callsPerAccountPerStep: drawn.callsPerAccountPerStep,
    },
    oracle: drawn.oracle,
    liquidation: { close: { kind: 'share', shareRatio: 0.5 }, penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
    steps: drawn.steps,
    stepSeconds: 3600,
  }));

/** Random log-price moves for a scenario, hostile ones included: ±60 % in one step happens. */
export function drawPath(scenario: Pick<MarketScenario, 'factors' | 'steps'>): fc.Arbitrary<Float64Array> {
  const width = scenario.factors.length;
  return fc.array(fc.double({ min: -0.9, max: 0.5, noNaN: true }), { minLength: scenario.steps * width, maxLength: scenario.steps * width }).map((moves) => {
    const path = new Float64Array((scenario.steps + 1) * width);
    for (let index = 0; index < moves.length; index++) path[index + width] = path[index]! + moves[index]! ** 3;
    return path;
  });
}
