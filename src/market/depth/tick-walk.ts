import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';
import { computeSqrtPriceX96, findTick, TICK_MAX } from './tick-price.js';

export interface TickLiquidity {
  readonly tick: number;
  /** Liquidity that comes in when the price rises through the tick; negative where a range ends. */
  readonly liquidityNet: bigint;
}

/** A concentrated-liquidity pool at one moment; amounts and liquidity in raw integer units. */
export interface TickPool {
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  /** Millionths of the amount in; 500 = 0.05 %. */
  readonly feePips: number;
  /** Rising by tick, no tick twice. */
  readonly ticks: readonly TickLiquidity[];
  /** Ticks that ranges may end at are multiples of this; given, the walk rounds where the contract does and equals it to the unit. */
  readonly tickSpacing?: number;
}

export interface TickWalk {
  readonly amountInUsed: bigint;
  readonly amountOut: bigint;
  /** Part of `amountInUsed`. */
  readonly fee: bigint;
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly ticksCrossed: number;
  /** True when the pool ran out of ticks before all was sold: the rest is unsold, never priced. */
  readonly isExhausted: boolean;
}

const Q96 = 1n << 96n;
const PIPS = 1_000_000n;
const WORD_MAX = 2n ** 256n - 1n;
/** The contract looks for the next tick in a bitmap, one word of so many spacings at a time. */
const SPACINGS_PER_WORD = 256;

/**
 * Sells an exact amount into a concentrated-liquidity pool, tick by tick, with the contract's integer arithmetic; with `limitX96` until the
 * price is there, the rest unsold.
 *
 * Formula: within a range of liquidity L, amount0 = L (1/√p_low − 1/√p_high), amount1 = L (√p_high − √p_low); what comes in is rounded
 * up, what goes out down; the fee is taken off the amount in, per step. Selling token0 lowers the price and takes liquidityNet off at
 * each tick crossed; selling token1 raises it and adds.
 * Units: raw integers of each token. Special cases: an amount of 0 changes nothing, nor does a limit that the price is at or beyond. The contract also stops at the borders of its
 * bitmap words, where it rounds once more: without `tickSpacing` results may differ from it by 1 raw unit per 256 tick spacings.
 * @throws ModelError when the pool contradicts itself: price outside its tick, ticks out of order, liquidity falling below zero.
 * @throws InternalError when the amount is negative.
 * @source "Uniswap v3 Core" (2021), sections 6.2 and 6.3.
 */
export function sellIntoTicks(pool: TickPool, amountIn: bigint, sellsToken0: boolean, limitX96?: bigint): TickWalk {
  assertInvariant(amountIn >= 0n, `an amount to sell must not be negative, got ${amountIn}`);
  checkPool(pool);
  let { sqrtPriceX96: price, tick: currentTick, liquidity } = pool;
  let left = amountIn;
  let amountOut = 0n;
  let fee = 0n;
  let ticksCrossed = 0;
  const isBeyond = (priceX96: bigint): boolean => limitX96 !== undefined && (sellsToken0 ? priceX96 <= limitX96 : priceX96 >= limitX96);
  for (const { tick, liquidityNet } of listStops(pool, sellsToken0)) {
    if (left === 0n || isBeyond(price)) break;
    const tickPrice = computeSqrtPriceX96(tick);
    const endsBefore = isBeyond(tickPrice) && tickPrice !== limitX96;
    const step = walkRange(price, endsBefore ? limitX96! : tickPrice, liquidity, left, pool.feePips, sellsToken0);
    left -= step.amountIn + step.fee;
    amountOut += step.amountOut;
    fee += step.fee;
    if (!step.reachesTarget || endsBefore) {
      if (step.price !== price) currentTick = findTick(step.price);
      price = step.price;
      break;
    }
    price = step.price;
    // At a tick reached from above the price is that tick's, and the range below it is the one in force.
    currentTick = sellsToken0 ? tick - 1 : tick;
    if (liquidityNet === null) continue;
    liquidity += sellsToken0 ? -liquidityNet : liquidityNet;
    if (liquidity < 0n) throw contradiction(`liquidity falls below zero at tick ${tick}`);
    ticksCrossed++;
  }
  return { amountInUsed: amountIn - left, amountOut, fee, sqrtPriceX96: price, tick: currentTick, liquidity, ticksCrossed, isExhausted: left > 0n && !isBeyond(price) };
}

/** Where a walk rounds: at a tick, or at a word's border, where no liquidity changes. */
interface Stop {
  readonly tick: number;
  readonly liquidityNet: bigint | null;
}

