import { decodeFunctionData, encodeFunctionData, parseAbiItem, type AbiFunction, type Address, type Hex } from 'viem';
import { assertInvariant } from '../../core/assert.js';
import type { RawUnit } from '../raw-unit.js';

/** What helps to read a call's arguments; it never enters the calldata. */
export interface CallReading {
  /** Name of an argument or field, or its path as `data[0].value`, → the unit of its integers. */
  readonly units?: Readonly<Record<string, RawUnit>>;
  /** Address or hash → what it stands for. */
  readonly labels?: Readonly<Record<Hex, string>>;
  /** Functions that calldata inside `bytes` arguments may call. */
  readonly inner?: readonly string[];
}

/** One call that a vote would make, with what it means. */
export interface GovernanceCall extends CallReading {
  readonly target: Address;
  /** In wei, as a decimal text. */
  readonly value: string;
  /** Human-readable ABI of the function: `function f(uint256 x)`. */
  readonly signature: string;
  readonly calldata: Hex;
  /** What the call is for, in words. */
  readonly intent: string;
}

/** Encodes a call. @throws viem's error when the arguments do not fit the signature */
export function encodeCall(target: Address, signature: string, args: readonly unknown[], intent: string, reading: CallReading = {}): GovernanceCall {
  const abi = [parseFunction(signature)];
  const functionName = abi[0]!.name;
  const calldata = encodeFunctionData({ abi, functionName, args });
  assertInvariant(encodeFunctionData({ abi, functionName, args: decodeFunctionData({ abi, data: calldata }).args ?? [] }) === calldata, `calldata of ${signature} does not survive decoding`);
  return { target, value: '0', signature, calldata, intent, ...reading };
}

/** The function that a signature in words declares. */
export function parseFunction(signature: string): AbiFunction {
  return parseAbiItem(signature as 'function f()') as AbiFunction;
}
