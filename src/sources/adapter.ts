import type { BuildFindings, Pin, PullTable, SourceEntity, TableRows } from '../pipeline/pull-ports.js';
import type { Collection } from './paging/page-query.js';
import type { SchemaView } from './client/schema-view.js';

/** What a source can give; the columns of `plimsoll data sources`. */
export interface Abilities {
  readonly positionsNow: boolean;
  readonly positionsAtBlock: boolean;
  readonly events: boolean;
  readonly prices: boolean;
  readonly liquidations: boolean;
  readonly depth: boolean;
}

/** A kind of event by which a source tells what block belongs to a time, newest first. */
export interface Clock {
  readonly field: string;
  /** Field, or path such as `transaction__timestamp`, that the server can order by. */
  readonly orderBy: string;
  readonly selection: string;
  readonly read: (entity: Readonly<Record<string, unknown>>) => { readonly unixSeconds: number; readonly blockNumber: number };
}

export interface PlanRequest {
  readonly schema: SchemaView;
  readonly pin: Pin;
  readonly network: string;
  readonly tables: ReadonlySet<PullTable>;
  readonly sinceUnixSeconds: number;
  readonly untilUnixSeconds: number;
  readonly choices: Readonly<Record<string, string>>;
}

export interface BuildInput extends BuildFindings {
  /** The entities of a collection in pages, ascending by id. */
  read(collection: string): AsyncIterable<readonly SourceEntity[]>;
}

/** Entities asked for at many blocks, several blocks per request. */
export interface BlockSeries {
  /** Unique in the pull. */
  readonly name: string;
  readonly field: string;
  readonly selection: string;
  readonly blocks: readonly number[];
}

/** What is pulled for one request, and how it becomes rows. */
export interface SourcePlan {
  readonly collections: readonly Collection[];
  /** Asked for once the collections are there, since those tell the blocks. */
  readonly blockSeries?: (read: BuildInput['read']) => Promise<readonly BlockSeries[]>;
  /** Rows in any order, each key once over the whole plan. Special cases: what is unusable ends in a DataError that names the entity. */
  build(input: BuildInput): AsyncIterable<TableRows>;
}

/** One schema of subgraphs, and how it maps to the tables of a dataset. */
export interface SourceAdapter {
  readonly name: string;
  /** Protocols or deployments that it fits. */
  readonly fits: string;
  readonly schema: string;
  readonly gives: Abilities;
  /** Whether history pulled in parts is that pulled at once, so that a dataset can be added to. */
  readonly isAdditive: boolean;
  /** Names of what `--choose name=value` can set, with their meaning. */
  readonly choices: Readonly<Record<string, string>>;
  readonly clocks: (schema: SchemaView) => readonly Clock[];
  /** @throws SourceError when the schema lacks a field that the source cannot do without; UsageError for a wrong choice */
  plan(request: PlanRequest): SourcePlan;
}
