import { UsageError } from '../../core/errors.js';
import type { ParameterRule } from '../../protocol/parameter-rules.js';
import type { RawUnit } from '../../proposal/raw-unit.js';
import type { RequestedChange } from '../config/change-request-file.js';

type UnitName = RequestedChange['unit'];

/** Share of 100 % that one of a unit is, as its divisor. */
const RATIO_DIVISORS: Readonly<Partial<Record<UnitName, bigint>>> = { percent: 100n, bps: 10_000n, ppm: 1_000_000n, ratio: 1n };

/** Unit of a rule in words → what one is and what it counts. */
const AMOUNTS: Readonly<Record<string, RawUnit>> = {
  id: { kind: 'label', one: 1n, noun: '' },
  'whole tokens': { kind: 'amount', one: 1n, noun: 'tokens' },
  'US cents': { kind: 'usd', one: 100n, noun: '' },
  'quote quantums (1e-6 USDC)': { kind: 'usd', one: 10n ** 6n, noun: '' },
  USDC: { kind: 'usd', one: 1n, noun: '' },
  times: { kind: 'amount', one: 1n, noun: 'times' },
  'unix seconds': { kind: 'time', one: 1n, noun: '' },
  'rate, raw': { kind: 'label', one: 1n, noun: '' },
  '1e-8 USD': { kind: 'usd', one: 10n ** 8n, noun: '' },
  seconds: { kind: 'amount', one: 1n, noun: 'seconds' },
  '1e-18 USD': { kind: 'usd', one: 10n ** 18n, noun: '' },
  '1e-18 base': { kind: 'amount', one: 10n ** 18n, noun: 'tokens' },
  '1e-30 USD': { kind: 'usd', one: 10n ** 30n, noun: '' },
  '1e-30': { kind: 'amount', one: 10n ** 30n, noun: '' },
  '1e-30 per USD': { kind: 'amount', one: 10n ** 30n, noun: '' },
};
const RAW_TOKENS = 'raw base tokens';

/** How a rule's raw values read. @throws UsageError when the token's decimals are needed and not given */
export function readRawUnit(rule: ParameterRule, decimals: number | null): RawUnit {
  if (rule.fullRaw !== undefined) return { kind: 'ratio', one: rule.fullRaw, noun: '' };
  if (rule.unit === RAW_TOKENS) {
    if (decimals === null) throw new UsageError(`${rule.name} counts raw tokens, so it needs their decimals`, { where: `changes, ${rule.name}`, suggestions: ['Add `decimals:` to the change, for example 6 for USDC.'] });
    return { kind: 'amount', one: 10n ** BigInt(decimals), noun: 'tokens' };
  }
  return AMOUNTS[rule.unit]!;
}

/** Units that a parameter may be given in, best first. */
export function listUnits({ kind, noun }: RawUnit): UnitName[] {
  if (kind === 'ratio') return ['percent', 'bps', 'ppm', 'ratio', 'raw'];
  if (kind === 'usd') return ['usd', 'raw'];
  if (kind === 'time') return ['seconds', 'raw'];
  return [noun === '' ? 'number' : (noun as UnitName), 'raw'];
}

/**
 * Converts a written number into the venue's integer, exactly.
 *
 * @throws UsageError when the unit does not fit the parameter, or the number is finer than the venue can hold
 */
export function toRaw(text: string, unit: UnitName, raw: RawUnit, parameter: string): bigint {
  const units = listUnits(raw);
  if (!units.includes(unit)) throw new UsageError(`${parameter} is not measured in ${unit}`, { where: `changes, ${parameter}, unit`, suggestions: [`Use: ${units.join(', ')}.`] });
  const [whole = '', fraction = ''] = text.split('.');
  const numerator = BigInt(whole + fraction) * (unit === 'raw' ? 1n : raw.one);
  const denominator = 10n ** BigInt(fraction.length) * (RATIO_DIVISORS[unit] ?? 1n);
  if (numerator % denominator === 0n) return numerator / denominator;
  throw new UsageError(`${text} ${unit} of ${parameter} is finer than the venue can hold`, { where: `changes, ${parameter}`, suggestions: [`Round it to a multiple of 1/${raw.one}.`] });
}
