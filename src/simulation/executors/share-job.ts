import { assertInvariant } from '../../core/assert.js';

type TypedArray = Float64Array | Int32Array | Uint8Array;
type TypedArrayConstructor = new (buffer: SharedArrayBuffer) => TypedArray;

/**
 * Gives plain data with every typed array, however deep, moved into shared memory, so that threads are handed views and not copies.
 *
 * What uses the outcome in place of `value` keeps each array once in the process. An array met twice is shared once; one that is shared
 * already, and everything that holds no array, stays as it is.
 * @throws InternalError when something is neither a primitive, a list, a plain object nor a typed array
 */
export function shareArrays<T>(value: T): T {
  return transform(value, false) as T;
}

/**
 * Gives a job as threads get it: arrays shared, and holes in place of the accounts' names.
 *
 * The engines count accounts (`accounts.length`) and never name them; a million names would be cloned for every thread. Structured clone
 * carries the length of such a list and nothing else.
 * @throws InternalError as `shareArrays`
 */
export function prepareForThreads<T>(job: T): T {
  return transform(job, true) as T;
}

function transform(root: unknown, leavesNames: boolean): unknown {
  const known = new Map<object, unknown>();
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value !== 'object' || value === null) {
      assertInvariant(typeof value !== 'function', `\`${key}\` of a job is a function; threads can be handed plain data only`);
      return value;
    }
    const outcome = known.get(value) ?? visitObject(value, key);
    known.set(value, outcome);
    return outcome;
  };
  const visitObject = (value: object, key: string): unknown => {
    if (ArrayBuffer.isView(value)) return shareArray(value as TypedArray);
    if (Array.isArray(value)) {
      if (leavesNames && key === 'accounts') return new Array<string>(value.length);
      return value.some(isObject) ? value.map((child) => visit(child, key)) : value;
    }
    assertInvariant(isPlain(value), `\`${key}\` of a job is no plain data`);
    return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, visit(child, name)]));
  };
  return visit(root, 'root');
}

function shareArray(array: TypedArray): TypedArray {
  if (isShared(array.buffer)) return array;
  const shared = new (array.constructor as TypedArrayConstructor)(new SharedArrayBuffer(array.byteLength));
  shared.set(array);
  return shared;
}

/** Asked by tag, and plainness by the chain's length: `instanceof` fails for data of another realm. */
function isShared(buffer: ArrayBufferLike): boolean {
  return Object.prototype.toString.call(buffer) === '[object SharedArrayBuffer]';
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isObject(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
