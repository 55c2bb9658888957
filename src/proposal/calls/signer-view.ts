/** What a call's bytes say, read back from the calldata, so that a signer need not trust the intent. */
import { decodeFunctionData, toFunctionSelector, type AbiParameter, type Address, type Hex } from 'viem';
import { formatRaw } from '../raw-unit.js';
import { parseFunction, type CallReading, type GovernanceCall } from './governance-call.js';

/** One argument, or one field of it, read back from calldata. */
export interface DecodedArgument {
  /** `asset`, `updates[0].ltv`, `data[1].value`. */
  readonly name: string;
  readonly type: string;
  /** As the bytes hold it; integers as decimal text. */
  readonly value: string;
  /** The value for people: `73.50 %`, the name of an address; left out when the value says it all. */
  readonly meaning?: string;
}

/** A call with what its bytes say. */
export interface SignerView {
  readonly intent: string;
  readonly target: Address;
  /** In wei, as a decimal text. */
  readonly value: string;
  readonly signature: string;
  readonly decoded: readonly DecodedArgument[];
  readonly calldata: Hex;
}

/** type(uint256).max − 42: Aave's config engine and risk steward leave such a value as it is. */
export const KEEP_CURRENT = 2n ** 256n - 43n;

/** Reads a call back from its bytes. */
export function viewCall(call: GovernanceCall): SignerView {
  const { intent, target, value, signature, calldata } = call;
  return { intent, target, value, signature, decoded: decodeCall(call), calldata };
}

/**
 * Reads a call's arguments back from its calldata.
 *
 * Shape: one entry per leaf; lists and structs are walked through, and so is calldata in `bytes` arguments whose function is known.
 */
export function decodeCall({ signature, calldata, ...reading }: Pick<GovernanceCall, 'signature' | 'calldata'> & CallReading): DecodedArgument[] {
  return decodeArguments('', signature, calldata, reading);
}

function decodeArguments(prefix: string, signature: string, calldata: Hex, reading: CallReading): DecodedArgument[] {
  const abi = parseFunction(signature);
  const { args = [] } = decodeFunctionData({ abi: [abi], data: calldata });
  return abi.inputs.flatMap((input, index) => decodeValue(`${prefix}${input.name ?? index}`, input, args[index], reading));
}

function decodeValue(path: string, parameter: AbiParameter, value: unknown, reading: CallReading): DecodedArgument[] {
  const list = /^(.*)\[\d*\]$/.exec(parameter.type);
  if (list) {
    const entry = { ...parameter, type: list[1]! };
    return (value as readonly unknown[]).flatMap((item, index) => decodeValue(`${path}[${index}]`, entry, item, reading));
  }
  if (parameter.type === 'tuple' && 'components' in parameter) {
    const fields = value as Readonly<Record<string, unknown>>;
    return parameter.components.flatMap((field) => decodeValue(`${path}.${field.name}`, field, fields[field.name ?? ''], reading));
  }
  const inner = parameter.type === 'bytes' ? reading.inner?.find((signature) => toFunctionSelector(parseFunction(signature)) === (value as Hex).slice(0, 10)) : undefined;
  if (inner) return decodeArguments(`${path}.`, inner, value as Hex, reading);
  const meaning = describeMeaning(path, parameter.name ?? '', value, reading);
  return [{ name: path, type: parameter.type, value: value === KEEP_CURRENT ? 'KEEP_CURRENT' : String(value), ...(meaning === undefined ? {} : { meaning }) }];
}

function describeMeaning(path: string, name: string, value: unknown, { units = {}, labels = {} }: CallReading): string | undefined {
  if (value === KEEP_CURRENT) return 'stays as it is';
  // The decoder gives integers of up to 48 bits as numbers.
  if (typeof value === 'bigint' || typeof value === 'number') {
    const unit = units[path] ?? (Object.hasOwn(units, name) ? units[name] : undefined);
    return unit && formatRaw(BigInt(value), unit);
  }
  return Object.entries(labels).find(([hex]) => hex.toLowerCase() === String(value).toLowerCase())?.[1];
}
