/** Words for the parameters of a reserve and for the decision about them. */
import { assertInvariant } from '../../core/assert.js';
import type { ReserveParameters, RunResult } from '../../core/run-result.js';
import { formatBps } from '../format-numbers.js';

export type ParameterKey = keyof ReserveParameters;

export interface ParameterChange {
  readonly key: ParameterKey;
  readonly name: string;
  readonly fromBps: number;
  readonly toBps: number;
}

/** Parameter names in the order in which every table lists them. */
export const PARAMETER_NAMES: Readonly<Record<ParameterKey, string>> = {
  ltvBps: 'LTV',
  liquidationThresholdBps: 'Liquidation threshold',
  liquidationBonusBps: 'Liquidation bonus',
};

/** A parameter's name for people; what is not known keeps its own. */
export function nameParameter(key: string): string {
  return PARAMETER_NAMES[key as ParameterKey] ?? key;
}

/** Every searched parameter with its current and recommended value in basis points, changed or not. */
export function listParameters(result: RunResult): ParameterChange[] {
  return (Object.keys(PARAMETER_NAMES) as ParameterKey[]).map((key) => ({
    key,
    name: PARAMETER_NAMES[key],
    fromBps: result.current[key],
    toBps: result.recommended[key],
  }));
}

/**
 * The parameters that the recommendation changes; empty exactly when the decision is `keep`.
 *
 * @throws InternalError when the decision and the recommended values contradict each other
 */
export function listChanges(result: RunResult): ParameterChange[] {
  const changes = listParameters(result).filter(({ fromBps, toBps }) => fromBps !== toBps);
  const { decision } = result.recommended;
  assertInvariant(
    (decision === 'change') === changes.length > 0,
    `the decision is '${decision}' but ${changes.length} recommended parameters differ from the current ones`,
  );
  return changes;
}

/** `LTV 72.00 % / threshold 83.00 % / bonus 7.00 %`. */
export function describeParameters(parameters: ReserveParameters): string {
  return [
    `LTV ${formatBps(parameters.ltvBps)}`,
    `threshold ${formatBps(parameters.liquidationThresholdBps)}`,
    `bonus ${formatBps(parameters.liquidationBonusBps)}`,
  ].join(' / ');
}

/** The answer as a headline: what to change from what to what, or to keep what is in force. */
export function describeDecision(result: RunResult): string {
  const changes = listChanges(result);
  if (changes.length === 0) return `Keep the current ${result.asset} parameters`;
  const parts = changes.map(
    ({ key, fromBps, toBps }) =>
      `${key === 'ltvBps' ? 'LTV' : PARAMETER_NAMES[key].toLowerCase()} from ${formatBps(fromBps)} to ${formatBps(toBps)}`,
  );
  const last = parts.pop()!;
  return `Change the ${result.asset} ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}`;
}
