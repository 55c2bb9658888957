import { createVM } from '@ethereumjs/vm';
import { SimpleStateManager } from '@ethereumjs/statemanager';
import { createAddressFromString, bytesToHex, hexToBytes } from '@ethereumjs/util';
import { decodeErrorResult, decodeFunctionResult, encodeDeployData, encodeFunctionData, type Abi, type Hex } from 'viem';
import type { Artifact } from './artifacts.js';

const GAS_LIMIT = 1_000_000_000n;

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

type EvmError = { readonly error: string };

/** A chain in memory: deploys, calls, moves time, and forgets what happened since a mark. */
export class TestChain {
  timestamp = 1_700_000_000n;

  private constructor(
    private readonly vm: Awaited<ReturnType<typeof createVM>>,
    private readonly errors: Abi,
  ) {}

  /** `errors`: custom errors that called contracts pass on from libraries, which their own ABI does not list. */
  static async create(errors: Abi = []): Promise<TestChain> {
    const evmOpts = { allowUnlimitedContractSize: true, allowUnlimitedInitCodeSize: true };
    return new TestChain(await createVM({ stateManager: new SimpleStateManager(), evmOpts }), errors);
  }

  async deploy(artifact: Artifact, from: Hex, args: readonly unknown[] = []): Promise<Contract> {
    const data = encodeDeployData({ abi: artifact.abi, bytecode: artifact.bytecode, args } as never);
    const { execResult, createdAddress } = await this.run(from, undefined, data);
    if (execResult.exceptionError || !createdAddress) throw new Reverted('deploy', describeRevert([...artifact.abi, ...this.errors], execResult));
    return { address: createdAddress.toString() as Hex, abi: artifact.abi };
  }

  /** Calls a function as an account and keeps its effects. @throws Reverted */
  async send(contract: Contract, from: Hex, functionName: string, ...args: readonly unknown[]): Promise<unknown> {
    const data = encodeFunctionData({ abi: contract.abi, functionName, args } as never);
    const { execResult } = await this.run(from, contract.address, data);
    if (execResult.exceptionError) throw new Reverted(functionName, describeRevert([...contract.abi, ...this.errors], execResult));
    return decodeFunctionResult({ abi: contract.abi, functionName, data: bytesToHex(execResult.returnValue) } as never);
  }

  /** Reads a value; the generic argument states what the ABI promises. */
  async read<T>(contract: Contract, functionName: string, ...args: readonly unknown[]): Promise<T> {
    return (await this.send(contract, '0x00000000000000000000000000000000000000ff', functionName, ...args)) as T;
  }

  /** Runs work on a copy of the state: everything it did, and the time that it let pass, is undone. */
  async discard<T>(work: () => Promise<T>): Promise<T> {
    const { timestamp } = this;
    await this.vm.evm.journal.checkpoint();
    try {
      return await work();
    } finally {
      await this.vm.evm.journal.revert();
      this.timestamp = timestamp;
    }
  }

  private run(from: Hex, to: Hex | undefined, data: Hex) {
    const caller = createAddressFromString(from);
    return this.vm.evm.runCall({
      caller,
      origin: caller,
      ...(to ? { to: createAddressFromString(to) } : {}),
      data: hexToBytes(data),
      gasLimit: GAS_LIMIT,
      gasPrice: 0n,
      block: this.currentBlock() as never,
    });
  }

  private currentBlock() {
    const zero = createAddressFromString('0x0000000000000000000000000000000000000000');
    return {
      header: {
        number: this.timestamp / 12n,
        timestamp: this.timestamp,
        coinbase: zero,
        cliqueSigner: () => zero,
        difficulty: 0n,
        prevRandao: new Uint8Array(32),
        gasLimit: GAS_LIMIT,
        baseFeePerGas: 0n,
        getBlobGasPrice: () => 1n,
      },
    };
  }
}

function describeRevert(abi: Abi, { returnValue, exceptionError }: { returnValue: Uint8Array; exceptionError?: EvmError | undefined }): string {
  if (returnValue.length < 4) return exceptionError?.error ?? 'reverted';
  try {
    const { errorName, args } = decodeErrorResult({ abi, data: bytesToHex(returnValue) } as never) as { errorName: string; args?: readonly unknown[] };
    return errorName === 'Error' ? String(args?.[0]) : errorName;
  } catch {
    return bytesToHex(returnValue.slice(0, 4));
  }
}
