/**
 * The keys under which GMX v2 stores its configuration.
 *
 * @source gmx-io/gmx-synthetics a5c0c88, contracts/data/Keys.sol and contracts/config/Config.sol
 */
import { concatHex, encodeAbiParameters, keccak256, type Address, type Hex } from 'viem';

/** What a key is set for beside its name: nothing, a market, a market's side, or the sign of a price impact. */
export type GmxScope = { readonly kind: 'global' } | { readonly kind: 'market' } | { readonly kind: 'flag'; readonly flag: boolean; readonly word: string };

export interface GmxKey {
  readonly name: string;
  readonly scope: GmxScope;
}

const MARKET: GmxScope = { kind: 'market' };
const pair = (parameter: string, name: string, yes: string, no: string): readonly (readonly [string, GmxKey])[] => [
  [`${parameter}${yes}`, { name, scope: { kind: 'flag', flag: true, word: yes.toLowerCase() } }],
  [`${parameter}${no}`, { name, scope: { kind: 'flag', flag: false, word: no.toLowerCase() } }],
];

/** Parameter → key. The flag is `isLong`, or `isPositive` of a price impact. */
export const GMX_KEYS: Readonly<Record<string, GmxKey>> = Object.fromEntries([
  ['minCollateralFactor', { name: 'MIN_COLLATERAL_FACTOR', scope: MARKET }],
  ['minCollateralFactorForLiquidation', { name: 'MIN_COLLATERAL_FACTOR_FOR_LIQUIDATION', scope: MARKET }],
  ['liquidationFeeFactor', { name: 'LIQUIDATION_FEE_FACTOR', scope: MARKET }],
  ['maxPositionImpactFactorForLiquidations', { name: 'MAX_POSITION_IMPACT_FACTOR_FOR_LIQUIDATIONS', scope: MARKET }],
  ['minCollateralUsd', { name: 'MIN_COLLATERAL_USD', scope: { kind: 'global' } }],
  ...pair('minCollateralFactorForOpenInterestMultiplier', 'MIN_COLLATERAL_FACTOR_FOR_OPEN_INTEREST_MULTIPLIER', 'Long', 'Short'),
  ...pair('maxOpenInterest', 'MAX_OPEN_INTEREST', 'Long', 'Short'),
  ...pair('reserveFactor', 'RESERVE_FACTOR', 'Long', 'Short'),
  ...pair('openInterestReserveFactor', 'OPEN_INTEREST_RESERVE_FACTOR', 'Long', 'Short'),
  ...pair('positionImpactFactor', 'POSITION_IMPACT_FACTOR', 'Positive', 'Negative'),
  ...pair('positionImpactExponentFactor', 'POSITION_IMPACT_EXPONENT_FACTOR', 'Positive', 'Negative'),
  ...pair('maxPositionImpactFactor', 'MAX_POSITION_IMPACT_FACTOR', 'Positive', 'Negative'),
] as readonly (readonly [string, GmxKey])[]);

/** baseKey = keccak256(abi.encode(name)). */
export function hashBaseKey(name: string): Hex {
  return keccak256(encodeAbiParameters([{ type: 'string' }], [name]));
}

/** data = abi.encode(market), abi.encode(market, flag), or nothing. */
export function encodeKeyData(scope: GmxScope, market: Address | null): Hex {
  if (scope.kind === 'global' || market === null) return '0x';
  if (scope.kind === 'market') return encodeAbiParameters([{ type: 'address' }], [market]);
  return encodeAbiParameters([{ type: 'address' }, { type: 'bool' }], [market, scope.flag]);
}

/** Where the store keeps the value: keccak256(baseKey ‖ data). Special case: without data the base key itself. */
export function hashStoredKey(baseKey: Hex, data: Hex): Hex {
  return data === '0x' ? baseKey : keccak256(concatHex([baseKey, data]));
}
