import { decodeFunctionData, keccak256, stringToHex, type Hex } from 'viem';
import { parseFunction, type GovernanceCall } from '../calls/governance-call.js';

const TX_BUILDER_VERSION = '1.18.3';

type Json = null | string | number | boolean | undefined | readonly Json[] | { readonly [key: string]: Json };

export interface SafeBatchOptions {
  readonly chainId: number;
  readonly name: string;
  readonly description: string;
  readonly createdAtMilliseconds: number;
  /** The Safe that will run it. */
  readonly safe: string;
}

/**
 * Builds a batch file for Safe's transaction builder, with the checksum that its import checks.
 *
 * @source safe-global/safe-react-apps, tx-builder: file form 1.0
 */
export function buildSafeBatch(calls: readonly GovernanceCall[], { chainId, name, description, createdAtMilliseconds, safe }: SafeBatchOptions): object {
  const batch = {
    version: '1.0',
    chainId: String(chainId),
    createdAt: createdAtMilliseconds,
    meta: { name, description, txBuilderVersion: TX_BUILDER_VERSION, createdFromSafeAddress: safe, createdFromOwnerAddress: '' },
    transactions: calls.map(describeTransaction),
  };
  return { ...batch, meta: { ...batch.meta, checksum: computeSafeChecksum(batch as unknown as SafeBatchFile) } };
}

export type SafeBatchFile = { readonly meta: { readonly [key: string]: Json } } & { readonly [key: string]: Json };

/** Computes the checksum of a batch file: keccak-256 over its serialisation with the name taken out. */
export function computeSafeChecksum(file: SafeBatchFile): Hex {
  return keccak256(stringToHex(serialise({ ...file, meta: { ...file.meta, name: null } })));
}

/** Keys sorted and listed before their values; `undefined` counts as `null`. */
function serialise(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(serialise).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = value as { readonly [key: string]: Json };
    const keys = Object.keys(entries).sort();
    return `{${JSON.stringify(keys)}${keys.map((key) => `${serialise(entries[key])},`).join('')}}`;
  }
  return JSON.stringify(value === undefined ? null : value);
}

function describeTransaction({ target, value, calldata, signature }: GovernanceCall): object {
  const abi = parseFunction(signature);
  const { args = [] } = decodeFunctionData({ abi: [abi], data: calldata });
  const inputs = abi.inputs.map((input) => ({ ...input, internalType: input.type }));
  const texts = abi.inputs.map(({ name = '' }, index) => [name, describeInput(args[index])] as const);
  return { to: target, value, data: calldata, contractMethod: { inputs, name: abi.name, payable: false }, contractInputsValues: Object.fromEntries(texts) };
}

/** As the builder's form holds it: text as it is, numbers in plain digits, lists and structs as JSON. */
function describeInput(value: unknown): string {
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? entry.toString() : entry));
}
