import type { IdRange } from '../../pipeline/pull-ports.js';

/** How ids are compared on the server: text by code point, `Bytes` by byte, which in lower-case hex is the same order. */
export type IdKind = 'text' | 'bytes';

const HEX = '0123456789abcdef';
/** Printable ASCII in code-point order: every cursor made of it can stand in a query. */
const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
/** Digits compared beyond the common prefix: 12 hex digits or 7 characters stay exact in a double. */
const DIGITS = { bytes: 12, text: 7 };

/** The value below every id. */
export function lowestId(kind: IdKind): string {
  return kind === 'bytes' ? '0x' : '';
}

/**
 * The parts of the id space that `covered` leaves open, in rising order.
 *
 * @param covered any order, may overlap
 */
export function findGaps(covered: readonly IdRange[], kind: IdKind): IdRange[] {
  const sorted = [...covered].sort((left, right) => (left.after < right.after ? -1 : left.after > right.after ? 1 : 0));
  const gaps: IdRange[] = [];
  let reached: string = lowestId(kind);
  for (const { after, upTo } of sorted) {
    if (after > reached) gaps.push({ after: reached, upTo: after });
    if (upTo === null) return gaps;
    if (upTo > reached) reached = upTo;
  }
  gaps.push({ after: reached, upTo: null });
  return gaps;
}

/**
 * Cuts a range near the middle of its id space; `null` where ids leave no room or are not of the expected alphabet.
 *
 * Ids are read as fractions in base 16 or 95 beyond their common prefix, so hashes and addresses part evenly.
 */
export function splitRange({ after, upTo }: IdRange, kind: IdKind): [IdRange, IdRange] | null {
  if (upTo === null) return null;
  const prefix = commonPrefix(after, upTo, kind);
  const low = toDigits(after.slice(prefix.length), kind);
  const high = toDigits(upTo.slice(prefix.length), kind);
  if (low === null || high === null) return null;
  const middle = Math.floor((low + high) / 2);
  if (middle <= low || middle >= high) return null;
  const cut = prefix + fromDigits(middle, kind);
  return [
    { after, upTo: cut },
    { after: cut, upTo },
  ];
}

/** The share of the range's id space at or below `id`, between 0 and 1; 1 when it cannot be told. */
export function shareBelow(id: string, { after, upTo }: IdRange, kind: IdKind): number {
  if (upTo === null) return 1;
  const prefix = commonPrefix(after, upTo, kind);
  const readDigits = (value: string): number | null => toDigits(value.slice(prefix.length), kind);
  const [low, here, high] = [readDigits(after), readDigits(id), readDigits(upTo)];
  if (low === null || here === null || high === null || high <= low) return 1;
  return Math.min(1, Math.max(0, (here - low) / (high - low)));
}

function commonPrefix(left: string, right: string, kind: IdKind): string {
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  if (kind === 'text') return left.slice(0, length);
  // Whole bytes only; `0x` itself is always shared.
  return left.slice(0, Math.max(2, length - (length % 2)));
}

function toDigits(text: string, kind: IdKind): number | null {
  const alphabet = kind === 'bytes' ? HEX : PRINTABLE;
  let value = 0;
  for (let index = 0; index < DIGITS[kind]; index++) {
    const digit = index < text.length ? alphabet.indexOf(text[index]!) : 0;
    if (digit < 0) return null;
    value = value * alphabet.length + digit;
  }
  return value;
}

function fromDigits(value: number, kind: IdKind): string {
  const alphabet = kind === 'bytes' ? HEX : PRINTABLE;
  let text = '';
  let rest = value;
  for (let index = 0; index < DIGITS[kind]; index++) {
    text = alphabet[rest % alphabet.length]! + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}
