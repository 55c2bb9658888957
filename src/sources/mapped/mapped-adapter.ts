import type { MappedCollection, PullTable, SourceEntity, SourceMapping, TableRows } from '../../pipeline/pull-ports.js';
import type { BuildInput, PlanRequest, SourceAdapter } from '../adapter.js';
import { EntityReader } from '../mapping/entity-reader.js';
import { HourlyObservations } from '../mapping/hourly-observations.js';
import type { Collection } from '../paging/page-query.js';
import { mapRow, type MappedRow } from './map-row.js';
import { writeSelection } from './selection.js';

/** What happened over time, by what a user asks for. */
const HISTORY: readonly PullTable[] = ['events', 'liquidations', 'prices'];

/** Digits of the mapping's hash in its name: what a dataset's manifest is from must not change unseen. */
const DIGITS = 12;

/** A source made of a user's mapping file. Its name holds the file's hash, so that a pull continues only under the same file. */
export function createMappedAdapter(mapping: SourceMapping): SourceAdapter {
  const gives = (group: PullTable): boolean => mapping.collections.some((collection) => collection.group === group);
  return {
    name: `${mapping.name} (mapping ${mapping.sha256.slice(0, DIGITS)})`,
    fits: 'the subgraph that it was written for',
    schema: mapping.name,
    gives: { positionsNow: gives('positions'), positionsAtBlock: gives('positions'), events: gives('events'), prices: gives('prices'), liquidations: gives('liquidations'), depth: gives('depth') },
    // What has no time is pulled whole every time.
    isAdditive: mapping.collections.every(({ group, time }) => time !== null || !HISTORY.some((name) => name === group)),
    choices: {},
    clocks: () =>
      mapping.clocks.map(({ field, time, block }) => ({
        field,
        orderBy: time,
        selection: writeSelection([time, block]),
        read: (newest) => {
          const read = new EntityReader(field);
          // Every question asks for `id`.
          const entity = newest as SourceEntity;
          return { unixSeconds: read.count(entity, time), blockNumber: read.count(entity, block) };
        },
      })),
    plan: (request) => {
      const asked = mapping.collections.filter(({ group }) => group === null || request.tables.has(group));
      return { collections: asked.map((collection, index) => toCollection(collection, index, request)), build: (input) => buildTables(input, asked, request.network) };
    },
  };
}

function nameCollection({ table }: MappedCollection, index: number): string {
  return `${table}-${index}`;
}

function toCollection(collection: MappedCollection, index: number, { schema, sinceUnixSeconds, untilUnixSeconds }: PlanRequest): Collection {
  const { field, where, time, columns } = collection;
  const span = time === null ? [] : [`${time}_gte: ${sinceUnixSeconds}`, `${time}_lte: ${untilUnixSeconds}`];
  const paths = Object.values(columns).flatMap((column) => ('path' in column ? [column.path] : []));
  return { name: nameCollection(collection, index), field, idKind: schema.idKind(field), where: [...where, ...span], selection: writeSelection(paths) };
}

async function* buildTables(input: BuildInput, collections: readonly MappedCollection[], network: string): AsyncIterable<TableRows> {
  // One series may come from several collections.
  const pricesIn = new Map<string, HourlyObservations>();
  for (const [index, collection] of collections.entries()) {
    const read = new EntityReader(collection.field);
    for await (const page of input.read(nameCollection(collection, index))) {
      const rows = page.map((entity) => ({ id: entity.id, row: mapRow(read, entity, collection.columns, network) }));
      if (collection.table === 'prices') for (const { id, row } of rows) observe(pricesIn, id, row);
      else yield { table: collection.table, rows: rows.map(({ row }) => row) };
    }
  }
  for (const [quote, observations] of pricesIn) yield { table: 'prices', rows: observations.rows(quote) };
}

function observe(pricesIn: Map<string, HourlyObservations>, id: string, row: MappedRow): void {
  const quote = String(row['quote']);
  const observations = pricesIn.get(quote) ?? new HourlyObservations();
  pricesIn.set(quote, observations);
  observations.add(String(row['asset']), { unixSeconds: Number(row['unix_seconds']), id, price: Number(row['close']) });
}
