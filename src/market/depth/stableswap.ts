import { assertInvariant } from '../../core/assert.js';
import { ModelError } from '../../core/errors.js';

/** A stableswap pool at one moment; balances are brought to one unit (18 decimals as a rule). */
export interface StableswapPool {
  readonly balances: readonly bigint[];
  /** The A that the contract's `A()` returns: A n^(n−1) of the whitepaper. */
  readonly amplification: bigint;
  /** Of the amount out, in units of 1e-10; 4,000,000 = 0.04 %. */
  readonly fee: bigint;
}

const FEE_UNIT = 10_000_000_000n;
const ITERATIONS_MAX = 255;

/**
 * Computes the invariant D: the sum that the balances would have at equal prices.
 *
 * Formula: D with Ann S + D = Ann D + D^(n+1)/(n^n Π x), Ann = amplification × n, by Newton's method in integers, as the contracts
 * do: D ← (Ann S + n P) D / ((Ann − 1) D + (n + 1) P), P = D^(n+1)/(n^n Π x).
 * Units: those of the balances. Special cases: 0 for an empty pool.
 * @throws ModelError when a balance is not positive (and not all are zero), or the search does not settle.
 * @source M. Egorov, "StableSwap: efficient mechanism for stablecoin liquidity" (2019).
 */
export function computeStableswapInvariant({ balances, amplification }: StableswapPool): bigint {
  const n = BigInt(balances.length);
  assertInvariant(n >= 2n && amplification > 0n, `a stableswap pool needs two coins and A > 0, got ${n} and ${amplification}`);
  const sum = balances.reduce((total, balance) => total + balance, 0n);
  if (sum === 0n) return 0n;
  if (balances.some((balance) => balance <= 0n)) {
    throw new ModelError('a stableswap pool with an empty side has no price', { suggestions: ['leave this pool out at this time'] });
  }
  const ann = amplification * n;
  let d = sum;
  for (let i = 0; i < ITERATIONS_MAX; i++) {
    const product = balances.reduce((power, balance) => (power * d) / (balance * n), d);
    const next = ((ann * sum + product * n) * d) / ((ann - 1n) * d + (n + 1n) * product);
    // Newton falls from above; where it stops falling, only rounding is left (in lopsided pools a few units, which never settle to 1).
    if (next >= d - 1n) return next;
    d = next;
  }
  throw unsettled();
}

/**
 * Computes what selling an exact amount of coin i for coin j gives, fee taken off.
 *
 * Formula: y = the balance of j that keeps D once i holds x_i + amountIn; out = (x_j − y − 1) (1 − fee), the 1 against rounding.
 * Units: those of the balances.
 * @throws ModelError as `computeStableswapInvariant`. @throws InternalError for a coin that is not there or a negative amount.
 */
export function sellIntoStableswap(pool: StableswapPool, i: number, j: number, amountIn: bigint): bigint {
  checkCoins(pool, i, j, amountIn);
  const y = solveBalance(pool, i, pool.balances[i]! + amountIn, j);
  const gross = pool.balances[j]! - y - 1n;
  return gross <= 0n ? 0n : gross - (gross * pool.fee) / FEE_UNIT;
}

/**
 * Computes what must be sold of coin i to get an exact amount of coin j: the inverse walk.
 *
 * Formula: the amount before the fee is ⌈out/(1 − fee)⌉; x = the balance of i that keeps D once j holds that much less (and one unit
 * less, against rounding); in = x − x_i + 1.
 * @throws ModelError when the pool does not hold that much, and as `computeStableswapInvariant`.
 */
export function buyFromStableswap(pool: StableswapPool, i: number, j: number, amountOut: bigint): bigint {
  checkCoins(pool, i, j, amountOut);
  if (amountOut === 0n) return 0n;
  const keep = FEE_UNIT - pool.fee;
  const gross = (amountOut * FEE_UNIT + keep - 1n) / keep;
  const left = pool.balances[j]! - gross - 1n;
  if (left <= 0n) {
    throw new ModelError(`the pool holds ${pool.balances[j]} of coin ${j}, less than the ${amountOut} asked for`, {
      suggestions: ['sell less', 'split the sale over several pools'],
    });
  }
  return solveBalance(pool, j, left, i) - pool.balances[i]! + 1n;
}

/** The balance of `unknown` that keeps D when coin `known` holds `value`: Newton's method on y² + (b − D) y = c, as the contracts do. */
function solveBalance(pool: StableswapPool, known: number, value: bigint, unknown: number): bigint {
  const d = computeStableswapInvariant(pool);
  const n = BigInt(pool.balances.length);
  const ann = pool.amplification * n;
  let c = d;
  let others = 0n;
  pool.balances.forEach((balance, coin) => {
    if (coin === unknown) return;
    const x = coin === known ? value : balance;
    others += x;
    c = (c * d) / (x * n);
  });
  c = (c * d) / (ann * n);
  const b = others + d / ann;
  let y = d;
  for (let i = 0; i < ITERATIONS_MAX; i++) {
    const next = (y * y + c) / (2n * y + b - d);
    if (isWithinOne(next, y) || (i > 0 && next > y)) return next;
    y = next;
  }
  throw unsettled();
}

function checkCoins({ balances, fee }: StableswapPool, i: number, j: number, amount: bigint): void {
  assertInvariant(i !== j && i in balances && j in balances, `no two coins ${i}, ${j} in a pool of ${balances.length}`);
  assertInvariant(amount >= 0n && fee >= 0n && fee < FEE_UNIT, `amount ${amount} and fee ${fee} must not be negative`);
}

function isWithinOne(a: bigint, b: bigint): boolean {
  return a - b <= 1n && b - a <= 1n;
}

function unsettled(): ModelError {
  return new ModelError('the stableswap invariant does not settle', { suggestions: ['check the units of the balances: one unit for all'] });
}
