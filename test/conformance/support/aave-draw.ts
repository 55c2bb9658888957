import fc from 'fast-check';
import { ASSET_NAMES, type AssetName } from './aave-market.js';

/** One drawn account with its market's parameters, and the liquidations to try on it. */
export interface DrawnCase {
  readonly parameters: Readonly<Record<AssetName, { ltv: number; thresholdGap: number; bonus: number; fee: number }>>;
  readonly collateral: readonly { readonly asset: AssetName; readonly usd: number }[];
  readonly debtAssets: readonly AssetName[];
  /** Share of the borrowing limit that each debt takes up. */
  readonly debtShares: readonly number[];
  readonly pricesRaw: Readonly<Record<AssetName, number>>;
  readonly eMode: { readonly ltv: number; readonly thresholdGap: number; readonly bonus: number; readonly assets: readonly AssetName[] } | null;
  readonly elapsedSeconds: number;
  /** What is tried on the account, each from the same state. */
  readonly moves: readonly DrawnMove[];
}

export interface DrawnMove {
  /** Health factor that the moved oracle aims at. */
  readonly targetHealth: number;
  /** Share of the debt that the liquidator offers; above 1 asks for all. */
  readonly offeredShare: number;
}

const assetName = fc.constantFrom(...ASSET_NAMES);
const parameters = fc.record({
  ltv: fc.integer({ min: 1_000, max: 7_800 }),
  thresholdGap: fc.integer({ min: 1, max: 1_000 }),
  bonus: fc.integer({ min: 1, max: 1_300 }),
  fee: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 10_000 })),
});
const perAsset = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Record<AssetName, T>> =>
  fc.record(Object.fromEntries(ASSET_NAMES.map((name) => [name, arbitrary])) as Record<AssetName, fc.Arbitrary<T>>);

const drawnMove: fc.Arbitrary<DrawnMove> = fc.record({
  targetHealth: fc.oneof(fc.double({ min: 0.2, max: 0.94, noNaN: true }), fc.double({ min: 0.94, max: 1.003, noNaN: true })),
  offeredShare: fc.oneof(fc.constant(2), fc.constant(2), fc.double({ min: 1e-9, max: 1.1, noNaN: true })),
});

/** Which of four shuffled assets are collateral and which are debt: mostly apart, sometimes shared. */
const layout = fc.constantFrom<[readonly number[], readonly number[]][]>(
  [[0], [1]],
  [[0, 1], [2]],
  [[0], [1, 2]],
  [[0, 1], [2, 3]],
  [[0, 1], [1]],
  [[0, 1], [2, 1]],
);
const heldAssets = fc
  .record({
    order: fc.shuffledSubarray(ASSET_NAMES, { minLength: 4 }),
    layout,
    usd: fc.array(fc.oneof(fc.double({ min: 10, max: 6_000, noNaN: true }), fc.double({ min: 6_000, max: 3e6, noNaN: true })), { minLength: 2, maxLength: 2 }),
  })
  .map(({ order, layout: [collateral, debts], usd }) => ({
    collateral: collateral.map((at, index) => ({ asset: order[at]!, usd: usd[index]! })),
    debtAssets: debts.map((at) => order[at]!),
  }));

/** Draws cases: one or two collaterals and debts, positions from 10 to 3 million USD, health from deep under water to safe. */
export const drawnCase: fc.Arbitrary<DrawnCase> = fc
  .record({
    parameters: perAsset(parameters),
    held: heldAssets,
    debtShares: fc.array(fc.double({ min: 0.05, max: 0.48, noNaN: true }), { minLength: 2, maxLength: 2 }),
    pricesRaw: perAsset(fc.integer({ min: 1_000_000, max: 6_000_000_000_000 })),
    eMode: fc.option(
      fc.record({
        ltv: fc.integer({ min: 8_801, max: 9_300 }),
        thresholdGap: fc.integer({ min: 1, max: 300 }),
        bonus: fc.integer({ min: 1, max: 300 }),
        assets: fc.uniqueArray(assetName, { minLength: 1, maxLength: 4 }),
      }),
      { nil: null, freq: 3 },
    ),
    elapsedSeconds: fc.integer({ min: 0, max: 30_000_000 }),
    moves: fc.tuple(drawnMove, drawnMove, drawnMove),
  })
  .map(({ held, ...rest }) => ({ ...held, ...rest }));
