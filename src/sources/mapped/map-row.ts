import type { MappedColumn, SourceEntity } from '../../pipeline/pull-ports.js';
import { nameAccount } from '../mapping/account-name.js';
import type { EntityReader } from '../mapping/entity-reader.js';

type Cell = string | number | bigint | boolean | null;
export type MappedRow = Readonly<Record<string, Cell>>;
type ReadColumn = Extract<MappedColumn, { path: string }>;

/**
 * Fills the columns of one row. `{network}` in a constant stands for the network of the pull.
 *
 * @throws DataError naming collection, entity and field when one is not what the mapping says
 */
export function mapRow(read: EntityReader, entity: SourceEntity, columns: Readonly<Record<string, MappedColumn>>, network: string): MappedRow {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => {
      if ('path' in column) return [name, readCell(read, entity, column)];
      return [name, typeof column.value === 'string' ? column.value.replaceAll('{network}', network) : column.value];
    }),
  );
}

function readCell(read: EntityReader, entity: SourceEntity, column: ReadColumn): Cell {
  const { path, words, nullable, negate } = column;
  if (nullable && read.isNull(entity, path)) return null;
  if (words !== null) {
    const word = read.text(entity, path);
    if (!Object.hasOwn(words, word)) throw read.refuse(entity, path, `is a word that the mapping does not know: ${word}`);
    return words[word]!;
  }
  const cell = READERS[column.as](read, entity, column);
  return negate && (typeof cell === 'number' || typeof cell === 'bigint') ? -cell : cell;
}

const READERS: Readonly<Record<ReadColumn['as'], (read: EntityReader, entity: SourceEntity, column: ReadColumn) => Cell>> = {
  text: (read, entity, { path }) => read.text(entity, path),
  count: (read, entity, { path }) => read.count(entity, path),
  integer: (read, entity, { path }) => Number(read.whole(entity, path)),
  whole: (read, entity, { path }) => read.whole(entity, path),
  decimal: (read, entity, { path, decimals }) => read.scaled(entity, path, decimals),
  number: (read, entity, { path }) => read.double(entity, path),
  flag: (read, entity, { path }) => read.flag(entity, path),
  account: (read, entity, { path }) => nameAccount(read.text(entity, path)),
  percent: (read, entity, { path }) => read.bps(entity, path, 'percent'),
  fraction: (read, entity, { path }) => read.bps(entity, path, 'fraction'),
};
