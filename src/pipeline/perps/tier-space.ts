import { UsageError } from '../../core/errors.js';
import type { MarginTable } from '../../core/perp-run-result.js';
import type { Dimension } from '../../search/dimension.js';
import type { Candidate, ParameterSpace } from '../../search/space.js';
import { isTableAllowed } from './margin-tables.js';
import type { PerpPolicyFile } from './perp-policy-file.js';

/**
 * Reads a point of the space as a margin table: leverage, then floor and leverage of each later tier.
 *
 * Special case: a tier with the leverage of the one before is no tier and left out.
 */
export function tableOf(candidate: Candidate): MarginTable {
  const table = [{ floorUsd: 0, leverageMax: candidate[0]! }];
  for (let at = 1; at < candidate.length; at += 2) {
    const leverageMax = candidate[at + 1]!;
    if (leverageMax !== table.at(-1)!.leverageMax) table.push({ floorUsd: candidate[at]!, leverageMax });
  }
  return table;
}

/**
 * Builds the space of margin tables with up to `tiers.count` tiers, around the one in force.
 *
 * Ordered vectors: floors rise, leverages fall. Each table is one point: a tier that is left out has the lowest floor, and none follows it. What the
 * venue would refuse is not allowed.
 * @throws UsageError when the leverage in force is outside of what the policy tries
 */
export function buildTierSpace(current: MarginTable, { tiers }: PerpPolicyFile, policyPath: string): ParameterSpace {
  const { leverage, floor, count } = tiers;
  const inForce = current[0]!.leverageMax;
  if (inForce < leverage.minimum || inForce > leverage.maximum) {
    throw new UsageError(`tiers.leverage: the leverage in force, ${inForce}, is not from ${leverage.minimum} to ${leverage.maximum}`, { where: policyPath, suggestions: ['Widen the range so that it holds what is in force: a search starts there.'] });
  }
  const leverageDimension = (name: string): Dimension => ({ name, current: inForce, minimum: leverage.minimum, maximum: leverage.maximum, step: leverage.step });
  const dimensions = [leverageDimension('leverage 1')];
  for (let tier = 2; tier <= count; tier++) {
    dimensions.push({ name: `floor ${tier}`, current: floor.minimumUsd, minimum: floor.minimumUsd, maximum: floor.maximumUsd, step: floor.stepUsd }, leverageDimension(`leverage ${tier}`));
  }
  return { dimensions, isAllowed: (candidate) => isCanonical(candidate, floor.minimumUsd) && isTableAllowed(tableOf(candidate)) };
}

function isCanonical(candidate: Candidate, lowestFloorUsd: number): boolean {
  let hasEnded = false;
  for (let at = 1; at < candidate.length; at += 2) {
    const isLeftOut = candidate[at + 1] === candidate[at - 1];
    if (isLeftOut && candidate[at] !== lowestFloorUsd) return false;
    if (!isLeftOut && hasEnded) return false;
    hasEnded = hasEnded || isLeftOut;
  }
  return true;
}
