import type { ReserveParameters, SearchedParameters } from '../../core/reserve-parameters.js';
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

/** One rule that a whole set breaks: the field with the reserve it is of, `WETH.ltvBps`. */
export interface SetViolation {
  readonly field: string;
  readonly rule: string;
}

/**
 * Lists what keeps a whole parameter set from being set: the rules of each reserve, and of the penalty's shape that a share of the bonus is one of
 * 0 to 100 %, the health factor for the whole of it below 1, and the size above 0.
 *
 * @source Aave v4 `Spoke._validateLiquidationConfig`: bonus factor ≤ 100 %, health factor for the largest bonus < 1
 */
export function findSetViolations({ ltvBps, liquidationThresholdBps, liquidationBonusBps, furtherReserves = {}, penaltyShape }: SearchedParameters): SetViolation[] {
  const further = Object.entries(furtherReserves).flatMap(([asset, parameters]) => findParameterViolations(parameters).map(({ field, rule }) => ({ field: `${asset}.${field}`, rule })));
  const { minimumShareBps = 0, healthForMaxBps = 1, sizeForMaxUsd = 1 } = penaltyShape ?? {};
  const isWhole = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;
  const shape = [
    { field: 'penalty.minimumShareBps', rule: `${minimumShareBps} is not a whole number of basis points from 0 to 10000`, holds: isWhole(minimumShareBps, 0, 10_000) },
    { field: 'penalty.healthForMaxBps', rule: `${healthForMaxBps} is not a whole number of basis points from 1 to 9999`, holds: isWhole(healthForMaxBps, 1, 9999) },
    { field: 'penalty.sizeForMaxUsd', rule: `${sizeForMaxUsd} is not above 0`, holds: sizeForMaxUsd > 0 && sizeForMaxUsd < Infinity },
  ];
  return [...findParameterViolations({ ltvBps, liquidationThresholdBps, liquidationBonusBps }), ...further, ...shape.filter(({ holds }) => !holds).map(({ field, rule }) => ({ field, rule }))];
}
