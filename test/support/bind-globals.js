import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tsJest from 'ts-jest';

/**
 * ts-jest, with the language's own globals bound once per module.
 *
 * In the sandbox that jest gives each test file a global is looked up by name at every use, through a hook of the sandbox: `Math.log` in a loop takes
 * several times as long as outside, and tests of models two to five times. A constant of the module is found at once. What tests replace, such as
 * clocks and timers, is not bound.
 */
const GLOBALS = [
  ...['Array', 'ArrayBuffer', 'BigInt', 'BigInt64Array', 'BigUint64Array', 'Boolean', 'DataView', 'Error', 'Float32Array', 'Float64Array', 'Infinity', 'Int16Array', 'Int32Array', 'Int8Array'],
  ...['JSON', 'Map', 'Math', 'NaN', 'Number', 'Object', 'Promise', 'Set', 'String', 'Symbol', 'Uint16Array', 'Uint32Array', 'Uint8Array', 'WeakMap'],
];

const OWN_TEXT = readFileSync(new URL(import.meta.url));

function bind(result) {
  const used = GLOBALS.filter((name) => new RegExp(`\\b${name}\\b`).test(result.code));
  // On the first line, so that every line keeps its number.
  return used.length === 0 ? result : { ...result, code: `const { ${used.join(', ')} } = globalThis; ${result.code}` };
}

export default {
  createTransformer(options) {
    const inner = tsJest.default.createTransformer(options);
    // Jest keeps what a transform made: another version of this file makes something else.
    const toKey = (key) => createHash('sha256').update(key).update(OWN_TEXT).digest('hex');
    return {
      process: (...given) => bind(inner.process(...given)),
      processAsync: async (...given) => bind(await inner.processAsync(...given)),
      getCacheKey: (...given) => toKey(inner.getCacheKey(...given)),
      getCacheKeyAsync: async (...given) => toKey(await inner.getCacheKeyAsync(...given)),
    };
  },
};
