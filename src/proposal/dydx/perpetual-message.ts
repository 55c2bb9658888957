import { UsageError } from '../../core/errors.js';
import type { ProposalModel, ProposedChange } from '../model.js';
import { pickWholeSet, requireSubject } from '../pick-values.js';
import { GOV_MODULE, type DydxMessage } from './message.js';

export const PERPETUAL_PARAMETERS = ['liquidityTier', 'marketId', 'atomicResolution', 'defaultFundingPpm', 'marketType'] as const;
/** Part of the message, and taken from the chain's own state when it is executed. */
const FIXED: readonly string[] = ['atomicResolution', 'marketType'];
/** Names of the enum in proto3 JSON, by number. */
const MARKET_TYPES: readonly string[] = ['PERPETUAL_MARKET_TYPE_UNSPECIFIED', 'PERPETUAL_MARKET_TYPE_CROSS', 'PERPETUAL_MARKET_TYPE_ISOLATED'];

/**
 * Builds the message that gives a perpetual another liquidity tier, oracle market or default funding. The market's name is the ticker.
 *
 * @throws UsageError when a field is not stated, or one changes that the chain would silently keep
 * @source dydxprotocol/v4-chain 84d4664, perpetuals/perpetual.proto and keeper ModifyPerpetual
 */
export function buildPerpetualMessage(model: ProposalModel, changes: readonly ProposedChange[]): DydxMessage {
  const [first] = changes as [ProposedChange];
  const fixed = changes.find(({ parameter }) => FIXED.includes(parameter));
  if (fixed) {
    throw new UsageError(`MsgUpdatePerpetualParams does not change ${fixed.parameter}: the chain keeps its own`, { where: `changes, ${fixed.parameter}`, suggestions: ['Name it with its value in force under `from` and no `to`.'] });
  }
  const id = requireSubject(first, 'id');
  const ticker = requireSubject(first, 'market');
  const [tier, market, resolution, funding, type] = pickWholeSet(model, first.subject, PERPETUAL_PARAMETERS, 'MsgUpdatePerpetualParams') as [bigint, bigint, bigint, bigint, bigint];
  return {
    '@type': '/dydxprotocol.perpetuals.MsgUpdatePerpetualParams',
    authority: GOV_MODULE,
    perpetual_params: {
      id,
      ticker,
      market_id: Number(market),
      atomic_resolution: Number(resolution),
      default_funding_ppm: Number(funding),
      liquidity_tier: Number(tier),
      market_type: MARKET_TYPES[Number(type)],
    },
  };
}
