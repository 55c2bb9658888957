import type { BookAsset, LendingBook } from '../../src/simulation/book.js';
import type { LendingScenario } from '../../src/simulation/scenario.js';

const ASSETS: readonly BookAsset[] = [
  { asset: 'ETH', factors: [0], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
  { asset: 'USD', factors: [], startPriceUsd: 1, liquidationBonusRatio: 0.05 },
];

/** Accounts that each hold `collateral` ETH at a threshold of 80 % and owe `debt` USD; ETH starts at 1 USD. */
export function buildSmallBook(accounts: readonly { readonly collateral: number; readonly debt: number }[]): LendingBook {
  const rows = Int32Array.from({ length: accounts.length + 1 }, (_, index) => index);
  return {
    accounts: accounts.map((_, index) => `account-${index}`),
    assets: ASSETS,
    collateralStart: rows,
    collateralAsset: new Int32Array(accounts.length),
    collateralAmount: Float64Array.from(accounts, ({ collateral }) => collateral),
    collateralThresholdRatio: new Float64Array(accounts.length).fill(0.8),
    collateralLtvRatio: new Float64Array(accounts.length).fill(0.75),
    debtStart: rows,
    debtAsset: new Int32Array(accounts.length).fill(1),
    debtAmount: Float64Array.from(accounts, ({ debt }) => debt),
  };
}

/** A venue like Aave v2 in a market that no sale moves, eight hours long; what is given replaces it. */
export function buildSmallScenario(accounts: readonly { readonly collateral: number; readonly debt: number }[], given: Partial<LendingScenario> = {}): LendingScenario {
  return {
    book: buildSmallBook(accounts),
    factors: ['ETH/USD'],
    depth: [{ coefficient: 0, exponent: 0.5, quoteFactor: null, quoteStartPriceUsd: 1, sizeMax: 1e9 }],
    resilience: { recoveryHalfLifeSeconds: 3600, permanentShareRatio: 0 },
    oracle: { delaySteps: 0 },
    liquidation: { close: { kind: 'share', shareRatio: 0.5 }, penalty: { kind: 'flat' }, protocolFeeShareRatio: 0, writesOffBadDebt: false },
    liquidators: { gasUsd: 0, minimumProfitUsd: 0, capacityUsdPerStep: 1e9, callsPerAccountPerStep: 1 },
    steps: 8,
    stepSeconds: 3600,
    ...given,
  };
}

/** A path of price ratios of ETH, one per step; the last one holds to the end. */
export function buildPath(ratios: readonly number[], steps = 8): Float64Array {
  return Float64Array.from({ length: steps + 1 }, (_, step) => Math.log(ratios[Math.min(step, ratios.length - 1)]!));
}
