import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { bytesToHex, decodeErrorResult, decodeFunctionResult, encodeDeployData, encodeFunctionData, hexToBytes, type Abi, type Hex } from 'viem';
import type { Artifact } from './artifacts.js';

/** A deployed contract: where it is and how it is spoken to. */
export interface Contract {
  readonly address: Hex;
  readonly abi: Abi;
}

/** A call that the contract reverted; `reason` is the revert string, the custom error's name, or `reverted`. */
export class Reverted extends Error {
  constructor(
    readonly call: string,
    readonly reason: string,
  ) {
    super(`${call} reverted: ${reason}`);
  }
}

/** What a call left: its bytes, the interpreter's complaint, and the address of a contract that it created. */
interface CallResult {
  readonly returned: Uint8Array;
  readonly error: string | null;
  readonly created: Hex | null;
}

type Reply = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly failure: string };

/** A chain in memory: deploys, calls, moves time, and forgets what happened since a mark. */
export class TestChain {
  timestamp = 1_700_000_000n;

  private readonly worker = new Worker(path.join(import.meta.dirname, 'evm-worker.mjs'));
  private readonly pending = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>();
  private requests = 0;

  /** `errors`: custom errors that called contracts pass on from libraries, which their own ABI does not list. */
  constructor(private readonly errors: Abi = []) {
    this.worker.unref();
    this.worker.on('message', (reply: Reply) => {
      const { resolve, reject } = this.pending.get(reply.id)!;
      this.pending.delete(reply.id);
      if ('failure' in reply) reject(new Error(`the EVM failed: ${reply.failure}`));
      else resolve(reply.value);
    });
    this.worker.on('error', (error) => {
      for (const { reject } of this.pending.values()) reject(error);
      this.pending.clear();
    });
  }

  async deploy(artifact: Artifact, from: Hex, args: readonly unknown[] = []): Promise<Contract> {
    const data = encodeDeployData({ abi: artifact.abi, bytecode: artifact.bytecode, args } as never);
    const result = await this.run(from, null, data);
    if (result.error !== null || !result.created) throw new Reverted('deploy', describeRevert([...artifact.abi, ...this.errors], result));
    return { address: result.created, abi: artifact.abi };
  }

  /** Calls a function as an account and keeps its effects. @throws Reverted */
  async send(contract: Contract, from: Hex, functionName: string, ...args: readonly unknown[]): Promise<unknown> {
    const data = encodeFunctionData({ abi: contract.abi, functionName, args } as never);
    const result = await this.run(from, contract.address, data);
    if (result.error !== null) throw new Reverted(functionName, describeRevert([...contract.abi, ...this.errors], result));
    return decodeFunctionResult({ abi: contract.abi, functionName, data: bytesToHex(result.returned) } as never);
  }

  /** Makes a call of which only the bytes are known, as a wallet would. @throws Reverted */
  async sendBytes(from: Hex, to: Hex, data: Hex): Promise<void> {
    const result = await this.run(from, to, data);
    if (result.error !== null) throw new Reverted(data.slice(0, 10), describeRevert(this.errors, result));
  }

  /** Reads a value; the generic argument states what the ABI promises. */
  async read<T>(contract: Contract, functionName: string, ...args: readonly unknown[]): Promise<T> {
    return (await this.send(contract, '0x00000000000000000000000000000000000000ff', functionName, ...args)) as T;
  }

  /** Runs work on a copy of the state: everything it did, and the time that it let pass, is undone. */
  async discard<T>(work: () => Promise<T>): Promise<T> {
    const { timestamp } = this;
    await this.ask({ kind: 'checkpoint' });
    try {
      return await work();
    } finally {
      await this.ask({ kind: 'revert' });
      this.timestamp = timestamp;
    }
  }

  private async run(from: Hex, to: Hex | null, data: Hex): Promise<CallResult> {
    return (await this.ask({ kind: 'call', from, to, data: hexToBytes(data), timestamp: this.timestamp })) as CallResult;
  }

  private ask(request: Readonly<Record<string, unknown>>): Promise<unknown> {
    const id = this.requests;
    this.requests += 1;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      // While an answer is awaited the thread keeps the process alive; between questions it does not.
      this.worker.ref();
      this.worker.postMessage({ id, ...request });
    }).finally(() => {
      if (this.pending.size === 0) this.worker.unref();
    });
  }
}

function describeRevert(abi: Abi, { returned, error }: CallResult): string {
  if (returned.length < 4) return error ?? 'reverted';
  try {
    const { errorName, args } = decodeErrorResult({ abi, data: bytesToHex(returned) } as never) as { errorName: string; args?: readonly unknown[] };
    return errorName === 'Error' ? String(args?.[0]) : errorName;
  } catch {
    return bytesToHex(returned.slice(0, 4));
  }
}
