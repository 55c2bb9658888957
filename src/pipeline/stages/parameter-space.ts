import { UsageError } from '../../core/errors.js';
import type { ReserveParameters, SearchedParameters } from '../../core/reserve-parameters.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import type { Dimension } from '../../search/dimension.js';
import type { ParameterSpace } from '../../search/space.js';
import type { ChangeLimit, PolicyFile, ShapeLimit } from '../config/policy-file.js';
import { layOutParameters, type LayoutEntry } from './parameter-layout.js';

/** What each number of a penalty's shape may be at most and at least, whatever a policy allows. */
const SHAPE_BOUNDS = { minimumShareBps: [0, 10_000], healthForMaxBps: [1, 9999], sizeForMaxUsd: [1, Infinity] } as const;

/**
 * Builds the space of the searched parameters around those in force: within the policy's change limits, the venue's rules and the
 * policy's LTV-to-threshold buffer, which every reserve keeps that a set moves.
 *
 * Limits: `absolute-bps` (`absolute-usd`) allows ±max, `relative` ±max as a share of the value in force, rounded down.
 */
export function buildParameterSpace(current: SearchedParameters, policy: PolicyFile): ParameterSpace {
  const { entries, parametersOf, candidateOf } = layOutParameters(current);
  const inForce = candidateOf(current);
  return {
    dimensions: entries.map((entry, index) => toDimension(entry, inForce[index]!, policy)),
    isAllowed: (candidate) => {
      const parameters = parametersOf(candidate);
      // A further reserve that the proposal does not touch keeps the buffer that it has.
      const moved = Object.entries(parameters.furtherReserves ?? {}).filter(([asset, next]) => isMoved(current.furtherReserves![asset]!, next));
      const reserves = [parameters, ...moved.map(([, next]) => next)];
      return findSetViolations(parameters).length === 0 && reserves.every(({ ltvBps, liquidationThresholdBps }) => liquidationThresholdBps - ltvBps >= policy.minimumBufferBps);
    },
  };
}

/** @throws UsageError naming the field and the rule that a parameter set breaks */
export function assertParametersValid(parameters: SearchedParameters, what: string): void {
  const [violation, ...others] = findSetViolations(parameters);
  if (!violation) return;
  throw new UsageError(`${what}: ${violation.rule}`, {
    where: violation.field,
    suggestions: [...others.map(({ field, rule }) => `${field}: ${rule}`), 'Such a set cannot be set on chain; correct the values.'],
  });
}

function isMoved(before: ReserveParameters, after: ReserveParameters): boolean {
  return before.ltvBps !== after.ltvBps || before.liquidationThresholdBps !== after.liquidationThresholdBps;
}

function toDimension(entry: LayoutEntry, current: number, { changeLimits }: PolicyFile): Dimension {
  if (entry.of === 'penalty') {
    const limit = changeLimits.penaltyShape?.[entry.key];
    const [least, most] = SHAPE_BOUNDS[entry.key];
    if (limit === undefined) return { name: entry.name, current, minimum: current, maximum: current, step: 1 };
    return { name: entry.name, current, ...reachOf(limit, current, least, most), step: stepOf(limit) };
  }
  const limit = (entry.asset === null ? undefined : changeLimits.furtherAssets?.[entry.asset]?.[entry.key]) ?? changeLimits[entry.key];
  return { name: entry.name, current, ...reachOf(limit, current, 0, Infinity), step: limit.stepBps, raisesRisk: entry.key === 'liquidationThresholdBps' };
}

function reachOf({ kind, max }: ChangeLimit | ShapeLimit, current: number, least: number, most: number): Pick<Dimension, 'minimum' | 'maximum'> {
  const reach = kind === 'relative' ? Math.floor(current * max) : max;
  return { minimum: Math.max(Math.min(least, current), current - reach), maximum: Math.min(Math.max(most, current), current + reach) };
}

function stepOf(limit: ChangeLimit | ShapeLimit): number {
  return 'stepBps' in limit ? limit.stepBps : limit.stepUsd;
}