function* listStops({ tick, ticks, tickSpacing }: TickPool, sellsToken0: boolean): Generator<Stop> {
  const ahead = sellsToken0 ? ticks.filter((one) => one.tick <= tick).reverse() : ticks.filter((one) => one.tick > tick);
  if (tickSpacing === undefined) {
    yield* ahead;
    return;
  }
  const wordTicks = SPACINGS_PER_WORD * tickSpacing;
  const step = sellsToken0 ? -wordTicks : wordTicks;
  // Downwards a word ends at its first place, upwards at its last, and the search begins one place above the current tick.
  let border = sellsToken0
    ? Math.floor(tick / wordTicks) * wordTicks
    : Math.floor((Math.floor(tick / tickSpacing) + 1) / SPACINGS_PER_WORD) * wordTicks + wordTicks - tickSpacing;
  for (const one of ahead) {
    for (; sellsToken0 ? border > one.tick : border < one.tick; border += step) yield { tick: border, liquidityNet: null };
    if (border === one.tick) border += step;
    yield one;
  }
}

interface RangeStep {
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly fee: bigint;
  readonly price: bigint;
  readonly reachesTarget: boolean;
}

function walkRange(price: bigint, target: bigint, liquidity: bigint, left: bigint, feePips: number, sellsToken0: boolean): RangeStep {
  const keep = PIPS - BigInt(feePips);
  const afterFee = (left * keep) / PIPS;
  const toTarget = measureIn(target, price, liquidity, sellsToken0);
  const reachesTarget = afterFee >= toTarget;
  const next = reachesTarget ? target : movePrice(price, liquidity, afterFee, sellsToken0);
  const amountIn = reachesTarget ? toTarget : measureIn(next, price, liquidity, sellsToken0);
  // The last step keeps as fee whatever the rounding left of the amount.
  const fee = reachesTarget ? divideUp(amountIn * BigInt(feePips), keep) : left - amountIn;
  const amountOut = sellsToken0 ? measureToken1(next, price, liquidity, false) : measureToken0(price, next, liquidity, false);
  return { amountIn, amountOut, fee, price: next, reachesTarget };
}

function measureIn(next: bigint, price: bigint, liquidity: bigint, sellsToken0: boolean): bigint {
  return sellsToken0 ? measureToken0(next, price, liquidity, true) : measureToken1(price, next, liquidity, true);
}

/** L (1/√low − 1/√high). */
function measureToken0(low: bigint, high: bigint, liquidity: bigint, roundsUp: boolean): bigint {
  const numerator = liquidity * Q96 * (high - low);
  return roundsUp ? divideUp(divideUp(numerator, high), low) : numerator / high / low;
}

/** L (√high − √low). */
function measureToken1(low: bigint, high: bigint, liquidity: bigint, roundsUp: boolean): bigint {
  const product = liquidity * (high - low);
  return roundsUp ? divideUp(product, Q96) : product / Q96;
}

/** The price after this much came in, rounded so that the pool never gives too much. */
function movePrice(price: bigint, liquidity: bigint, amountIn: bigint, sellsToken0: boolean): bigint {
  if (!sellsToken0) return price + (amountIn * Q96) / liquidity;
  const scaled = liquidity * Q96;
  const added = amountIn * price;
  // Where 256 bits do not hold the sum, the contract divides first and loses digits.
  if (scaled + added > WORD_MAX) return divideUp(scaled, scaled / price + amountIn);
  return divideUp(scaled * price, scaled + added);
}

function divideUp(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

function checkPool({ sqrtPriceX96, tick, liquidity, feePips, ticks, tickSpacing }: TickPool): void {
  const fits = Number.isInteger(tick) && tick >= -TICK_MAX && tick < TICK_MAX;
  if (!fits || sqrtPriceX96 < computeSqrtPriceX96(tick) || sqrtPriceX96 > computeSqrtPriceX96(tick + 1)) {
    throw contradiction(`the price ${sqrtPriceX96} does not lie in tick ${tick}`);
  }
  if (liquidity < 0n) throw contradiction('its liquidity is negative');
  if (!Number.isInteger(feePips) || feePips < 0 || feePips >= Number(PIPS)) throw contradiction(`a fee of ${feePips} pips`);
  if (tickSpacing !== undefined) {
    if (!Number.isInteger(tickSpacing) || tickSpacing < 1) throw contradiction(`a tick spacing of ${tickSpacing}`);
    const astray = ticks.find((one) => one.tick % tickSpacing !== 0);
    if (astray) throw contradiction(`tick ${astray.tick} is no multiple of the spacing ${tickSpacing}`);
  }
  const unordered = ticks.findIndex((one, i) => i > 0 && one.tick <= ticks[i - 1]!.tick);
  if (unordered >= 0) throw contradiction(`tick ${ticks[unordered]!.tick} is out of order`);
}

function contradiction(message: string): ModelError {
  return new ModelError(`the pool contradicts itself: ${message}`, {
    where: 'pool_ticks',
    suggestions: ['pull price, liquidity and ticks at one block', 'read integers as text, never through floating point'],
  });
}
