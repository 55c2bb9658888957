import { resolve } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { hashSha256 } from '../../core/hash.js';
import { findTable, TABLES } from '../../storage/schema.js';
import type { ColumnSpec, TableSpec } from '../../storage/table-spec.js';
import { readTextFile } from '../../storage/text-file.js';
import { MAPPED_KINDS, type MappedCollection, type MappedColumn, type MappedKind, type PullTable, type SourceMapping } from '../pull-ports.js';
import { parseConfig } from './parse-config.js';

const name = z.string().regex(/^[A-Za-z_]\w*$/, 'must be the name of a field');
const path = z.string().regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, 'must be field names with points between');

const columnSchema = z.union([
  path,
  z.strictObject({ value: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ path, as: z.enum(MAPPED_KINDS).optional(), decimals: z.int().min(0).max(36).optional(), negate: z.boolean().optional(), words: z.record(z.string(), z.string()).optional() }),
], { error: 'must be a path such as market.id, { path: …, as: … } or { value: … }' });
const GUIDE = 'Compare with the example in docs/guide/mapping-files.md.';

const collectionSchema = z.strictObject({ field: name, where: z.array(z.string()).default([]), time: name.optional(), columns: z.record(z.string(), columnSchema) });
const mappingSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'must be small letters, digits and hyphens'),
  clocks: z.array(z.strictObject({ field: name, time: name, block: path })).min(1),
  tables: z.record(z.string(), z.preprocess((one) => [one].flat(), z.array(collectionSchema).min(1))),
});

/** What is asked for by `--tables`; what is not named here belongs to the positions. */
const GROUPS: Readonly<Record<string, PullTable | null>> = {
  assets: null,
  prices: 'prices',
  liquidations: 'liquidations',
  position_events: 'events',
  perp_events: 'events',
  parameter_changes: 'events',
  pool_balances: 'depth',
  pools: 'depth',
  pool_ticks: 'depth',
  depth_quotes: 'depth',
};
/** Prices are single observations that are gathered into hourly bars; the rest of a bar follows from them. */
const PRICE_COLUMNS = ['asset', 'quote', 'unix_seconds', 'close'];

/** Ways to read a column of each type; the first is the one when the file names none. Times and blocks are counts, ticks have a sign. */
const KINDS_OF_TYPE: Readonly<Record<ColumnSpec['type'], readonly [MappedKind, ...MappedKind[]]>> = {
  VARCHAR: ['text', 'account'],
  BOOLEAN: ['flag'],
  INTEGER: ['integer', 'percent', 'fraction'],
  BIGINT: ['count'],
  HUGEINT: ['whole', 'decimal'],
  DOUBLE: ['number'],
};

/** Whether `--source` names a file rather than a source. */
export function isMappingFile(source: string): boolean {
  return /\.ya?ml$/i.test(source);
}

/** @throws UsageError when there is no such file, or as `parseMappingFile` does */
export async function readMappingFile(source: string, workingFolder: string): Promise<SourceMapping> {
  const refuse = (cause?: unknown): UsageError => new UsageError('the mapping file cannot be read', { where: source, suggestions: ['Check the path; docs/guide/mapping-files.md shows what stands in such a file.'], cause });
  const text = await readTextFile(resolve(workingFolder, source)).catch((cause: unknown) => {
    throw refuse(cause);
  });
  if (text === null) throw refuse();
  return parseMappingFile(text, source);
}

/**
 * Reads the text of a mapping file: which collections of a subgraph become which tables.
 *
 * @throws UsageError naming the file, the field and the rule it breaks
 */
export function parseMappingFile(text: string, file: string): SourceMapping {
  const { name: sourceName, clocks, tables } = parseConfig(mappingSchema, text, file, GUIDE);
  const collections = Object.entries(tables).flatMap(([table, mapped]) => {
    const spec = findTable(table);
    if (spec === undefined) throw new UsageError(`there is no table \`${table}\``, { where: `${file}, tables`, suggestions: [`Tables: ${TABLES.map((known) => known.name).join(', ')}.`] });
    return mapped.map((collection): MappedCollection => ({
      ...collection,
      table,
      group: Object.hasOwn(GROUPS, table) ? GROUPS[table]! : 'positions',
      time: collection.time ?? null,
      columns: readColumns(spec, collection.columns, `${file}, tables.${table}`),
    }));
  });
  return { name: sourceName, sha256: hashSha256(text), clocks, collections };
}

function readColumns(spec: TableSpec, columns: Readonly<Record<string, z.infer<typeof columnSchema>>>, where: string): Record<string, MappedColumn> {
  const settable = spec.name === 'prices' ? spec.columns.filter((column) => PRICE_COLUMNS.includes(column.name)) : spec.columns;
  const unknown = Object.keys(columns).find((known) => !settable.some((column) => column.name === known));
  if (unknown !== undefined) throw new UsageError(`\`${unknown}\` is no column to map`, { where, suggestions: [`Columns: ${settable.map((column) => column.name).join(', ')}.`] });
  const missing = settable.find((column) => !column.nullable && !Object.hasOwn(columns, column.name));
  if (missing !== undefined) throw new UsageError(`the column \`${missing.name}\` is not mapped (${missing.description})`, { where, suggestions: ['Give it a path into the entity, or a constant: `{ value: … }`.'] });
  return Object.fromEntries(settable.map((column): [string, MappedColumn] => [column.name, readColumn(column, columns[column.name], `${where}.columns.${column.name}`)]));
}

function readColumn(spec: ColumnSpec, column: z.infer<typeof columnSchema> | undefined, where: string): MappedColumn {
  const kinds = KINDS_OF_TYPE[spec.type];
  const plain = { as: kinds[0], decimals: 0, negate: false, words: null, nullable: spec.nullable };
  if (column === undefined) return { value: null };
  if (typeof column === 'string') return { ...plain, path: column };
  if ('value' in column) return { value: readConstant(spec, column.value, where) };
  const { as = plain.as, decimals = 0, negate = false, words = null } = column;
  if (!kinds.includes(as)) throw new UsageError(`the column is ${spec.type} and cannot be read as ${as}`, { where, suggestions: [`Read it as ${kinds.join(', ')}.`] });
  if (words !== null && as !== 'text') throw new UsageError('only a text has `words`', { where, suggestions: ['Leave `words` or `as` out.'] });
  return { path: column.path, as, decimals, negate, words, nullable: spec.nullable };
}

/** Special cases: a raw integer beyond 2^53 must stand in quotes, since YAML would round it. */
function readConstant({ type, unit }: ColumnSpec, value: string | number | boolean, where: string): string | number | bigint | boolean {
  const isWhole = Number.isSafeInteger(value);
  if (type === 'HUGEINT' && (isWhole || (typeof value === 'string' && /^-?\d+$/.test(value)))) return BigInt(value);
  const fits = { VARCHAR: typeof value === 'string', BOOLEAN: typeof value === 'boolean', INTEGER: isWhole, BIGINT: isWhole, HUGEINT: false, DOUBLE: Number.isFinite(value) }[type];
  if (!fits) throw new UsageError(`${JSON.stringify(value)} is no ${type} (${unit})`, { where, suggestions: type === 'HUGEINT' ? ['Write a whole number; a large one in quotes, so that no digit is lost.'] : ['Write a constant of the column’s type.'] });
  return value;
}
