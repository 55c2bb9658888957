import { encodeFunctionData, parseAbi, sliceHex, toFunctionSignature, type Address, type Hex } from 'viem';
import { parseFunction, type GovernanceCall } from '../calls/governance-call.js';

/** What a Governor Bravo, or Compound's market-update proposer, takes: signatures apart from arguments. */
export interface BravoBundle {
  readonly governor: Address;
  readonly chainId: number;
  readonly targets: readonly Address[];
  readonly values: readonly string[];
  /** `f(address,uint64)`: the governor puts the selector before the calldata itself. */
  readonly signatures: readonly string[];
  /** Without selectors: with one, the target would be called with it twice. */
  readonly calldatas: readonly Hex[];
  readonly description: string;
  /** The whole call of `propose`, for a wallet. */
  readonly proposeCalldata: Hex;
}

const PROPOSE = parseAbi(['function propose(address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, string description)']);

/**
 * Builds the bundle of a five-argument proposal; its id is a counter of the contract's, known only afterwards.
 *
 * @source compound-finance, GovernorBravoDelegate.propose and MarketUpdateProposer.propose, 0xda95691a
 */
export function buildBravoBundle(calls: readonly GovernanceCall[], governor: Address, chainId: number, description: string): BravoBundle {
  const targets = calls.map(({ target }) => target);
  const values = calls.map(({ value }) => value);
  const signatures = calls.map(({ signature }) => toFunctionSignature(parseFunction(signature)));
  const calldatas = calls.map(({ calldata }) => sliceHex(calldata, 4));
  const proposeCalldata = encodeFunctionData({ abi: PROPOSE, args: [targets, values.map(BigInt), signatures, calldatas, description] });
  return { governor, chainId, targets, values, signatures, calldatas, description, proposeCalldata };
}
