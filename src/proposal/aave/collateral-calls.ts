import type { Address } from 'viem';
import { UsageError } from '../../core/errors.js';
import type { ReserveParameters, RunResult } from '../../core/run-result.js';
import { describeParameters } from '../../report/words/parameters.js';
import type { AddressBook } from '../address-book.js';
import { encodeCall, KEEP_CURRENT, type GovernanceCall } from '../calls/governance-call.js';

const FULL_BPS = 10_000;

const CONFIGURE = 'function configureReserveAsCollateral(address asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)';
/** `debtCeiling` went with v3.7. */
const UPDATE_COLLATERAL_SIDE: Readonly<Record<AaveEngineVersion, string>> = {
  'v3.6': 'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 debtCeiling, uint256 liqProtocolFee)[] updates)',
  'v3.7': 'function updateCollateralSide((address asset, uint256 ltv, uint256 liqThreshold, uint256 liqBonus, uint256 liqProtocolFee)[] updates)',
};

export type AaveEngineVersion = 'v3.6' | 'v3.7';

/**
 * Encodes the configurator's call that sets the recommended values.
 *
 * Units: basis points; the configurator takes the bonus with its 100 %, where everything here is the excess.
 * @throws UsageError when the book lacks the configurator or the asset
 * @source Aave PoolConfigurator.configureReserveAsCollateral, selector 0x7c4e560b; the same in v2's LendingPoolConfigurator
 */
export function buildConfiguratorCall({ asset, recommended }: RunResult, book: AddressBook): GovernanceCall {
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = recommended;
  const args = [requireAddress(book.assets, asset, 'assets'), BigInt(ltvBps), BigInt(liquidationThresholdBps), BigInt(FULL_BPS + liquidationBonusBps)];
  return encodeCall(requireAddress(book.contracts, 'configurator', 'contracts'), CONFIGURE, args, `Set ${asset} to ${describeParameters(recommended)}`);
}

/**
 * Encodes the risk steward's update of one step towards the recommended values; what does not move is kept.
 *
 * Units: basis points; the steward takes the bonus as the excess.
 * @throws UsageError when the book lacks the risk steward or the asset
 * @source aave-v3-risk-stewards, RiskSteward.updateCollateralSide: 0x09d83328 (v3.6), 0x02da32ae (v3.7)
 */
export function buildStewardCall(asset: string, from: ReserveParameters, to: ReserveParameters, version: AaveEngineVersion, book: AddressBook): GovernanceCall {
  const target = requireAddress(book.contracts, 'riskSteward', 'contracts');
  return encodeCollateralUpdate(target, asset, from, to, version, book, `Steward step for ${asset}: ${describeParameters(from)} → ${describeParameters(to)}`);
}

/**
 * Encodes the config engine's update of one reserve; what does not move is kept. The executor makes it as a delegate call.
 *
 * Units: basis points; the engine takes the bonus as the excess.
 * @throws UsageError when the book lacks the config engine or the asset
 * @source aave-v3-origin, AaveV3ConfigEngine.updateCollateralSide: 0x09d83328 (v3.6), 0x02da32ae (v3.7)
 */
export function buildEngineCall({ asset, current, recommended }: RunResult, version: AaveEngineVersion, book: AddressBook): GovernanceCall {
  const target = requireAddress(book.contracts, 'configEngine', 'contracts');
  return encodeCollateralUpdate(target, asset, current, recommended, version, book, `Update ${asset} through the config engine: ${describeParameters(current)} → ${describeParameters(recommended)}`);
}

function encodeCollateralUpdate(target: Address, asset: string, from: ReserveParameters, to: ReserveParameters, version: AaveEngineVersion, book: AddressBook, intent: string): GovernanceCall {
  const moved = (name: keyof ReserveParameters): bigint => (to[name] === from[name] ? KEEP_CURRENT : BigInt(to[name]));
  const update = {
    asset: requireAddress(book.assets, asset, 'assets'),
    ltv: moved('ltvBps'),
    liqThreshold: moved('liquidationThresholdBps'),
    liqBonus: moved('liquidationBonusBps'),
    ...(version === 'v3.6' ? { debtCeiling: KEEP_CURRENT } : {}),
    liqProtocolFee: KEEP_CURRENT,
  };
  return encodeCall(target, UPDATE_COLLATERAL_SIDE[version], [[update]], intent);
}

/** @throws UsageError naming what the book lacks */
export function requireAddress(table: Readonly<Record<string, Address>>, name: string, section: string): Address {
  const address = Object.hasOwn(table, name) ? table[name] : undefined;
  if (address) return address;
  throw new UsageError(`the address book has no ${section}.${name}`, { where: `${section}.${name}`, suggestions: ['Add it to the file given with --addresses, with its source and date.'] });
}
