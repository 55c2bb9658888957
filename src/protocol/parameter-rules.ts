import { UsageError } from '../core/errors.js';

const FULL_BPS = 10_000n;

/** A value as the venue stores it, in its own integer unit; a list is one column of a tier table, lowest tier first. */
export type ParameterValue = bigint | readonly bigint[];

/** Parameter values by name. Names that no rule declares are refused: they would be set nowhere. */
export type ParameterSet = Readonly<Record<string, ParameterValue>>;

/**
 * How far and how often one party (a risk steward, a keeper role) may move a parameter.
 *
 * `absolute-bps`: |new − old| ≤ max basis points of 100 %. `relative`: |new − old| ≤ ⌊old · max / 10000⌋, hence nothing moves from 0.
 */
export interface ChangeLimit {
  readonly kind: 'relative' | 'absolute-bps';
  /** Basis points: of 100 % for `absolute-bps`, of the old value for `relative`. */
  readonly max: bigint;
  /** Debounce: seconds that must pass between two updates; exactly that many are enough. */
  readonly minimumDelaySeconds: number;
}

/** One parameter of a venue: its name, unit and bounds. */
export interface ParameterRule {
  readonly name: string;
  /** What one raw unit is, in words for people: `bps`, `ppm`, `1e-18`, `whole tokens`. */
  readonly unit: string;
  /** The raw value that means 100 %; left out for amounts and times. */
  readonly fullRaw?: bigint;
  /** Both bounds are included. A missing maximum means that the venue has none. */
  readonly minimum: bigint;
  readonly maximum?: bigint;
  /** One sentence on what the parameter does, for the docs. */
  readonly meaning: string;
  /** Left out when only the venue's full governance moves it. */
  readonly changeLimit?: ChangeLimit;
}

/** A rule over several parameters; `fields[0]` is the one that an error names. */
export interface CrossRule {
  readonly fields: readonly [string, ...string[]];
  /** The rule in words, as an error prints it. */
  readonly rule: string;
  /** Who enforces it: the contract itself, or Plimsoll because the contract does not. */
  readonly enforcedBy: 'contract' | 'plimsoll';
  /** Called only when all `fields` are present and within their own bounds. */
  readonly holds: (values: ParameterSet) => boolean;
}

/** The validity of a venue's parameter sets, as data that search, proposals and docs share. */
export interface VenueParameterRules {
  readonly venue: string;
  readonly parameters: readonly ParameterRule[];
  readonly crossRules: readonly CrossRule[];
  /** Contract file and function, or page, that the rules were read from. */
  readonly source: string;
}

/** One rule that a set breaks. */
export interface RuleViolation {
  readonly field: string;
  readonly rule: string;
}

/** A parameter set that its venue would refuse, or that would break the venue. */
export class ParameterRuleError extends UsageError {
  readonly field: string;
  readonly rule: string;

  constructor(venue: string, violations: readonly [RuleViolation, ...RuleViolation[]]) {
    const [{ field, rule }, ...others] = violations;
    super(`${field}: ${rule}`, { where: `${venue}, ${field}`, suggestions: others.map((other) => `${other.field}: ${other.rule}`) });
    this.field = field;
    this.rule = rule;
  }
}

/**
 * Lists every rule of a venue that a parameter set breaks; an empty list means that the set can be set.
 *
 * Special cases: a parameter left out is not judged, nor are cross rules over it, so a partial update can be checked; a list is judged
 * entry by entry, the field then reads `name[index]`; cross rules over a field that already broke its bounds are not judged.
 */
export function findRuleViolations(rules: VenueParameterRules, values: ParameterSet): RuleViolation[] {
  const violations = Object.keys(values)
    .filter((name) => !rules.parameters.some((parameter) => parameter.name === name))
    .map((field) => ({ field, rule: `${rules.venue} has no such parameter` }));
  const broken = new Set<string>();
  for (const parameter of rules.parameters) {
    for (const violation of findBoundViolations(parameter, values[parameter.name])) {
      violations.push(violation);
      broken.add(parameter.name);
    }
  }
  for (const { fields, rule, holds } of rules.crossRules) {
    if (fields.every((field) => values[field] !== undefined && !broken.has(field)) && !holds(values)) {
      violations.push({ field: fields[0], rule: `${rule} (found ${fields.map((field) => `${field} ${describeValue(values[field]!)}`).join(', ')})` });
    }
  }
  return violations;
}

