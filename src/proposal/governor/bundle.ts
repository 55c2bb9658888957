import { encodeAbiParameters, encodeFunctionData, keccak256, parseAbi, stringToHex, type Address, type Hex } from 'viem';
import type { GovernanceCall } from '../calls/governance-call.js';

/** What an OpenZeppelin Governor takes, and the id under which it will know the proposal. */
export interface GovernorBundle {
  readonly governor: Address;
  readonly chainId: number;
  readonly targets: readonly Address[];
  readonly values: readonly string[];
  readonly calldatas: readonly Hex[];
  readonly description: string;
  readonly descriptionHash: Hex;
  /** Decimal text. */
  readonly proposalId: string;
  /** The whole call of `propose`, for a wallet. */
  readonly proposeCalldata: Hex;
}

const PROPOSE = parseAbi(['function propose(address[] targets, uint256[] values, bytes[] calldatas, string description)']);

/**
 * Builds the bundle of a Governor proposal; front ends take the first `# ` line of the description as the title.
 *
 * Formula: id = uint256(keccak256(abi.encode(targets, values, calldatas, keccak256(description)))).
 * @source @openzeppelin/contracts 5.x, Governor.hashProposal and propose, 0x7d5e81e2
 */
export function buildGovernorBundle(calls: readonly GovernanceCall[], governor: Address, chainId: number, description: string): GovernorBundle {
  const targets = calls.map(({ target }) => target);
  const values = calls.map(({ value }) => value);
  const calldatas = calls.map(({ calldata }) => calldata);
  const descriptionHash = keccak256(stringToHex(description));
  const encoded = encodeAbiParameters(
    [{ type: 'address[]' }, { type: 'uint256[]' }, { type: 'bytes[]' }, { type: 'bytes32' }],
    [targets, values.map(BigInt), calldatas, descriptionHash],
  );
  const proposeCalldata = encodeFunctionData({ abi: PROPOSE, args: [targets, values.map(BigInt), calldatas, description] });
  return { governor, chainId, targets, values, calldatas, description, descriptionHash, proposalId: BigInt(keccak256(encoded)).toString(), proposeCalldata };
}
