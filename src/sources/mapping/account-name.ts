import { hashSha256 } from '../../core/hash.js';

/** Digits kept of the hash: two accounts of a billion share one with a chance below one in 10^11 per pair. */
const DIGITS = 16;

/** The name of an account in a dataset: stable over sources and pulls, and no address that could be looked up at a glance. */
export function nameAccount(address: string): string {
  return `acct_${hashSha256(address.toLowerCase()).slice(0, DIGITS)}`;
}
