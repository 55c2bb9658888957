import { UsageError } from '../../core/errors.js';
import type { ReserveParameters } from '../../core/run-result.js';
import { findParameterViolations } from '../../protocol/lending/reserve-validity.js';
import type { Dimension } from '../../search/dimension.js';
import type { Candidate, ParameterSpace } from '../../search/space.js';
import type { ChangeLimit, PolicyFile } from '../config/policy-file.js';

/** Order of the space's dimensions. */
export const PARAMETER_NAMES = ['ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps'] as const satisfies readonly (keyof ReserveParameters)[];

/** Reads a point of the space as reserve parameters. */
export function parametersOf(candidate: Candidate): ReserveParameters {
  return { ltvBps: candidate[0]!, liquidationThresholdBps: candidate[1]!, liquidationBonusBps: candidate[2]! };
}

/** A parameter set as a point of the space. */
export function candidateOf(parameters: ReserveParameters): Candidate {
  return PARAMETER_NAMES.map((name) => parameters[name]);
}

/**
 * Builds the space of a reserve's parameters around those in force: within the policy's change limits, the venue's rules and the
 * policy's LTV-to-threshold buffer.
 *
 * Limits: `absolute-bps` allows ±max basis points, `relative` ±max as a share of the value in force, rounded down.
 */
export function buildParameterSpace(current: ReserveParameters, policy: PolicyFile): ParameterSpace {
  return {
    dimensions: PARAMETER_NAMES.map((name) => toDimension(name, current[name], policy.changeLimits[name])),
    isAllowed: (candidate) => {
      const parameters = parametersOf(candidate);
      const bufferBps = parameters.liquidationThresholdBps - parameters.ltvBps;
      return findParameterViolations(parameters).length === 0 && bufferBps >= policy.minimumBufferBps;
    },
  };
}

/** @throws UsageError naming the field and the rule that a parameter set breaks */
export function assertParametersValid(parameters: ReserveParameters, what: string): void {
  const [violation, ...others] = findParameterViolations(parameters);
  if (!violation) return;
  throw new UsageError(`${what}: ${violation.rule}`, {
    where: violation.field,
    suggestions: [...others.map(({ field, rule }) => `${field}: ${rule}`), 'Such a set cannot be set on chain; correct the values.'],
  });
}

function toDimension(name: keyof ReserveParameters, current: number, { kind, max, stepBps }: ChangeLimit): Dimension {
  const reach = kind === 'absolute-bps' ? max : Math.floor(current * max);
  return { name, current, minimum: Math.max(0, current - reach), maximum: current + reach, step: stepBps, raisesRisk: name === 'liquidationThresholdBps' };
}
