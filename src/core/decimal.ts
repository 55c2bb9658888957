import { UsageError } from './errors.js';

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Reads a decimal number exactly as an integer with a fixed number of decimals.
 *
 * @throws UsageError when the text is no plain decimal number, or has more decimals than can be kept
 * @example parseDecimal('1.05', 18) // 1050000000000000000n
 */
export function parseDecimal(text: string, decimals: number): bigint {
  const match = DECIMAL.exec(text.trim());
  if (!match) throw new UsageError(`"${text}" is not a decimal number such as 1200.5`);
  const [, sign, whole, fraction = ''] = match;
  if (fraction.length > decimals) throw new UsageError(`"${text}" has more than ${decimals} decimals`);
  const raw = BigInt(whole! + fraction.padEnd(decimals, '0'));
  return sign === '-' ? -raw : raw;
}

/**
 * Writes an integer with a fixed number of decimals as an exact decimal number, without trailing zeros.
 *
 * @example formatDecimal(1050000000000000000n, 18) // '1.05'
 */
export function formatDecimal(raw: bigint, decimals: number): string {
  const digits = (raw < 0n ? -raw : raw).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${raw < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`;
}

/**
 * Writes a double as the shortest plain decimal number that reads back as the same double.
 *
 * Special cases: no exponent however large or small; -0 is `0`.
 * @throws UsageError for NaN and infinities, which no decimal stands for
 * @example formatDouble(1e-7) // '0.0000001'
 */
export function formatDouble(value: number): string {
  if (!Number.isFinite(value)) throw new UsageError(`${value} has no decimal form`);
  const [mantissa = '', exponent = '0'] = (value === 0 ? 0 : value).toString().split('e');
  const shift = Number(exponent);
  const [, sign = '', whole = '', fraction = ''] = DECIMAL.exec(mantissa)!;
  if (shift >= 0) return `${sign}${whole}${fraction.padEnd(shift, '0').slice(0, shift)}${fraction.length > shift ? `.${fraction.slice(shift)}` : ''}`;
  return `${sign}0.${'0'.repeat(-shift - 1)}${whole}${fraction}`;
}
