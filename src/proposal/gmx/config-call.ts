import { encodeFunctionData, type Hex } from 'viem';
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, parseFunction, type GovernanceCall } from '../calls/governance-call.js';
import { describeChange, describeSubject, type ProposalModel, type ProposedChange } from '../model.js';
import { refuseParameter, requireSubject } from '../pick-values.js';
import { encodeKeyData, GMX_KEYS, hashBaseKey, hashStoredKey, type GmxKey } from './config-keys.js';

const SET_UINT = 'function setUint(bytes32 baseKey, bytes data, uint256 value)';
const MULTICALL = 'function multicall(bytes[] data)';

/** One `setUint` with the key that it reaches, so that a reader can look the value up. */
export interface GmxSetting {
  readonly change: ProposedChange;
  readonly key: GmxKey;
  readonly baseKey: Hex;
  readonly data: Hex;
  readonly storedKey: Hex;
}

/** Finds the key of every change. @throws UsageError when there is none, or the book lacks the market */
export function listGmxSettings({ changes }: ProposalModel, book: AddressBook): GmxSetting[] {
  return changes.map((change) => {
    const key = Object.hasOwn(GMX_KEYS, change.parameter) ? GMX_KEYS[change.parameter]! : refuseParameter(change, "GMX's Config", Object.keys(GMX_KEYS));
    const market = key.scope.kind === 'global' ? null : requireAddress(book, 'markets', requireSubject(change, 'market'));
    const baseKey = hashBaseKey(key.name);
    const data = encodeKeyData(key.scope, market);
    return { change, key, baseKey, data, storedKey: hashStoredKey(baseKey, data) };
  });
}

/**
 * Encodes all changes as one `multicall` of `setUint`, for an account with the role CONFIG_KEEPER: they hold together or not at all.
 *
 * Units: 30 decimals.
 * @throws UsageError when the book lacks contracts.config or a market, or there is no key
 * @source gmx-io/gmx-synthetics a5c0c88, Config.setUint 0xa43f85c5, BasicMulticall.multicall 0xac9650d8
 */
export function buildGmxCall(model: ProposalModel, book: AddressBook): GovernanceCall {
  const settings = listGmxSettings(model, book);
  const inner = settings.map(({ change, baseKey, data }) => encodeFunctionData({ abi: [parseFunction(SET_UINT)], args: [baseKey, data, change.to] }));
  const labels: Record<Hex, string> = labelAddresses(book);
  for (const setting of settings) {
    labels[setting.baseKey] = setting.key.name;
    // What the flag means follows from the key, and one flag may serve two keys.
    if (setting.data !== '0x') labels[setting.data] = setting.key.scope.kind === 'flag' ? `${setting.change.subject.market}, ${setting.key.scope.flag}` : setting.change.subject.market!;
  }
  const units = Object.fromEntries(settings.map(({ change }, index) => [`data[${index}].value`, change.unit]));
  const intent = settings.map(describeGmxSetting).join('; ');
  return encodeCall(requireAddress(book, 'contracts', 'config'), MULTICALL, [inner], intent, { units, labels, inner: [SET_UINT] });
}

/** `ETH/USD, long (true): Largest open interest from $90,000,000 to $60,000,000`. */
export function describeGmxSetting({ change, key }: GmxSetting): string {
  const flag = key.scope.kind === 'flag' ? `, ${key.scope.word} (${key.scope.flag})` : '';
  return `${describeSubject('gmx-v2', change.subject)}${flag}: ${describeChange(change)}`;
}
