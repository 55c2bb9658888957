/**
 * The virtual machine of one `TestChain`, in a thread of its own.
 *
 * Inside the test runner's context every global look-up takes a detour, which makes the interpreter's loop some twenty times slower.
 * Answers requests `{id, kind}` in the order in which they come: `call` {from, to?, data, timestamp}, `checkpoint`, `revert`.
 */
import { parentPort } from 'node:worker_threads';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createAddressFromString } from '@ethereumjs/util';
import { createVM } from '@ethereumjs/vm';

const GAS_LIMIT = 1_000_000_000n;
const ZERO = createAddressFromString('0x0000000000000000000000000000000000000000');

const evmOpts = { allowUnlimitedContractSize: true, allowUnlimitedInitCodeSize: true };
const { evm } = await createVM({ stateManager: new SimpleStateManager(), evmOpts });

const handlers = {
  checkpoint: () => evm.journal.checkpoint(),
  revert: () => evm.journal.revert(),
  async call({ from, to, data, timestamp }) {
    const caller = createAddressFromString(from);
    const { execResult, createdAddress } = await evm.runCall({
      caller,
      origin: caller,
      ...(to ? { to: createAddressFromString(to) } : {}),
      data,
      gasLimit: GAS_LIMIT,
      gasPrice: 0n,
      block: { header: createHeader(timestamp) },
    });
    return { returned: execResult.returnValue, error: execResult.exceptionError?.error ?? null, created: createdAddress?.toString() ?? null };
  },
};

function createHeader(timestamp) {
  return {
    number: timestamp / 12n,
    timestamp,
    coinbase: ZERO,
    cliqueSigner: () => ZERO,
    difficulty: 0n,
    prevRandao: new Uint8Array(32),
    gasLimit: GAS_LIMIT,
    baseFeePerGas: 0n,
    getBlobGasPrice: () => 1n,
  };
}

/** Valid jumps depend on the code alone; without this every call of a contract looks through its bytecode anew. */
async function rememberJumps() {
  const analyses = new WeakMap();
  const { runState } = await evm.runCode({ code: new Uint8Array([0]), gasLimit: 1n });
  const interpreter = Object.getPrototypeOf(runState.interpreter);
  const analyse = interpreter._getValidJumpDestinations;
  interpreter._getValidJumpDestinations = function (code) {
    const known = analyses.get(code) ?? analyse.call(this, code);
    analyses.set(code, known);
    return known;
  };
}
await rememberJumps();

let queue = Promise.resolve();
parentPort.on('message', ({ id, kind, ...request }) => {
  queue = queue.then(async () => {
    try {
      parentPort.postMessage({ id, value: await handlers[kind](request) });
    } catch (error) {
      parentPort.postMessage({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
});
