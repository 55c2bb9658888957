import { formatDecimal } from '../../core/decimal.js';

/** Takes an integer from one number of decimals to another; digits that are lost are dropped towards minus infinity. */
export function rescale(raw: bigint, fromDecimals: number, toDecimals: number): bigint {
  if (toDecimals >= fromDecimals) return raw * 10n ** BigInt(toDecimals - fromDecimals);
  return divideDown(raw, 10n ** BigInt(fromDecimals - toDecimals));
}

/** ⌊dividend / divisor⌋ for a divisor above 0; `/` alone would round towards zero. */
export function divideDown(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** The double nearest to an integer with a number of decimals; dividing two doubles would round twice. */
export function toDouble(raw: bigint, decimals: number): number {
  return Number(formatDecimal(raw, decimals));
}
