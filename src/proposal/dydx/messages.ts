/**
 * Messages of a dYdX v4 governance proposal.
 *
 * proto3 JSON: uint64 are quoted, uint32 plain numbers. Every field of a message is set at once.
 * @source dydxprotocol/v4-chain 84d4664, protocol/x/perpetuals and protocol/x/clob, tx.proto; the gov module's address is the authority
 */
import { groupBySubject, type ProposalModel, type ProposedChange } from '../model.js';
import { pickWholeSet, refuseParameter, requireSubject } from '../pick-values.js';
import { GOV_MODULE, type DydxMessage } from './message.js';
import { buildPerpetualMessage, PERPETUAL_PARAMETERS } from './perpetual-message.js';

const TIER = ['initialMarginPpm', 'maintenanceFractionPpm', 'impactNotional', 'openInterestLowerCap', 'openInterestUpperCap'] as const;
const LIQUIDATIONS = [
  'maxLiquidationFeePpm',
  'minPositionNotionalLiquidated',
  'maxPositionPortionLiquidatedPpm',
  'maxNotionalLiquidated',
  'maxQuantumsInsuranceLost',
  'bankruptcyAdjustmentPpm',
  'spreadToMaintenanceMarginRatioPpm',
] as const;

/** Tiers first, so that a perpetual may be given one that the same proposal sets. @throws UsageError when a field of a message is not stated, or a tier or perpetual has no id or name */
export function buildDydxMessages(model: ProposalModel): DydxMessage[] {
  const isOf = (names: readonly string[]) => ({ parameter }: ProposedChange) => names.includes(parameter);
  const known = [...TIER, ...PERPETUAL_PARAMETERS, ...LIQUIDATIONS];
  const unknown = model.changes.find((change) => !isOf(known)(change));
  if (unknown) refuseParameter(unknown, 'a liquidity tier, a perpetual or the liquidations config', known);
  const tiers = groupBySubject(model.changes.filter(isOf(TIER))).map(([, [change]]) => buildTierMessage(model, change!));
  const perpetuals = groupBySubject(model.changes.filter(isOf(PERPETUAL_PARAMETERS))).map(([, changes]) => buildPerpetualMessage(model, changes));
  const liquidations = model.changes.find(isOf(LIQUIDATIONS));
  return [...tiers, ...perpetuals, ...(liquidations ? [buildLiquidationsMessage(model, liquidations)] : [])];
}

function buildTierMessage(model: ProposalModel, change: ProposedChange): DydxMessage {
  const id = requireSubject(change, 'id');
  const name = requireSubject(change, 'market');
  const [initial, fraction, impact, lower, upper] = pickWholeSet(model, change.subject, TIER, 'MsgSetLiquidityTier') as [bigint, bigint, bigint, bigint, bigint];
  return {
    '@type': '/dydxprotocol.perpetuals.MsgSetLiquidityTier',
    authority: GOV_MODULE,
    liquidity_tier: {
      id,
      name,
      initial_margin_ppm: Number(initial),
      maintenance_fraction_ppm: Number(fraction),
      // Deprecated, and still part of the message.
      base_position_notional: '0',
      impact_notional: impact.toString(),
      open_interest_lower_cap: lower.toString(),
      open_interest_upper_cap: upper.toString(),
    },
  };
}

function buildLiquidationsMessage(model: ProposalModel, change: ProposedChange): DydxMessage {
  const [fee, minimum, portion, notional, insurance, bankruptcy, spread] = pickWholeSet(model, change.subject, LIQUIDATIONS, 'MsgUpdateLiquidationsConfig') as [bigint, bigint, bigint, bigint, bigint, bigint, bigint];
  return {
    '@type': '/dydxprotocol.clob.MsgUpdateLiquidationsConfig',
    authority: GOV_MODULE,
    liquidations_config: {
      max_liquidation_fee_ppm: Number(fee),
      position_block_limits: { min_position_notional_liquidated: minimum.toString(), max_position_portion_liquidated_ppm: Number(portion) },
      subaccount_block_limits: { max_notional_liquidated: notional.toString(), max_quantums_insurance_lost: insurance.toString() },
      fillable_price_config: { bankruptcy_adjustment_ppm: Number(bankruptcy), spread_to_maintenance_margin_ratio_ppm: Number(spread) },
    },
  };
}
