import type { Address, Hex } from 'viem';
import { UsageError } from '../core/errors.js';

/** Addresses that a payload needs: an input with its source and its day, never knowledge of the tool. */
export interface AddressBook {
  readonly network: string;
  readonly chainId: number;
  /** Where the addresses were read, and when (YYYY-MM-DD). */
  readonly source: string;
  readonly date: string;
  readonly contracts: Readonly<Record<string, Address>>;
  readonly assets: Readonly<Record<string, Address>>;
  /** Markets that have a contract or token of their own: a Comet, a GMX market. */
  readonly markets: Readonly<Record<string, Address>>;
  /** Price-cap adapters, by the asset that they price. */
  readonly oracles?: Readonly<Record<string, Address>>;
}

type Section = 'contracts' | 'assets' | 'markets' | 'oracles';

/** @throws UsageError naming what the book lacks */
export function requireAddress(book: AddressBook, section: Section, name: string): Address {
  const entries = book[section] ?? {};
  const address = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (address) return address;
  throw new UsageError(`the address book has no ${section}.${name}`, { where: `${section}.${name}`, suggestions: ['Add it to the file given with --addresses, with its source and date.'] });
}

/** Every address of the book with the name that it has there. */
export function labelAddresses({ contracts, assets, markets, oracles = {} }: AddressBook): Record<Hex, string> {
  return Object.fromEntries([
    ...[contracts, assets, markets].flatMap((section) => Object.entries(section).map(([name, address]) => [address, name])),
    ...Object.entries(oracles).map(([name, address]) => [address, `oracle of ${name}`]),
  ]);
}