function describeValue(value: ParameterValue): string {
  return typeof value === 'bigint' ? value.toString() : `[${value.join(', ')}]`;
}

function findBoundViolations(parameter: ParameterRule, value: ParameterValue | undefined): RuleViolation[] {
  if (value === undefined) return [];
  if (typeof value === 'bigint') return isWithinBounds(parameter, value) ? [] : [{ field: parameter.name, rule: describeBounds(parameter, value) }];
  return value.flatMap((entry, index) =>
    isWithinBounds(parameter, entry) ? [] : [{ field: `${parameter.name}[${index}]`, rule: describeBounds(parameter, entry) }],
  );
}

function isWithinBounds({ minimum, maximum }: ParameterRule, value: bigint): boolean {
  return value >= minimum && (maximum === undefined || value <= maximum);
}

function describeBounds({ minimum, maximum, unit }: ParameterRule, value: bigint): string {
  const bounds = maximum === undefined ? `at least ${minimum}` : `from ${minimum} to ${maximum}`;
  return `must be ${bounds} ${unit}, found ${value}`;
}

/** @throws ParameterRuleError naming the first field and rule that the set breaks, with the others as suggestions */
export function assertParametersValid(rules: VenueParameterRules, values: ParameterSet): void {
  const [first, ...others] = findRuleViolations(rules, values);
  if (first) throw new ParameterRuleError(rules.venue, [first, ...others]);
}

/**
 * Gives the largest move, in raw units, that a change limit allows from a value: ⌊full · max / 10000⌋ or ⌊old · max / 10000⌋.
 *
 * Special cases: no limit gives `null` (any move); `absolute-bps` on a parameter without a 100 % counts the maximum as raw units.
 */
export function largestMoveRaw({ changeLimit, fullRaw }: ParameterRule, currentRaw: bigint): bigint | null {
  if (!changeLimit) return null;
  const base = changeLimit.kind === 'relative' ? currentRaw : (fullRaw ?? FULL_BPS);
  return (base * changeLimit.max) / FULL_BPS;
}

/**
 * Brings a wanted value within reach of one update: the value in force after an on-chain limit has clipped it.
 *
 * @example clipChange(rule with ±50 bps, 8000n, 8200n) // 8050n
 */
export function clipChange(rule: ParameterRule, currentRaw: bigint, wantedRaw: bigint): bigint {
  const reach = largestMoveRaw(rule, currentRaw);
  if (reach === null) return wantedRaw;
  if (wantedRaw > currentRaw + reach) return currentRaw + reach;
  return wantedRaw < currentRaw - reach ? currentRaw - reach : wantedRaw;
}

/** Says why one update may not be made now, or gives `null`: too far, or too soon after the last one. */
export function findChangeViolation(
  rule: ParameterRule,
  currentRaw: bigint,
  wantedRaw: bigint,
  secondsSinceLastUpdate = Infinity,
): RuleViolation | null {
  const reach = largestMoveRaw(rule, currentRaw);
  if (reach === null || !rule.changeLimit || wantedRaw === currentRaw) return null;
  const { kind, max, minimumDelaySeconds } = rule.changeLimit;
  if (secondsSinceLastUpdate < minimumDelaySeconds) {
    return { field: rule.name, rule: `updated ${secondsSinceLastUpdate} s ago, and ${minimumDelaySeconds} s must pass` };
  }
  const moveRaw = wantedRaw > currentRaw ? wantedRaw - currentRaw : currentRaw - wantedRaw;
  if (moveRaw <= reach) return null;
  return { field: rule.name, rule: `moves by ${moveRaw} ${rule.unit}, and the limit (${kind}, ${max} bps) allows ${reach}` };
}
