import type { ReserveParameters } from '../../core/run-result.js';

const FULL_BPS = 10_000;

/** One on-chain rule that a parameter set breaks: the field, the rule in words, and the value found. */
export interface ParameterViolation {
  readonly field: keyof ReserveParameters;
  readonly rule: string;
}

/**
 * Multiplies by a percentage in basis points, rounding half up as the contract does.
 *
 * `percentMul(a, b) = floor((a·b + 5000) / 10000)`
 *
 * Units: `valueBps` any integer, `percentageBps` basis points.
 * @source Aave `PercentageMath.percentMul`
 * @example percentMul(9524, 10500) // 10000, hence accepted by the configurator
 */
export function percentMul(valueBps: number, percentageBps: number): number {
  return Math.floor((valueBps * percentageBps + FULL_BPS / 2) / FULL_BPS);
}

/**
 * Lists the rules of Aave's configurator that a parameter set breaks; an empty list means it can be set on chain.
 *
 * Rules: whole basis points; LTV ≤ LT; bonus > 0; percentMul(LT, 10000 + bonus) ≤ 10000.
 * Special case: LT = 0 switches the reserve off as collateral and is outside what Plimsoll searches, so it is refused.
 * @source Aave `PoolConfigurator.configureReserveAsCollateral`
 */
export function findParameterViolations(parameters: ReserveParameters): ParameterViolation[] {
  const violations: ParameterViolation[] = [];
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = parameters;
  for (const [field, value] of Object.entries(parameters) as [keyof ReserveParameters, number][]) {
    if (!Number.isInteger(value) || value < 0) violations.push({ field, rule: `${value} is not a whole number of basis points ≥ 0` });
  }
  if (liquidationThresholdBps === 0) violations.push({ field: 'liquidationThresholdBps', rule: 'a threshold of 0 disables the collateral' });
  if (ltvBps > liquidationThresholdBps) {
    violations.push({ field: 'ltvBps', rule: `LTV ${ltvBps} bps is above the liquidation threshold ${liquidationThresholdBps} bps` });
  }
  if (liquidationBonusBps === 0) violations.push({ field: 'liquidationBonusBps', rule: 'the liquidation bonus must be above 0' });
  if (percentMul(liquidationThresholdBps, FULL_BPS + liquidationBonusBps) > FULL_BPS) {
    violations.push({
      field: 'liquidationBonusBps',
      rule: `threshold × (100 % + bonus) exceeds 100 %: ${liquidationThresholdBps} × ${FULL_BPS + liquidationBonusBps}`,
    });
  }
  return violations;
}
