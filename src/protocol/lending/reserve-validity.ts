import type { ReserveParameters } from '../../core/run-result.js';
import { findRuleViolations } from '../parameter-rules.js';
import { AAVE_V2_RESERVE_RULES } from './aave-v3/parameters.js';

/** One on-chain rule that a parameter set breaks: the field, and the rule in words. */
export interface ParameterViolation {
  readonly field: keyof ReserveParameters;
  readonly rule: string;
}

/**
 * Lists the rules of Aave's configurator that a parameter set breaks; an empty list means it can be set on chain.
 *
 * Rules: whole basis points, then those of `AAVE_V2_RESERVE_RULES`, which v2 and v3 share.
 * Special case: LT = 0 switches the reserve off as collateral and is outside what Plimsoll searches, so it is refused.
 * @source Aave `PoolConfigurator.configureReserveAsCollateral`
 */
export function findParameterViolations(parameters: ReserveParameters): ParameterViolation[] {
  const entries = Object.entries(parameters) as [keyof ReserveParameters, number][];
  const broken = entries
    .filter(([, value]) => !Number.isInteger(value) || value < 0)
    .map(([field, value]) => ({ field, rule: `${value} is not a whole number of basis points ≥ 0` }));
  const whole = entries.filter(([field]) => broken.every((violation) => violation.field !== field));
  const violations = findRuleViolations(AAVE_V2_RESERVE_RULES, Object.fromEntries(whole.map(([field, value]) => [field, BigInt(value)])));
  // The rules know no other fields than the parameters', so every violation names one of them.
  return [...broken, ...(violations as ParameterViolation[])];
}
