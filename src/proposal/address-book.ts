import type { Address } from 'viem';

/** Addresses that a payload needs: an input with its source and its day, never knowledge of the tool. */
export interface AddressBook {
  readonly network: string;
  readonly chainId: number;
  /** Where the addresses were read, and when (YYYY-MM-DD). */
  readonly source: string;
  readonly date: string;
  readonly contracts: Readonly<Record<string, Address>>;
  readonly assets: Readonly<Record<string, Address>>;
}
