import { SourceError } from '../core/errors.js';
import { hashSha256 } from '../core/hash.js';
import type { BuiltSource, Pin, PulledCollection, PullStore, SourceRequest } from '../pipeline/pull-ports.js';
import type { SourceAdapter, SourcePlan } from './adapter.js';
import { readSchema, type SchemaView } from './client/schema-view.js';
import type { SubgraphClient } from './client/subgraph-client.js';
import { LostBlock } from './paging/lost-block.js';
import { pullBlocks, writeBlocksQuery } from './paging/pull-blocks.js';
import { pullCollection } from './paging/pull-collection.js';
import { hashQuery, writePageQuery } from './paging/page-query.js';
import { lowestId } from './paging/id-ranges.js';
import { DEEPEST_REORGANISATION_BLOCKS, findChange, pinBlock } from './pin.js';

/** Times that a pull is pinned anew before it gives up. */
const MOST_PINS = 3;
const DAY_SECONDS = 86_400;
/** History before the pinned block when the user names no start. */
const DEFAULT_HISTORY_DAYS = 180;

export interface PullEvents {
  /** A pin was chosen, at first or anew with the reason. */
  onPin(pin: Pin, reason: string | null): void;
  onPage(collection: string, entities: number): void;
}

/**
 * Pulls one subgraph at one block, whole or not at all.
 *
 * Every page is of the pinned block; at the end the deployment and the chain are held against the start. When either changed, or the block
 * was pruned meanwhile, everything is dropped and pulled again at a new block, unless the user named the block.
 * @throws SourceError when the subgraph refuses, has another schema, or changes again and again
 */
export async function pullSource(client: SubgraphClient, adapter: SourceAdapter, request: SourceRequest, store: PullStore, events: PullEvents): Promise<BuiltSource> {
  const schema = await readSchema(client);
  const clocks = adapter.clocks(schema);
  let { confirmations } = request;
  for (let pins = 1; ; pins++) {
    const keptPin = await store.readPin();
    const pin = keptPin ?? (await pinBlock(client, clocks, { ...request, confirmations }));
    if (keptPin === null) await store.savePin(pin);
    const plan = planSource(adapter, request, schema, pin);
    const change = await collect(client, plan, schema, store, pin, events);
    if (change === null) return describeBuilt(client, adapter, request, store, pin, plan);
    if (request.block !== null) throw giveUp(client, change, ['Ask for another --block, or leave it out; or use an endpoint that keeps all blocks.']);
    if (pins === MOST_PINS) throw giveUp(client, `${change}; pinned ${pins} times`, ['Ask for a --block that no reorganisation can reach, or use an endpoint that keeps all blocks.']);
    await store.discard();
    // Deep enough that the same cannot happen twice.
    confirmations = Math.max(confirmations, DEEPEST_REORGANISATION_BLOCKS);
    events.onPin(pin, change);
  }
}

/** What is to be pulled for a request. @throws SourceError when the schema lacks what the source cannot do without */
export function planSource(adapter: SourceAdapter, request: SourceRequest, schema: SchemaView, pin: Pin): SourcePlan {
  return adapter.plan({ schema, pin, network: request.network, tables: new Set(request.tables), choices: request.choices, ...timeSpan(request, pin) });
}

function timeSpan(request: SourceRequest, pin: Pin): { sinceUnixSeconds: number; untilUnixSeconds: number } {
  const untilUnixSeconds = Math.min(request.untilUnixSeconds ?? Infinity, pin.unixSeconds);
  return { sinceUnixSeconds: request.sinceUnixSeconds ?? untilUnixSeconds - DEFAULT_HISTORY_DAYS * DAY_SECONDS, untilUnixSeconds };
}

/** Pulls what is missing and says what changed meanwhile, or `null`. */
async function collect(client: SubgraphClient, plan: SourcePlan, schema: SchemaView, store: PullStore, pin: Pin, events: PullEvents): Promise<string | null> {
  const { blockNumber } = pin;
  const { onPage } = events;
  checkQueries(client, plan, schema, blockNumber);
  events.onPin(pin, null);
  try {
    for (const collection of plan.collections) await pullCollection(collection, { client, store, blockNumber, onPage });
    for (const series of (await plan.blockSeries?.((name) => store.read(name))) ?? []) {
      if (series.blocks.length > 0) schema.check(writeBlocksQuery(series, series.blocks.slice(0, 1), client.subgraphErrorArgument), series.field);
      await pullBlocks(series, { client, store, onPage });
    }
  } catch (error) {
    if (error instanceof LostBlock) return error.message;
    throw error;
  }
  return findChange(client, pin);
}

/** Holds every page's query against the schema before any is sent. @throws SourceError naming the field that is not there */
export function checkQueries(client: SubgraphClient, { collections }: SourcePlan, schema: SchemaView, blockNumber: number): void {
  for (const collection of collections) {
    schema.check(writePageQuery(collection, { after: lowestId(collection.idKind), upTo: null }, 1, blockNumber, client.subgraphErrorArgument), collection.field);
  }
}

async function describeBuilt(client: SubgraphClient, adapter: SourceAdapter, request: SourceRequest, store: PullStore, pin: Pin, plan: SourcePlan): Promise<BuiltSource> {
  const collections: PulledCollection[] = [];
  const count = async (name: string, querySha256: string): Promise<void> => {
    collections.push({ collection: name, querySha256, entities: await store.count(name) });
  };
  for (const collection of plan.collections) await count(collection.name, hashQuery(collection));
  for (const { name, field, selection } of (await plan.blockSeries?.((of) => store.read(of))) ?? []) {
    await count(name, hashSha256(JSON.stringify({ field, selection })));
  }
  return {
    report: { source: adapter.name, host: client.endpoint.host, network: request.network, tables: request.tables, choices: request.choices, pin, ...timeSpan(request, pin), collections },
    licence: 'Public chain data as indexed by the subgraph; the host’s terms of use hold for its service',
    rows: (findings) => plan.build({ ...findings, read: (name) => store.read(name) }),
  };
}

function giveUp(client: SubgraphClient, reason: string, suggestions: readonly string[]): SourceError {
  return new SourceError(`${client.endpoint.host}: ${reason}`, { where: 'pinned block', suggestions });
}
