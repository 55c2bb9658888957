import { UsageError } from '../../core/errors.js';
import type { PenaltyShapeParameters, SearchedParameters } from '../../core/reserve-parameters.js';
import type { LiquidationRule, PenaltyRule } from '../../simulation/lending/liquidation-rule.js';
import type { MarketFile } from '../config/market-file.js';
import type { PolicyFile } from '../config/policy-file.js';
import type { LendingDataset } from '../ports.js';
import { readCurrentParameters } from './build-book.js';
import { assertParametersValid } from './parameter-space.js';

const BPS = 10_000;

/**
 * Reads everything that a search may move as it is in force: the reserve under study, the market file's `furtherAssets`, and the penalty's
 * shape where the policy's `changeLimits.penaltyShape` asks for it.
 *
 * @throws UsageError when a further asset is none of the dataset's or cannot be searched, the policy limits an asset that is not searched, or a
 *   penalty without such a shape
 */
export function readParametersInForce(dataset: LendingDataset, market: MarketFile, policy: PolicyFile, liquidation: LiquidationRule): SearchedParameters {
  const further = readFurtherAssets(market, policy);
  const { penaltyShape } = policy.changeLimits;
  const parameters: SearchedParameters = {
    ...readCurrentParameters(dataset, market.asset),
    ...(further.length > 0 ? { furtherReserves: Object.fromEntries(further.map((asset) => [asset, readCurrentParameters(dataset, asset)])) } : {}),
    ...(penaltyShape === undefined ? {} : { penaltyShape: readShape(liquidation, Object.keys(penaltyShape), policy.name) }),
  };
  assertParametersValid(parameters, 'the parameters in force');
  const shut = Object.entries(parameters.furtherReserves ?? {}).find(([, { ltvBps }]) => ltvBps === 0);
  if (shut) throw new UsageError(`furtherAssets: nothing may be borrowed against ${shut[0]}, its LTV is 0`, { where: market.name, suggestions: ['Leave it out: a search starts from what is in force.'] });
  return parameters;
}

function readFurtherAssets({ furtherAssets = [], asset, name }: MarketFile, { changeLimits, name: policyName }: PolicyFile): readonly string[] {
  const twice = furtherAssets.find((known, index) => known === asset || furtherAssets.indexOf(known) !== index);
  if (twice !== undefined) throw new UsageError(`furtherAssets: ${twice} is searched already`, { where: name, suggestions: ['Name each asset once; `asset` is searched in any case.'] });
  const idle = Object.keys(changeLimits.furtherAssets ?? {}).find((known) => !furtherAssets.includes(known));
  if (idle !== undefined) {
    throw new UsageError(`changeLimits.furtherAssets: ${idle} is not searched`, { where: `policy ${policyName}`, suggestions: [`Add it to furtherAssets of the market file; there: ${furtherAssets.join(', ') || 'none'}.`] });
  }
  return furtherAssets;
}

/** Names of the numbers that each kind of penalty has. */
const SHAPE_OF: Readonly<Record<PenaltyRule['kind'], readonly string[]>> = { flat: [], health: ['minimumShareBps', 'healthForMaxBps'], size: ['minimumShareBps', 'sizeForMaxUsd'] };

function readShape({ penalty, auction }: LiquidationRule, asked: readonly string[], policyName: string): PenaltyShapeParameters {
  const kind = auction ? 'flat' : penalty.kind;
  const foreign = asked.find((name) => !SHAPE_OF[kind].includes(name));
  if (penalty.kind === 'flat' || foreign !== undefined) {
    const what = auction ? 'an auction has no such penalty' : kind === 'flat' ? 'the penalty of the market is flat and has no shape' : `the penalty of the market depends on ${kind}`;
    throw new UsageError(`changeLimits.penaltyShape: ${what}`, {
      where: `policy ${policyName}`,
      suggestions: [kind === 'flat' ? 'Say liquidation.penalty in the market file, of kind health or size, or leave penaltyShape out.' : `It has ${SHAPE_OF[kind].join(' and ')}; leave ${foreign} out.`],
    });
  }
  const minimumShareBps = toWholeBps(penalty.minimumShareRatio, 'minimumShareRatio');
  return penalty.kind === 'health' ? { minimumShareBps, healthForMaxBps: toWholeBps(penalty.healthForMax, 'healthForMax') } : { minimumShareBps, sizeForMaxUsd: penalty.sizeForMaxUsd };
}

function toWholeBps(ratio: number, name: string): number {
  const bps = Math.round(ratio * BPS);
  if (bps / BPS === ratio) return bps;
  throw new UsageError(`liquidation.penalty.${name}: ${ratio} is no whole number of basis points, and a search moves by them`, { where: 'market file', suggestions: [`Write ${bps / BPS}.`] });
}
