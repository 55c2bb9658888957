import { z } from 'zod';
import type { AddressBook } from '../../proposal/address-book.js';
import { parseConfig } from './parse-config.js';

const address = z
  .custom<`0x${string}`>((value) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value), 'must be an address: 0x and 40 hex digits; quote it')
  // Written in one case an address carries no checksum; encoders know that of the lower case only.
  .transform((value) => (/[a-f]/.test(value.slice(2)) ? value : (value.toLowerCase() as typeof value)));

const addressBookSchema = z.strictObject({
  network: z.string().min(1),
  chainId: z.int().positive(),
  source: z.string().min(1),
  date: z.iso.date(),
  contracts: z.record(z.string(), address),
  assets: z.record(z.string(), address).default({}),
  markets: z.record(z.string(), address).default({}),
  oracles: z.record(z.string(), address).default({}),
});

/** Reads an address book. @throws UsageError naming the file, the field and the rule it breaks */
export function parseAddressBook(text: string, path: string): AddressBook {
  return parseConfig(addressBookSchema, text, path, 'docs/guide/propose.md shows an address book.');
}
