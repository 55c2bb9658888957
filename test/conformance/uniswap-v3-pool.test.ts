import fc from 'fast-check';
import type { Hex } from 'viem';
import { computeSqrtPriceX96 } from '../../src/market/depth/tick-price.js';
import { sellIntoTicks, type TickLiquidity, type TickPool } from '../../src/market/depth/tick-walk.js';
import { compileArtifacts, readPublishedArtifacts } from './support/artifacts.js';
import { chooseRuns } from '../support/fuzz.js';
import { runCompared } from './support/case-count.js';
import { TestChain, type Contract } from './support/evm.js';

/** @source the pool's bytecode as published with @uniswap/v3-core 1.0.1 */

const OWNER: Hex = '0x00000000000000000000000000000000000c0001';
const EVERYTHING = 10n ** 60n;
const SPACING_BY_FEE: Readonly<Record<number, number>> = { 1: 1, 500: 10, 3_000: 60, 10_000: 200 };

interface Deployed {
  readonly chain: TestChain;
  readonly factory: Contract;
  readonly poolAbi: Contract['abi'];
  readonly caller: Contract;
  readonly tokens: readonly [Hex, Hex];
}

async function deploy(): Promise<Deployed> {
  const chain = new TestChain();
  const uniswap = readPublishedArtifacts('@uniswap/v3-core');
  const own = compileArtifacts('pool-caller');
  const factory = await chain.deploy(uniswap('UniswapV3Factory'), OWNER);
  await chain.send(factory, OWNER, 'enableFeeAmount', 1, SPACING_BY_FEE[1]);
  const made = [await chain.deploy(own('FreeToken'), OWNER), await chain.deploy(own('FreeToken'), OWNER)].map(({ address }) => address);
  const [first, second] = made.sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return { chain, factory, poolAbi: uniswap('UniswapV3Pool').abi, caller: await chain.deploy(own('PoolCaller'), OWNER), tokens: [first!, second!] };
}

interface Range {
  /** Both in spacings from the starting tick. */
  readonly from: number;
  readonly width: number;
  readonly liquidity: bigint;
}

interface Sale {
  readonly sellsToken0: boolean;
  /** Of what the pool takes until its ticks end; above 1,000 the pool is exhausted. */
  readonly amountPerMille: bigint;
  readonly extraRaw: bigint;
  /** Where between the price and the end of the ticks the sale must stop; `null` = nowhere. */
  readonly stopPerMille: bigint | null;
}

interface Drawn {
  readonly feePips: number;
  readonly tick: number;
  /** Where the price stands between its tick and the next. */
  readonly withinPerMille: bigint;
  readonly ranges: readonly Range[];
  readonly sales: readonly Sale[];
}

