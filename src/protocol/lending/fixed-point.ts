/** 100 % in basis points. */
export const FULL_BPS = 10_000n;
/** 1 with 18 decimals. */
export const WAD = 10n ** 18n;
/** 1 with 27 decimals. */
export const RAY = 10n ** 27n;

/** `⌊x · y / denominator⌋`; x, y ≥ 0. */
export function mulDivFloor(x: bigint, y: bigint, denominator: bigint): bigint {
  return (x * y) / denominator;
}

/** `⌈x · y / denominator⌉`; x, y ≥ 0. */
export function mulDivCeil(x: bigint, y: bigint, denominator: bigint): bigint {
  return (x * y + denominator - 1n) / denominator;
}

/** `x · y / denominator` to the nearest integer, halves upwards, as `(x · y + ⌊denominator / 2⌋) / denominator`; x, y ≥ 0. */
export function mulDivHalfUp(x: bigint, y: bigint, denominator: bigint): bigint {
  return (x * y + denominator / 2n) / denominator;
}

/** Multiplies by basis points, half up. @source Aave `PercentageMath.percentMul` @example percentMul(9524n, 10500n) // 10000n */
export function percentMul(valueRaw: bigint, percentageBps: bigint): bigint {
  return mulDivHalfUp(valueRaw, percentageBps, FULL_BPS);
}

/** Divides by basis points, half up. @source Aave `PercentageMath.percentDiv` */
export function percentDiv(valueRaw: bigint, percentageBps: bigint): bigint {
  return mulDivHalfUp(valueRaw, FULL_BPS, percentageBps);
}

/** Divides two numbers of equal decimals into one with 18, half up. @source Aave `WadRayMath.wadDiv` */
export function wadDiv(numeratorRaw: bigint, denominatorRaw: bigint): bigint {
  return mulDivHalfUp(numeratorRaw, WAD, denominatorRaw);
}

/** The smaller of two integers. */
export function minRaw(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

/** `max(a − b, 0)`. */
export function subtractToZero(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}

/**
 * Raises a number with 27 decimals to a whole power by squaring, rounding half up after each product as the contract does.
 *
 * Special cases: power 0 gives 1; base 0 gives 0 for any other power.
 * @source Maker `abaci.sol`, `rpow`
 */
export function powerRay(baseRay: bigint, exponent: bigint): bigint {
  let result = exponent % 2n === 0n ? RAY : baseRay;
  let square = baseRay;
  for (let rest = exponent / 2n; rest > 0n; rest /= 2n) {
    square = mulDivHalfUp(square, square, RAY);
    if (rest % 2n === 1n) result = mulDivHalfUp(result, square, RAY);
  }
  return result;
}

/**
 * Finds the largest integer from `low` to `high` that a test accepts, for a test that accepts everything below some point.
 *
 * Special cases: gives `null` when not even `low` is accepted; looks at no more than log2(high − low) + 2 values.
 */
export function findLargestAccepted(low: bigint, high: bigint, accepts: (value: bigint) => boolean): bigint | null {
  if (high < low || !accepts(low)) return null;
  let accepted = low;
  let refused = high + 1n;
  while (refused - accepted > 1n) {
    const middle = (accepted + refused) / 2n;
    if (accepts(middle)) accepted = middle;
    else refused = middle;
  }
  return accepted;
}
