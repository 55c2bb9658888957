/**
 * Compound v3: the Configurator's setters, closed for each market by the deployment that makes them take effect.
 *
 * @source compound-finance/comet d5a30b0, Configurator and CometProxyAdmin
 */
import type { Address } from 'viem';
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { describeChange, describeSubject, groupBySubject, type ProposalModel, type ProposedChange } from '../model.js';
import { refuseParameter, requireSubject } from '../pick-values.js';
import type { RawUnit } from '../raw-unit.js';

interface Setter {
  readonly signature: string;
  readonly isOfAsset: boolean;
  /** Set by the whole DAO only; the others a market admin may set too. */
  readonly isGovernorOnly: boolean;
}

const ofAsset = (name: string, type = 'uint64'): Setter => ({ signature: `function ${name}(address cometProxy, address asset, ${type} newValue)`, isOfAsset: true, isGovernorOnly: false });
const ofMarket = (name: string, type: string, isGovernorOnly: boolean): Setter => ({ signature: `function ${name}(address cometProxy, ${type} newValue)`, isOfAsset: false, isGovernorOnly });

const SETTERS: Readonly<Record<string, Setter>> = {
  borrowCollateralFactorWad: ofAsset('updateAssetBorrowCollateralFactor'),
  liquidateCollateralFactorWad: ofAsset('updateAssetLiquidateCollateralFactor'),
  liquidationFactorWad: ofAsset('updateAssetLiquidationFactor'),
  supplyCapTokens: ofAsset('updateAssetSupplyCap', 'uint128'),
  storeFrontPriceFactorWad: ofMarket('setStoreFrontPriceFactor', 'uint64', true),
  targetReserves: ofMarket('setTargetReserves', 'uint104', true),
  baseBorrowMin: ofMarket('setBaseBorrowMin', 'uint104', false),
};

const DEPLOY = 'function deployAndUpgradeTo(address configuratorProxy, address cometProxy)';

/** Names of the changes that a market admin may not make. */
export function listGovernorOnly({ changes }: ProposalModel): string[] {
  return changes.filter(({ parameter }) => SETTERS[parameter]?.isGovernorOnly).map(({ parameter }) => parameter);
}

/**
 * Encodes the setters of every market followed by its `deployAndUpgradeTo`: without it nothing takes effect.
 *
 * Units: factors 1e18; a supply cap in the token's raw units, from whole tokens and its decimals.
 * @throws UsageError when the book lacks an address, or a parameter has no setter
 */
export function buildCompoundCalls({ changes }: ProposalModel, book: AddressBook): GovernanceCall[] {
  const configurator = requireAddress(book, 'contracts', 'configurator');
  const admin = requireAddress(book, 'contracts', 'cometProxyAdmin');
  const labels = labelAddresses(book);
  const markets = new Map<string, GovernanceCall[]>();
  for (const [, group] of groupBySubject(changes)) {
    for (const change of group) {
      const market = requireSubject(change, 'market');
      markets.set(market, [...(markets.get(market) ?? []), encodeSetter(change, configurator, requireAddress(book, 'markets', market), book, labels)]);
    }
  }
  return [...markets].flatMap(([market, calls]) => [
    ...calls,
    encodeCall(admin, DEPLOY, [configurator, requireAddress(book, 'markets', market)], `Deploy ${market} with the new configuration and upgrade to it; the changes take effect here`, { labels }),
  ]);
}

function encodeSetter(change: ProposedChange, configurator: Address, comet: Address, book: AddressBook, labels: Readonly<Record<Address, string>>): GovernanceCall {
  const setter = Object.hasOwn(SETTERS, change.parameter) ? SETTERS[change.parameter]! : refuseParameter(change, 'the Configurator', Object.keys(SETTERS));
  const { value, unit } = scaleValue(change);
  const args = setter.isOfAsset ? [comet, requireAddress(book, 'assets', requireSubject(change, 'asset')), value] : [comet, value];
  return encodeCall(configurator, setter.signature, args, `${describeSubject('compound-v3', change.subject)}: ${describeChange(change)}`, { labels, units: { newValue: unit } });
}

/** Caps are counted in whole tokens and stored in raw ones. */
function scaleValue(change: ProposedChange): { readonly value: bigint; readonly unit: RawUnit } {
  const value = change.to as bigint;
  if (change.parameter !== 'supplyCapTokens') return { value, unit: change.unit };
  const one = 10n ** BigInt(requireSubject(change, 'decimals'));
  return { value: value * one, unit: { ...change.unit, one } };
}
