import type { ReserveParameters } from '../../core/run-result.js';
import { AAVE_V3_RESERVE_RULES } from '../../protocol/lending/aave-v3/parameters.js';
import { clipChange, type ParameterRule } from '../../protocol/parameter-rules.js';

/** One update of the schedule: earliest seconds after the first, and the values before and after it. */
export interface StewardStep {
  readonly afterSeconds: number;
  readonly from: ReserveParameters;
  readonly to: ReserveParameters;
}

const NAMES = ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const satisfies readonly (keyof ReserveParameters)[];

/**
 * Cuts a change into updates that a risk steward may make: each parameter by its limit, every update after the limit's delay.
 *
 * A move of Δ with a limit of m takes ⌈Δ/m⌉ updates. On the way the threshold leads when it rises and the LTV leads when it falls, so that
 * LTV stays at or below the threshold where the values in force and the target do.
 * Special case: no change gives no step.
 * @source aave-v3-risk-stewards, deployed defaults: 50 bps absolute, three days
 */
export function planStewardSteps(from: ReserveParameters, to: ReserveParameters): StewardStep[] {
  const rules = NAMES.map((name) => AAVE_V3_RESERVE_RULES.parameters.find((rule) => rule.name === name)!);
  const delaySeconds = Math.max(...rules.map(({ changeLimit }) => changeLimit?.minimumDelaySeconds ?? 0));
  const steps: StewardStep[] = [];
  let current = from;
  while (NAMES.some((name) => current[name] !== to[name])) {
    const next = moveTowards(rules, current, to);
    steps.push({ afterSeconds: steps.length * delaySeconds, from: current, to: next });
    current = next;
  }
  return steps;
}

function moveTowards(rules: readonly ParameterRule[], from: ReserveParameters, to: ReserveParameters): ReserveParameters {
  const [ltvBps, liquidationThresholdBps, liquidationBonusBps] = rules.map((rule, index) => Number(clipChange(rule, BigInt(from[NAMES[index]!]), BigInt(to[NAMES[index]!]))));
  return { ltvBps: Math.min(ltvBps!, liquidationThresholdBps!), liquidationThresholdBps: liquidationThresholdBps!, liquidationBonusBps: liquidationBonusBps! };
}
