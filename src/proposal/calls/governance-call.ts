import { decodeFunctionData, encodeFunctionData, parseAbiItem, type AbiFunction, type Address, type Hex } from 'viem';
import { assertInvariant } from '../../core/assert.js';

/** One call that a vote would make, with what it means. */
export interface GovernanceCall {
  readonly target: Address;
  /** In wei, as a decimal text. */
  readonly value: string;
  /** Human-readable ABI of the function: `function f(uint256 x)`. */
  readonly signature: string;
  readonly calldata: Hex;
  /** What the call is for, in words. */
  readonly intent: string;
}

/** One argument read back from calldata. */
export interface DecodedArgument {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** A call with what its bytes say, read back from the calldata. */
export interface SignerView extends GovernanceCall {
  readonly decoded: readonly DecodedArgument[];
}

/** Encodes a call. @throws viem's error when the arguments do not fit the signature */
export function encodeCall(target: Address, signature: string, args: readonly unknown[], intent: string): GovernanceCall {
  const abi = [parseFunction(signature)];
  const functionName = abi[0]!.name;
  const calldata = encodeFunctionData({ abi, functionName, args });
  const call: GovernanceCall = { target, value: '0', signature, calldata, intent };
  assertInvariant(encodeFunctionData({ abi, functionName, args: decodeFunctionData({ abi, data: calldata }).args ?? [] }) === calldata, `calldata of ${signature} does not survive decoding`);
  return call;
}

/**
 * Reads a call's arguments back from its calldata, so that a signer sees what the bytes say and not what was meant.
 *
 * Shape: one entry per parameter of the signature; tuples and lists as JSON, integers as decimal text.
 */
export function decodeCall({ signature, calldata }: GovernanceCall): DecodedArgument[] {
  const abi = parseFunction(signature);
  const { args = [] } = decodeFunctionData({ abi: [abi], data: calldata });
  return abi.inputs.map(({ name = '', type }, index) => ({ name, type, value: describeValue(args[index]) }));
}

/** The function that a signature in words declares. */
export function parseFunction(signature: string): AbiFunction {
  return parseAbiItem(signature as 'function f()') as AbiFunction;
}

/** type(uint256).max − 42: Aave's config engine and risk steward leave such a value as it is. */
export const KEEP_CURRENT = 2n ** 256n - 43n;

function describeValue(value: unknown): string {
  if (typeof value === 'bigint') return describeInteger(value);
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, entry: unknown) => (typeof entry === 'bigint' ? describeInteger(entry) : entry));
}

function describeInteger(value: bigint): string {
  return value === KEEP_CURRENT ? 'KEEP_CURRENT' : value.toString();
}
