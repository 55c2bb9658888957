/**
 * The two calls that bring an executable payload before Aave's voters.
 *
 * @source aave-governance-v3 611b9e1, PayloadsControllerCore.createPayload 0xe8733894 and GovernanceCore.createProposal 0x3bec1bfc
 */
import { labelAddresses, requireAddress, type AddressBook } from '../address-book.js';
import { encodeCall, type GovernanceCall } from '../calls/governance-call.js';
import { hashIpfsText } from './ipfs-hash.js';

const CREATE_PAYLOAD = 'function createPayload((address target, bool withDelegateCall, uint8 accessLevel, uint256 value, string signature, bytes callData)[] actions)';
const CREATE_PROPOSAL = 'function createProposal((uint256 chain, uint8 accessLevel, address payloadsController, uint40 payloadId)[] payloads, address votingPortal, bytes32 ipfsHash) payable';
/** Parameters are level 1; level 2 is governance itself. */
const ACCESS_LEVEL = 1;

/**
 * Encodes the registration of a deployed payload: a delegate call of its `execute()`.
 *
 * @throws UsageError when the book lacks contracts.payloadsController or contracts.payload
 */
export function buildCreatePayloadCall(book: AddressBook): GovernanceCall {
  const payload = requireAddress(book, 'contracts', 'payload');
  const action = { target: payload, withDelegateCall: true, accessLevel: ACCESS_LEVEL, value: 0n, signature: 'execute()', callData: '0x' };
  return encodeCall(requireAddress(book, 'contracts', 'payloadsController'), CREATE_PAYLOAD, [[action]], `Register the payload ${payload}; the call returns its number`, { labels: labelAddresses(book) });
}

/**
 * Encodes the proposal that asks voters to execute a registered payload, with the hash of its text.
 *
 * Special case: the call must carry the cancellation fee as its value, which only the chain knows.
 * @throws UsageError when the book lacks contracts.governance, votingPortal or payloadsController, or the text is too long for its hash
 */
export function buildCreateProposalCall(payloadId: number, text: string, book: AddressBook): GovernanceCall {
  const payloads = [{ chain: BigInt(book.chainId), accessLevel: ACCESS_LEVEL, payloadsController: requireAddress(book, 'contracts', 'payloadsController'), payloadId }];
  const intent = `Propose payload number ${payloadId} of chain ${book.chainId}; send Governance.getCancellationFee() with it`;
  const args = [payloads, requireAddress(book, 'contracts', 'votingPortal'), hashIpfsText(text)];
  return encodeCall(requireAddress(book, 'contracts', 'governance'), CREATE_PROPOSAL, args, intent, { labels: { ...labelAddresses(book), [args[2] as `0x${string}`]: 'hash of the AIP’s text' } });
}