const liquidity = fc.oneof(fc.bigInt(1n, 10n ** 6n), fc.bigInt(10n ** 6n, 10n ** 18n), fc.bigInt(10n ** 18n, 10n ** 27n));
// Narrow ranges try single steps, wide ones pass many words of the contract's bitmap.
const narrow = fc.record({ from: fc.integer({ min: -12, max: 8 }), width: fc.integer({ min: 1, max: 12 }), liquidity });
const wide = fc.record({ from: fc.integer({ min: -1_500, max: 300 }), width: fc.integer({ min: 1, max: 2_500 }), liquidity });
const drawn: fc.Arbitrary<Drawn> = fc.record({
  feePips: fc.constantFrom(...Object.keys(SPACING_BY_FEE).map(Number)),
  tick: fc.oneof(fc.integer({ min: -2_000, max: 2_000 }), fc.integer({ min: -250_000, max: 250_000 }), fc.constantFrom(-256, -1, 0, 255, 256)),
  withinPerMille: fc.oneof(fc.constant(0n), fc.bigInt(0n, 999n)),
  ranges: fc.array(fc.oneof(narrow, wide), { minLength: 1, maxLength: 6 }),
  sales: fc.array(
    fc.record({
      sellsToken0: fc.boolean(),
      amountPerMille: fc.oneof(fc.constant(0n), fc.bigInt(1n, 999n), fc.bigInt(1_000n, 1_100n)),
      extraRaw: fc.bigInt(1n, 100n),
      stopPerMille: fc.option(fc.bigInt(0n, 999n), { nil: null }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});

test('Uniswap v3: the tick walk takes, gives, charges and ends where the pool does', async () => {
  const deployed = await deploy();
  const counts = { 'within a range': 0, 'across ticks': 0, 'until the ticks end': 0, 'until the limit': 0 };
  const property = fc.asyncProperty(drawn, async (situation) => {
    await deployed.chain.discard(async () => {
      const { contract, pool: opening } = await openPool(deployed, situation);
      let pool = opening;
      for (const { sellsToken0, amountPerMille, extraRaw, stopPerMille } of situation.sales) {
        const last = lastPrice(pool, sellsToken0);
        if (last === null) continue;
        const limit = stopPerMille === null ? last : stopBefore(last, pool.sqrtPriceX96, stopPerMille);
        const capacityRaw = sellIntoTicks(pool, EVERYTHING, sellsToken0).amountInUsed;
        const amountRaw = (capacityRaw * amountPerMille) / 1_000n + extraRaw;
        const walk = sellIntoTicks(pool, amountRaw, sellsToken0, stopPerMille === null ? undefined : limit);
        const feeRaw = await measureFee(deployed, contract, pool, amountRaw, sellsToken0, limit);
        const [taken, given] = await swap(deployed, contract, sellsToken0, amountRaw, limit);
        const after = await readPool(deployed, contract);
        expect({
          taken: walk.amountInUsed, given: walk.amountOut, feeRaw: walk.fee,
          sqrtPriceX96: walk.sqrtPriceX96, tick: walk.tick, liquidity: walk.liquidity,
        }).toEqual({ taken, given, feeRaw, ...after });
        counts[stopPerMille !== null && walk.amountInUsed < amountRaw ? 'until the limit' : walk.isExhausted ? 'until the ticks end' : walk.ticksCrossed > 0 ? 'across ticks' : 'within a range'] += 1;
        pool = { ...pool, ...after };
      }
    });
  });
  await runCompared('Uniswap v3 swap', property, chooseRuns(150, 8), counts);
}, 900_000);

async function openPool({ chain, factory, poolAbi, caller, tokens }: Deployed, { feePips, tick, withinPerMille, ranges }: Drawn): Promise<{ contract: Contract; pool: TickPool }> {
  const tickSpacing = SPACING_BY_FEE[feePips]!;
  const address = (await chain.send(factory, OWNER, 'createPool', ...tokens, feePips)) as Hex;
  const contract: Contract = { address, abi: poolAbi };
  const low = computeSqrtPriceX96(tick);
  await chain.send(contract, OWNER, 'initialize', low + ((computeSqrtPriceX96(tick + 1) - low) * withinPerMille) / 1_000n);
  const base = Math.floor(tick / tickSpacing);
  const netByTick = new Map<number, bigint>();
  for (const { from, width, liquidity: added } of ranges) {
    const [lower, upper] = [(base + from) * tickSpacing, (base + from + width) * tickSpacing];
    await chain.send(caller, OWNER, 'mint', address, lower, upper, added);
    netByTick.set(lower, (netByTick.get(lower) ?? 0n) + added);
    netByTick.set(upper, (netByTick.get(upper) ?? 0n) - added);
  }
  const ticks: TickLiquidity[] = [...netByTick].map(([at, liquidityNet]) => ({ tick: at, liquidityNet })).sort((a, b) => a.tick - b.tick);
  return { contract, pool: { ...(await readPool({ chain }, contract)), feePips, ticks, tickSpacing } };
}

async function readPool({ chain }: Pick<Deployed, 'chain'>, contract: Contract): Promise<Pick<TickPool, 'sqrtPriceX96' | 'tick' | 'liquidity'>> {
  const [sqrtPriceX96, tick] = await chain.read<readonly [bigint, number]>(contract, 'slot0');
  return { sqrtPriceX96, tick, liquidity: await chain.read<bigint>(contract, 'liquidity') };
}

const pricesAhead = ({ ticks, sqrtPriceX96 }: TickPool, sellsToken0: boolean): bigint[] => {
  const prices = ticks.map(({ tick }) => computeSqrtPriceX96(tick)).filter((price) => (sellsToken0 ? price < sqrtPriceX96 : price > sqrtPriceX96));
  return sellsToken0 ? prices.reverse() : prices;
};

/** Price of the last tick with liquidity on the way, which the walk never passes; `null` when the price stands there already. */
function lastPrice(pool: TickPool, sellsToken0: boolean): bigint | null {
  return pricesAhead(pool, sellsToken0).at(-1) ?? null;
}

/** A price on the way to the last one, at least one unit from where the pool stands. */
function stopBefore(last: bigint, priceX96: bigint, perMille: bigint): bigint {
  const stop = priceX96 + ((last - priceX96) * perMille) / 1_000n;
  if (stop !== priceX96) return stop;
  return last < priceX96 ? priceX96 - 1n : priceX96 + 1n;
}

/** Sells on the chain: what the pool took and what it gave. */
async function swap({ chain, caller }: Deployed, { address }: Contract, sellsToken0: boolean, amountRaw: bigint, limit: bigint): Promise<[bigint, bigint]> {
  const [amount0, amount1] = (await chain.send(caller, OWNER, 'swap', address, sellsToken0, amountRaw, limit)) as readonly [bigint, bigint];
  return sellsToken0 ? [amount0, -amount1] : [amount1, -amount0];
}

/** What was minted in the range that ends at a price: downwards the range above it, upwards the one below. */
function sumLiquidity({ ticks }: TickPool, end: bigint, sellsToken0: boolean): bigint {
  const below = ticks.filter(({ tick }) => (sellsToken0 ? computeSqrtPriceX96(tick) <= end : computeSqrtPriceX96(tick) < end));
  return below.reduce((sum, { liquidityNet }) => sum + liquidityNet, 0n);
}

/**
 * Asks the pool what fee a sale pays. It only keeps `Σ ⌊fee · 2^128 / liquidity⌋`: sold from tick to tick the liquidity is one number
 * each time, far below 2^128, so the fee comes back exactly, rounded up.
 */
async function measureFee(deployed: Deployed, contract: Contract, pool: TickPool, amountRaw: bigint, sellsToken0: boolean, end: bigint): Promise<bigint> {
  const { chain } = deployed;
  const readGrowth = (): Promise<bigint> => chain.read<bigint>(contract, sellsToken0 ? 'feeGrowthGlobal0X128' : 'feeGrowthGlobal1X128');
  return chain.discard(async () => {
    let leftRaw = amountRaw;
    let feeRaw = 0n;
    const stops = pricesAhead(pool, sellsToken0).filter((price) => (sellsToken0 ? price > end : price < end));
    for (const limit of [...stops, end]) {
      if (leftRaw === 0n) break;
      const before = await readGrowth();
      const [taken] = await swap(deployed, contract, sellsToken0, leftRaw, limit);
      const growth = BigInt.asUintN(256, (await readGrowth()) - before);
      feeRaw += (growth * sumLiquidity(pool, limit, sellsToken0) + 2n ** 128n - 1n) >> 128n;
      leftRaw -= taken;
    }
    return feeRaw;
  });
}
