/** What a pull passes between the subgraph, the pages kept on disk, and the tables of a dataset. */

/** One entity as the subgraph sent it; `id` is always there. */
export type SourceEntity = Readonly<Record<string, unknown>> & { readonly id: string };

/** Part of the id space of one collection: ids above `after`, up to and including `upTo`; `null` = to the end. */
export interface IdRange {
  readonly after: string;
  readonly upTo: string | null;
}

/** Pages kept as they arrive, so that a killed pull loses at most the pages that were under way. */
export interface PageStore {
  /** Ranges of a collection that are kept already. */
  covered(collection: string): Promise<readonly IdRange[]>;
  /** Keeps the entities of one range, ascending by id; they are safe once this resolves. */
  append(collection: string, range: IdRange, entities: readonly SourceEntity[]): Promise<void>;
  /** How many entities of a collection are kept. */
  count(collection: string): Promise<number>;
  /** The entities of a collection, ascending by id, page by page: never all in memory. */
  read(collection: string): AsyncIterable<readonly SourceEntity[]>;
}

export type CellValue = string | number | bigint | boolean | null;

/** Rows for one table of the dataset; a generator of these is how an adapter builds tables without holding them. */
export interface TableRows {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, CellValue>>[];
}

/** The state of a subgraph that every page of a pull is taken from. */
export interface Pin {
  readonly deployment: string;
  readonly blockNumber: number;
  /** Known when the head itself is pinned; a server does not tell the hash of a block asked for by number. */
  readonly blockHash: string | null;
  /** Time of the last event that the subgraph knew at this block. */
  readonly unixSeconds: number;
  /** Head when the pull began; while this hash is still known at the end, no block below it was replaced. */
  readonly headNumber: number;
  readonly headHash: string | null;
}

/** What was asked of one collection, for the manifest. */
export interface PulledCollection {
  readonly collection: string;
  /** SHA-256 of the query without its cursor and block. */
  readonly querySha256: string;
  readonly entities: number;
}

/** A count or sum that the schema states beside what was really pulled; exact, since raw amounts exceed what a double tells apart. */
export interface Reconciliation {
  readonly what: string;
  readonly stated: bigint;
  readonly pulled: bigint;
}

export const PULL_TABLES = ['positions', 'prices', 'liquidations', 'depth', 'events'] as const;
/** What a user may ask a source for. */
export type PullTable = (typeof PULL_TABLES)[number];

/** What a pull keeps of one subgraph until its dataset is published. */
export interface PullStore extends PageStore {
  /** `null` before the first pin, or after `discard`. */
  readPin(): Promise<Pin | null>;
  savePin(pin: Pin): Promise<void>;
  /** Drops every page and the pin: they are of a block that is not to be had any more. */
  discard(): Promise<void>;
}

/** What a user asks of one subgraph; everything that decides what is pulled, and nothing secret. */
export interface SourceRequest {
  readonly source: string;
  readonly url: string;
  readonly network: string;
  readonly tables: readonly PullTable[];
  /** Pinned by number, by date, or `null`: as close to the head as confirmations allow. */
  readonly block: number | null;
  readonly atUnixSeconds: number | null;
  readonly confirmations: number;
  /** Events, liquidations and prices from this time on; `null` = as long before the pinned block as the source suggests. */
  readonly sinceUnixSeconds: number | null;
  readonly untilUnixSeconds: number | null;
  /** Choices of one source, e.g. the pool of a depth pull. */
  readonly choices: Readonly<Record<string, string>>;
}

/** An earlier version of a dataset, to which a pull adds. */
export interface BaseDataset {
  readonly name: string;
  readonly folder: string;
  readonly sha256: string;
  readonly source: string;
  readonly deployment: string;
  readonly blockNumber: number;
  /** Where its history begins. */
  readonly sinceUnixSeconds: number;
  /** A full hour: rows before it are carried over, what came later is pulled. */
  readonly cutUnixSeconds: number;
}

/** What the manifest says of one subgraph that a dataset came from. */
export interface SourceReport {
  readonly source: string;
  readonly host: string;
  readonly network: string;
  readonly tables: readonly PullTable[];
  readonly choices: Readonly<Record<string, string>>;
  readonly pin: Pin;
  readonly sinceUnixSeconds: number;
  readonly untilUnixSeconds: number;
  readonly collections: readonly PulledCollection[];
}

/** What a build says beside its rows. */
export interface BuildFindings {
  readonly reconciliations: Reconciliation[];
  readonly warnings: string[];
  /** Symbol of each asset row → the token's id in the source, where it has one. */
  readonly tokens: Map<string, string>;
}

/** A source's pages turned into rows, as often as asked. */
export interface BuiltSource {
  readonly report: SourceReport;
  readonly licence: string;
  rows(findings: BuildFindings): AsyncIterable<TableRows>;
}

/** How one column is filled from an entity of a subgraph that a user mapped. */
export type MappedColumn =
  | { readonly value: string | number | bigint | boolean | null }
  | {
      readonly path: string;
      readonly as: MappedKind;
      /** Of a decimal: the raw amount is the figure times 10^decimals. */
      readonly decimals: number;
      readonly negate: boolean;
      /** The source's word → ours. */
      readonly words: Readonly<Record<string, string>> | null;
      readonly nullable: boolean;
    };

export const MAPPED_KINDS = ['text', 'count', 'integer', 'whole', 'decimal', 'number', 'flag', 'account', 'percent', 'fraction'] as const;
export type MappedKind = (typeof MAPPED_KINDS)[number];

/** One collection of a subgraph whose entities are rows of one table. */
export interface MappedCollection {
  readonly table: string;
  /** What a user must ask for to get it; `null` = always. */
  readonly group: PullTable | null;
  readonly field: string;
  readonly where: readonly string[];
  /** Field that the time span bounds, or `null` for what has no time. */
  readonly time: string | null;
  readonly columns: Readonly<Record<string, MappedColumn>>;
}

/** A subgraph that a user described by a file. */
export interface SourceMapping {
  readonly name: string;
  readonly sha256: string;
  readonly clocks: readonly { readonly field: string; readonly time: string; readonly block: string }[];
  readonly collections: readonly MappedCollection[];
}
