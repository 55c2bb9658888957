/**
 * The calls of a Synthetix v3 perps market's owner.
 *
 * Trap: the function setLiquidationParameters takes the minimum before the scalar, its event lists them the other way round.
 * @source Synthetixio/synthetix-v3 23585f7, MarketConfigurationModule and GlobalPerpsMarketModule
 */
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { describeChange, describeSubject, groupBySubject, type ProposalModel, type ProposedChange } from '../model.js';
import { pickWholeSet, refuseParameter, requireSubject } from '../pick-values.js';
import type { RawUnit } from '../raw-unit.js';

interface OwnerCall {
  readonly name: string;
  /** Parameters in the order of the arguments, after the market's id. */
  readonly parameters: readonly string[];
  readonly isOfMarket: boolean;
  /** An address that the call sets too. */
  readonly contract?: string;
}

const CALLS: readonly OwnerCall[] = [
  {
    name: 'setLiquidationParameters',
    parameters: ['initialMarginRatioD18', 'minimumInitialMarginRatioD18', 'maintenanceMarginScalarD18', 'flagRewardRatioD18', 'minimumPositionMargin'],
    isOfMarket: true,
  },
  {
    name: 'setMaxLiquidationParameters',
    parameters: ['maxLiquidationLimitAccumulationMultiplier', 'maxSecondsInLiquidationWindow', 'maxLiquidationPd'],
    isOfMarket: true,
    contract: 'endorsedLiquidator',
  },
  { name: 'setFundingParameters', parameters: ['skewScale', 'maxFundingVelocity'], isOfMarket: true },
  { name: 'setMaxMarketSize', parameters: ['maxMarketSize'], isOfMarket: true },
  { name: 'setMaxMarketValue', parameters: ['maxMarketValue'], isOfMarket: true },
  { name: 'setLockedOiRatio', parameters: ['lockedOiRatio'], isOfMarket: true },
  { name: 'setKeeperRewardGuards', parameters: ['minKeeperRewardUsd', 'minKeeperProfitRatioD18', 'maxKeeperRewardUsd', 'maxKeeperScalingRatioD18'], isOfMarket: false },
];

const listKnown = (): string[] => CALLS.flatMap(({ parameters }) => parameters);

/** The declaration of an owner call. */
function declareCall({ name, parameters, isOfMarket, contract }: OwnerCall): string {
  const inputs = [...(isOfMarket ? ['uint128 marketId'] : []), ...parameters.map((parameter) => `uint256 ${parameter}`), ...(contract ? [`address ${contract}`] : [])];
  return `function ${name}(${inputs.join(', ')})`;
}

/**
 * Encodes one call per group of values that the contract sets together.
 *
 * Units: 18 decimals.
 * @throws UsageError when a value that a call sets too is not stated, the market has no id, or the book lacks an address
 */
export function buildSynthetixCalls(model: ProposalModel, book: AddressBook): GovernanceCall[] {
  const unknown = model.changes.find(({ parameter }) => !listKnown().includes(parameter));
  if (unknown) refuseParameter(unknown, "the owner's calls of a Synthetix v3 market", listKnown());
  return groupBySubject(model.changes).flatMap(([, changes]) =>
    CALLS.flatMap((call) => {
      const own = changes.filter(({ parameter }) => call.parameters.includes(parameter));
      return own.length === 0 ? [] : [encodeOwnerCall(call, own, model, book)];
    }),
  );
}

function encodeOwnerCall(call: OwnerCall, changes: readonly ProposedChange[], model: ProposalModel, book: AddressBook): GovernanceCall {
  const [first] = changes as [ProposedChange];
  const values = pickWholeSet(model, first.subject, call.parameters, call.name);
  const args = [...(call.isOfMarket ? [BigInt(requireSubject(first, 'id'))] : []), ...values, ...(call.contract ? [requireAddress(book, 'contracts', call.contract)] : [])];
  const stated = [...model.changes, ...model.kept];
  const units: Record<string, RawUnit> = Object.fromEntries(call.parameters.map((name) => [name, stated.find(({ parameter }) => parameter === name)!.unit]));
  const intent = `${describeSubject('synthetix-v3', first.subject)}: ${changes.map(describeChange).join(', ')}`;
  return encodeCall(requireAddress(book, 'contracts', 'perpsMarket'), declareCall(call), args, intent, { units, labels: labelAddresses(book) });
}
