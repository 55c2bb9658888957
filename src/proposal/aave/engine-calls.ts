import type { Address } from 'viem';
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { KEEP_CURRENT } from '../calls/signer-view.js';
import { describeChange, describeSubject, type ProposedChange } from '../model.js';
import { requireSubject } from '../pick-values.js';
import type { RawUnit } from '../raw-unit.js';
import { ENGINE_STRUCTS, listFields, sortIntoStructs, type AaveEngineVersion, type EngineStruct, type EngineUpdate } from './engine-structs.js';

/** What a text field holds to stay as it is. */
export const KEEP_CURRENT_STRING = 'KEEP_CURRENT_STRING';

/** Who takes the updates: some functions go by another name on the steward. */
export type EngineTaker = 'engine' | 'steward';

/**
 * Encodes updates of the config engine, or of the risk steward, which takes the same: one call per kind, the assets of a kind together;
 * what does not move is kept. The engine's calls are for an executor's delegate call; the steward's are for its council.
 *
 * Units: basis points, the bonus as the excess over 100 %; caps in whole tokens.
 * @throws UsageError when the book lacks an asset, or no struct holds a parameter
 * @source aave-v3-origin, AaveV3ConfigEngine, and aave-v3-risk-stewards, RiskSteward: updateCollateralSide 0x09d83328 (v3.6), 0x02da32ae
 * (v3.7); updateCaps 0x55caa163; updateRates 0xdecec215, the engine's updateRateStrategies; updateEModeCategories 0x4ee1151a (v3.6), 0x4b56247b (v3.7)
 */
export function buildEngineCalls(changes: readonly ProposedChange[], version: AaveEngineVersion, target: Address, book: AddressBook, purpose: string, taker: EngineTaker = 'engine'): GovernanceCall[] {
  const updates = sortIntoStructs(changes);
  return ENGINE_STRUCTS.flatMap((struct) => {
    const own = updates.filter((update) => update.struct === struct);
    return own.length === 0 ? [] : [encodeUpdates(struct, own, version, target, book, purpose, taker)];
  });
}

function encodeUpdates(struct: EngineStruct, updates: readonly EngineUpdate[], version: AaveEngineVersion, target: Address, book: AddressBook, purpose: string, taker: EngineTaker): GovernanceCall {
  const fields = listFields(struct, version);
  const key = struct.key === 'asset' ? 'address asset' : 'uint8 eModeCategory';
  const functionName = taker === 'steward' ? (struct.stewardFunctionName ?? struct.functionName) : struct.functionName;
  const declared = fields.map(({ name, type }) => `${type} ${name}`);
  const held = struct.nested ? [`(${declared.join(', ')}) ${struct.nested.field}`] : declared;
  const signature = `function ${functionName}((${[key, ...held].join(', ')})[] updates)`;
  const units: Record<string, RawUnit> = {};
  const list = updates.map(({ subject, changes }) => {
    const on = { [struct.key]: struct.key === 'asset' ? requireAddress(book, 'assets', subject.asset!) : requireSubject(changes[0]!, 'id') };
    const values: Record<string, unknown> = {};
    for (const { name, type, parameter } of fields) {
      const change = changes.find((candidate) => candidate.parameter === parameter);
      if (change) units[name] = change.unit;
      values[name] = change ? change.to : type === 'string' ? KEEP_CURRENT_STRING : KEEP_CURRENT;
    }
    return { ...on, ...(struct.nested ? { [struct.nested.field]: values } : values) };
  });
  const intent = updates.map(({ subject, changes }) => `${describeSubject('aave-v3', subject)}: ${changes.map(describeChange).join(', ')}`).join('; ');
  return encodeCall(target, signature, [list], `${purpose}: ${intent}`, { units, labels: labelAddresses(book) });
}
