/** How a venue's integers read: the one place where raw values become words. */
import { formatBps } from '../report/format-numbers.js';

/** A value as the venue stores it; a list is one column of a tier table, lowest tier first. */
export type RawValue = bigint | readonly bigint[];

export interface RawUnit {
  /** A `label` numbers a thing (a tier, a market, a power of ten) and a `time` counts seconds since 1970, so their size says nothing. */
  readonly kind: 'ratio' | 'usd' | 'amount' | 'label' | 'time';
  /** How many raw units make 100 %, a dollar, or one of what is counted. */
  readonly one: bigint;
  /** What is counted, for an amount: `tokens`, `seconds`; may be empty. */
  readonly noun: string;
}

export const BPS_UNIT: RawUnit = { kind: 'ratio', one: 10_000n, noun: '' };

/**
 * Reads a raw value for people, exactly: `82.50 %`, `$90,000,000`, `12,000 tokens`.
 *
 * Special case: a list reads entry by entry, with slashes between.
 */
export function formatRaw(value: RawValue, unit: RawUnit): string {
  if (typeof value !== 'bigint') return value.map((entry) => formatRaw(entry, unit)).join(' / ');
  const { kind, one, noun } = unit;
  if (kind === 'label') return value.toString();
  if (kind === 'time') return new Date(Number(value) * 1000).toISOString().replace('.000Z', 'Z');
  if (value < 0n) return `−${formatRaw(-value, unit)}`;
  if (kind === 'ratio') return one === BPS_UNIT.one ? formatBps(Number(value)) : `${formatFraction(value * 100n, one, 2)} %`;
  if (kind === 'usd') return `$${formatFraction(value, one, 0)}`;
  const text = formatFraction(value, one, 0);
  return noun === '' ? text : `${text} ${text === '1' ? noun.replace(/s$/, '') : noun}`;
}

/** value / one as an exact decimal with thousands separators; `one` is a power of ten, or the digits would not end. */
function formatFraction(value: bigint, one: bigint, leastDecimals: number): string {
  const whole = value / one;
  let rest = value % one;
  let decimals = '';
  while (rest !== 0n) {
    rest *= 10n;
    decimals += (rest / one).toString();
    rest %= one;
  }
  if (decimals !== '' || leastDecimals > 0) decimals = decimals.padEnd(leastDecimals, '0');
  const grouped = whole.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return decimals === '' ? grouped : `${grouped}.${decimals}`;
}
