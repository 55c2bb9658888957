import { getAddress } from 'viem';
import type { MetricSet, RunResult } from '../../core/run-result.js';
import { AIP_NETWORKS } from '../../proposal/aave/aip/networks.js';
import type { AddressBook } from '../../proposal/address-book.js';
import { nameVenue } from '../../proposal/text/model-words.js';
import { formatCounted } from '../../report/format-numbers.js';
import { isDistinguishableFromZero } from '../../report/words/metrics.js';
import { listParameters, type ParameterSets } from '../../report/words/parameters.js';
import type { Gate } from './gate.js';

const FULL_BPS = 10_000;
/** Percent taken for basis points, or the reverse, moves a value a hundredfold; no change in one step moves one tenfold. */
const SLIP_MULTIPLE = 10;
const ZERO_ADDRESS = `0x${'0'.repeat(40)}`;

/** Whether any metric's paired difference can be told from none at 95 %. Special case: a run without a change has nothing to tell. */
export function checkDistinguishable({ recommended, metrics }: { readonly recommended: { readonly decision: 'change' | 'keep' }; readonly metrics: { readonly difference: MetricSet } }): Gate {
  const visible = Object.entries(metrics.difference).find(([, difference]) => isDistinguishableFromZero(difference));
  const holds = recommended.decision === 'keep' || visible !== undefined;
  return {
    name: 'distinguishable',
    holds,
    detail: holds ? (visible ? `the effect on ${visible[0]} is distinguishable from none` : 'there is no change whose effect could be told') : 'no metric moves by more than its sampling error: no change recommended',
    remedy: 'Post the draft, which recommends no change, or run again with more --paths.',
  };
}

/**
 * Looks for a value in another unit than basis points: no integer, above 100 %, or tenfold the value in force or more.
 *
 * Special case: a value in force of 0 says nothing about the size of the new one.
 */
export function checkUnits(result: ParameterSets): Gate {
  const slips = listParameters(result).flatMap(({ key, fromBps: before, toBps: after }) => {
    if (!key.endsWith('Bps')) return [];
    if (!Number.isInteger(after) || after < 0) return [`${key} is ${after}, no whole number of basis points`];
    if (after > FULL_BPS) return [`${key} is ${after} basis points, more than 100 %`];
    return isSlip(before, after) ? [`${key} goes from ${before} to ${after}, tenfold or more: percent taken for basis points?`] : [];
  });
  return { name: 'units', holds: slips.length === 0, detail: slips[0] ?? 'whole basis points of the size of those in force', remedy: 'Correct the unit in the market or policy file and run again.' };
}

/** Whether a value moves tenfold or more. Special case: from or to 0 nothing can be said. */
export function isSlip(before: number, after: number): boolean {
  return before > 0 && (after >= SLIP_MULTIPLE * before || (after > 0 && after * SLIP_MULTIPLE <= before));
}

/** Whether every limit of the policy holds. */
export function checkConstraints({ constraints }: Pick<RunResult, 'constraints'>): Gate {
  const broken = constraints.filter(({ holds }) => !holds);
  return {
    name: 'constraints',
    holds: broken.length === 0,
    detail: broken.length === 0 ? 'every constraint of the policy holds at its upper bound' : `${formatCounted(broken.length, 'constraint')} of the policy broken`,
    remedy: 'Run again with a policy that holds, or more --paths.',
  };
}

/**
 * Whether the change itself makes nobody liquidatable.
 *
 * Special case: the run counted on its own book, from its own values in force; of another book, or from other values, it is not known.
 */
export function checkNobodyHit({ accounts, owing, isSameChange }: { readonly accounts: number; readonly owing: string; readonly isSameChange: boolean }): Gate {
  const known = accounts === 0 ? 'the change itself makes no account liquidatable' : `the change itself makes ${formatCounted(accounts, 'account')} with ${owing} liquidatable`;
  return {
    name: 'nobody-hit',
    holds: isSameChange && accounts === 0,
    detail: isSameChange ? known : 'not known: the run counted on its own book and from its own values in force',
    remedy: isSameChange ? 'Weigh it, and name the accounts in the thread.' : 'Run on a dataset of the venue.',
  };
}

/** Whether the accounts that were simulated are those of the venue that is proposed to. */
export function checkOwnBook(simulated: string, venue: string): Gate {
  const holds = simulated === venue;
  return {
    name: 'own-book',
    holds,
    detail: holds ? `the run simulated the accounts of ${nameVenue(venue)}` : `the run simulated the accounts of ${nameVenue(simulated)}, the proposal is for ${nameVenue(venue)}`,
    remedy: 'Run on a dataset of the venue, or weigh how its accounts differ; --in-force FILE gives the values in force there.',
  };
}

/** Whether the chain id of the book is its network's. Special case: without a book there is no payload to go astray. */
export function checkNetworkId(book: AddressBook | null): Gate {
  const name = 'network-id';
  const remedy = `Correct chainId in the address book; known: ${Object.entries(AIP_NETWORKS).map(([known, { chainId }]) => `${known} ${chainId}`).join(', ')}.`;
  if (!book) return { name, holds: true, detail: 'no address book given', remedy };
  const expected = Object.hasOwn(AIP_NETWORKS, book.network) ? AIP_NETWORKS[book.network] : undefined;
  const holds = expected?.chainId === book.chainId;
  return { name, holds, detail: holds ? `chain id ${book.chainId} is ${book.network}` : expected ? `the book says chain id ${book.chainId}, ${book.network} has ${expected.chainId}` : `the chain id of ${book.network} is not known`, remedy };
}

/** Whether the book's addresses can be meant: checksums, no zero, no address under two names, none from the future, the assets there. */
export function checkAddresses(book: AddressBook | null, neededAssets: readonly string[], isoDate: string): Gate {
  const fault = book ? findAddressFault(book, neededAssets, isoDate) : undefined;
  return {
    name: 'addresses',
    holds: fault === undefined,
    detail: fault ?? (book ? `addresses of ${book.source}, ${book.date}` : 'no address book given'),
    remedy: 'Correct the file given with --addresses against its source.',
  };
}

function findAddressFault({ contracts, assets, markets, oracles = {}, date }: AddressBook, neededAssets: readonly string[], isoDate: string): string | undefined {
  const missing = neededAssets.find((asset) => !Object.hasOwn(assets, asset));
  if (missing !== undefined) return `the address book has no assets.${missing}`;
  if (date > isoDate) return `the address book is of ${date}, later than the proposal`;
  const nameByAddress = new Map<string, string>();
  const entries = Object.entries({ contracts, assets, markets, oracles }).flatMap(([section, table]) => Object.entries(table).map(([name, address]) => [`${section}.${name}`, address] as const));
  for (const [name, address] of entries) {
    if (address === ZERO_ADDRESS) return `${name} is the zero address`;
    if (/[a-f]/.test(address.slice(2)) && /[A-F]/.test(address) && getAddress(address) !== address) return `${name} ${address} breaks its checksum: a digit is wrong`;
    const other = nameByAddress.get(address.toLowerCase());
    // One safe may well be the proposer; an asset that is also a contract, or two assets, cannot be meant.
    if (other !== undefined && !(name.startsWith('contracts.') && other.startsWith('contracts.'))) return `${name} and ${other} have the same address`;
    nameByAddress.set(address.toLowerCase(), name);
  }
  return undefined;
}
