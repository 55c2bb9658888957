import { ParameterRuleError, assertParametersValid, type ParameterSet, type VenueParameterRules } from '../../parameter-rules.js';
import type { AdlPolicy } from '../backstop/adl-policy.js';
import type { LiquidationTerms } from '../liquidation/liquidate-unit.js';
import type { MarginSchedule } from '../margin-schedule/margin-schedule.js';

/** One venue: its parameters as they are stored, what they make of margins and liquidations, and who pays when these fail. */
export interface PerpVenue {
  readonly name: string;
  readonly rules: VenueParameterRules;
  /** @throws ParameterRuleError when the set breaks the venue's rules or lacks a parameter */
  readonly buildSchedule: (parameters: ParameterSet) => MarginSchedule;
  /** @throws ParameterRuleError when the set breaks the venue's rules or lacks a parameter */
  readonly buildTerms: (parameters: ParameterSet) => LiquidationTerms;
  /** `null` where winners are never deleveraged. */
  readonly adl: AdlPolicy | null;
}

/** Reads valid parameters as numbers in whole units. */
export interface ParameterReader {
  /** One value divided by the raw value that means 1. */
  readonly number: (name: string, oneRaw?: bigint) => number;
  /** One column of a table. */
  readonly column: (name: string, oneRaw?: bigint) => number[];
}

/**
 * Checks a set against a venue's rules once and gives access to it.
 *
 * @throws ParameterRuleError when the set breaks a rule; reading a parameter that is missing or of the other shape throws it too
 */
export function readParameters(rules: VenueParameterRules, parameters: ParameterSet): ParameterReader {
  assertParametersValid(rules, parameters);
  const refuse = (field: string, rule: string): never => {
    throw new ParameterRuleError(rules.venue, [{ field, rule }]);
  };
  return {
    number(name, oneRaw = 1n) {
      const value = parameters[name];
      return typeof value === 'bigint' ? divideExactly(value, oneRaw) : refuse(name, 'is required, as one whole number');
    },
    column(name, oneRaw = 1n) {
      const value = parameters[name];
      if (value === undefined || typeof value === 'bigint') return refuse(name, 'is required, as a list with one entry per tier');
      return value.map((entry) => divideExactly(entry, oneRaw));
    },
  };
}

/** Keeps the whole part exact where a plain division of doubles would lose digits. */
function divideExactly(raw: bigint, oneRaw: bigint): number {
  return Number(raw / oneRaw) + Number(raw % oneRaw) / Number(oneRaw);
}
