import { hashSha256 } from '../../core/hash.js';

/** Digits kept of the hash: two accounts of a billion share one with a chance below one in 10^11 per pair. */
const DIGITS = 16;

/** The account named last: most pages hold several entities of one account after another. */
let last: { readonly address: string; readonly name: string } | null = null;

/** The name of an account in a dataset: stable over sources and pulls, and no address that could be looked up at a glance. */
export function nameAccount(address: string): string {
  if (last?.address !== address) last = { address, name: `acct_${hashSha256(address.toLowerCase()).slice(0, DIGITS)}` };
  return last.name;
}
