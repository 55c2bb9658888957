import { LENDING_TABLES } from './schema-lending.js';
import { MARKET_TABLES } from './schema-market.js';
import { PERP_TABLES } from './schema-perps.js';
import type { TableSpec } from './table-spec.js';

/** The version of everything declared here and of the manifest beside the tables. */
export const SCHEMA_VERSION = 1;

/** Every table that a dataset can hold; a dataset may hold a subset. */
export const TABLES: readonly TableSpec[] = [...LENDING_TABLES, ...PERP_TABLES, ...MARKET_TABLES];

const TABLE_BY_NAME: ReadonlyMap<string, TableSpec> = new Map(TABLES.map((table) => [table.name, table]));

/** Finds the declaration of a table, or `undefined` when the schema has no such table. */
export function findTable(name: string): TableSpec | undefined {
  return TABLE_BY_NAME.get(name);
}
