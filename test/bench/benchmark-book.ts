import { createRandomStream } from '../../src/core/random-stream.js';
import type { BookAsset, LendingBook } from '../../src/simulation/book.js';

/** Eight assets that each move on their own: the hardest case for an engine that looks at moves. */
const ASSETS = ['stETH', 'WETH', 'WBTC', 'LINK', 'USDC', 'USDT', 'DAI', 'FRAX'] as const;
/** Volatility per √hour of each. */
const HOURLY_VOLATILITY = [0.0085, 0.0085, 0.007, 0.011, 0.0003, 0.0003, 0.0003, 0.0003];
/** What the rarer assets of the real book are counted as. */
const STANDS_FOR: Readonly<Record<string, (typeof ASSETS)[number]>> = { 'OTHER-COLLATERAL': 'LINK', 'OTHER-DEBT': 'USDT', FEI: 'FRAX', TUSD: 'FRAX', sUSD: 'FRAX', USDP: 'DAI', GUSD: 'DAI', BUSD: 'USDC' };

interface Rows {
  readonly start: Int32Array;
  readonly asset: Int32Array;
  readonly amount: Float64Array;
}

/**
 * Draws a large book from a real one: each account copies a drawn account's assets, its size spread by a log-normal
 * factor, its debt lowered by up to some ten per cent, so that nobody becomes unsound by being copied.
 *
 * `safeTail` of the accounts owe a fifth of what they owed: far from liquidation, as most of a grown protocol is.
 */
export function drawBenchmarkBook(real: LendingBook, accountCount: number, safeTail: number, seed: number): LendingBook {
  const stream = createRandomStream(seed, 'benchmark-book', 0);
  const indebted = real.accounts.map((_, account) => account).filter((account) => sizeOf(real.debtStart, account) > 0 && sizeOf(real.collateralStart, account) > 0);
  const assetOf = Int32Array.from(real.assets, ({ asset }) => Math.max(0, ASSETS.indexOf(STANDS_FOR[asset] ?? (asset as (typeof ASSETS)[number]))));
  const source = Int32Array.from({ length: accountCount }, () => indebted[stream.nextInteger(indebted.length)]!);
  const scale = Float64Array.from(source, () => Math.exp(stream.nextNormal()));
  const debtScale = scale.map((factor, account) => factor * Math.exp(-0.1 * Math.abs(stream.nextNormal())) * (account < accountCount - safeTail ? 1 : 0.2));
  const collateral = copyRows({ start: real.collateralStart, asset: real.collateralAsset, amount: real.collateralAmount }, source, scale);
  const debt = copyRows({ start: real.debtStart, asset: real.debtAsset, amount: real.debtAmount }, source, debtScale);
  const assets = ASSETS.map((asset, factor): BookAsset => {
    const known = real.assets.find((entry) => entry.asset === asset);
    return { asset, factors: [factor], startPriceUsd: known?.startPriceUsd ?? 1, liquidationBonusRatio: known?.liquidationBonusRatio ?? 0.07 };
  });
  // Amounts are in tokens of the asset they were; an asset that stands for another is counted in dollars' worth.
  const convert = (rows: Rows): Float64Array => rows.amount.map((amount, row) => (amount * real.assets[rows.asset[row]!]!.startPriceUsd) / assets[assetOf[rows.asset[row]!]!]!.startPriceUsd);
  return {
    accounts: new Array<string>(accountCount).fill('drawn'),
    assets,
    collateralStart: collateral.start,
    collateralAsset: collateral.asset.map((asset) => assetOf[asset]!),
    collateralAmount: convert(collateral),
    collateralThresholdRatio: copyColumn(real.collateralStart, real.collateralThresholdRatio, source),
    collateralLtvRatio: copyColumn(real.collateralStart, real.collateralLtvRatio, source),
    debtStart: debt.start,
    debtAsset: debt.asset.map((asset) => assetOf[asset]!),
    debtAmount: convert(debt),
  };
}

/** Draws paths of eight assets over hours; ETH moves staked ETH, and half of the others' variance. */
export function drawBenchmarkPaths(steps: number, pathCount: number, seed: number): Float64Array[] {
  const width = ASSETS.length;
  return Array.from({ length: pathCount }, (_, index) => {
    const stream = createRandomStream(seed, 'benchmark-paths', index);
    const path = new Float64Array((steps + 1) * width);
    for (let at = width; at < path.length; at += width) {
      const common = stream.nextNormal();
      for (let factor = 0; factor < width; factor++) {
        const weight = factor < 2 ? 0.999 : factor < 4 ? Math.SQRT1_2 : 0;
        const shock = weight * common + Math.sqrt(1 - weight * weight) * stream.nextNormal();
        path[at + factor] = path[at - width + factor]! + HOURLY_VOLATILITY[factor]! * shock;
      }
    }
    return path;
  });
}

export const BENCHMARK_FACTORS: readonly string[] = ASSETS.map((asset) => `${asset}/USD`);

function sizeOf(start: Int32Array, account: number): number {
  return start[account + 1]! - start[account]!;
}

function copyRows({ start, asset, amount }: Rows, source: Int32Array, scale: Float64Array): Rows {
  const begins = new Int32Array(source.length + 1);
  for (let account = 0; account < source.length; account++) begins[account + 1] = begins[account]! + sizeOf(start, source[account]!);
  const rows = begins[source.length]!;
  const copy = { start: begins, asset: new Int32Array(rows), amount: new Float64Array(rows) };
  for (let account = 0, to = 0; account < source.length; account++) {
    for (let row = start[source[account]!]!; row < start[source[account]! + 1]!; row++, to++) {
      copy.asset[to] = asset[row]!;
      copy.amount[to] = amount[row]! * scale[account]!;
    }
  }
  return copy;
}

function copyColumn(start: Int32Array, column: Float64Array, source: Int32Array): Float64Array {
  const values: number[] = [];
  for (const account of source) for (let row = start[account]!; row < start[account + 1]!; row++) values.push(column[row]!);
  return Float64Array.from(values);
}
