import { DataError } from '../core/errors.js';
import type { CellValue } from '../pipeline/pull-ports.js';
import type { CsvTable } from './csv-file.js';
import { checkRow } from './row-check.js';
import { REFERENCES } from './table-references.js';
import { requireTableSpec } from './table-check.js';
import type { ColumnSpec, TableSpec } from './table-spec.js';

/** Rows of one table beside the user's file that they are from, row by row. */
export interface ImportedTable {
  readonly table: string;
  readonly csv: CsvTable;
  readonly rows: readonly Readonly<Record<string, CellValue>>[];
}

const WHOLE = /^[+-]?\d+$/;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const FLAGS = new Map([['true', true], ['1', true], ['yes', true], ['false', false], ['0', false], ['no', false]]);

/**
 * Reads the rows of a CSV file as a table of the schema; columns are found by the names in the header, in any order.
 *
 * Special cases: an empty cell is `null` where the column may be empty; raw integers are read digit by digit, never as doubles.
 * @throws DataError naming file, line and column for what the table does not declare
 */
export function readImportedTable(table: string, csv: CsvTable): ImportedTable {
  const spec = requireTableSpec(table);
  const columns = matchColumns(spec, csv);
  const rows = csv.rows.map((cells, index) => {
    const row: Record<string, CellValue> = {};
    for (const [place, column] of columns.entries()) row[column.name] = readCell(column, cells[place]!.trim(), `${locate(csv, index)}, column ${column.name}`);
    for (const column of spec.columns) row[column.name] ??= null;
    checkRow(spec, row, locate(csv, index));
    return row;
  });
  requireUniqueKeys(spec, csv, rows);
  return { table, csv, rows };
}

/**
 * Holds every row against the tables it refers to.
 *
 * @throws DataError naming the line of the first row that refers to nothing
 */
export function requireReferences(tables: readonly ImportedTable[]): void {
  for (const { table, columns, target } of REFERENCES) {
    const held = tables.find((item) => item.table === table);
    const known = tables.find((item) => item.table === target);
    if (held === undefined || known === undefined) continue;
    const keyOf = (row: ImportedTable['rows'][number]): string => JSON.stringify(columns.map((column) => String(row[column])));
    const targets = new Set(known.rows.map(keyOf));
    const orphan = held.rows.findIndex((row) => !targets.has(keyOf(row)));
    if (orphan < 0) continue;
    throw new DataError(`no row of \`${target}\` has the ${columns.join(' and ')} ${keyOf(held.rows[orphan]!)}`, {
      where: locate(held.csv, orphan),
      suggestions: [`Add the row to ${known.csv.path}, or take this one out.`],
    });
  }
}

function matchColumns(spec: TableSpec, csv: CsvTable): ColumnSpec[] {
  const remedy = `\`${spec.name}\` has the columns ${spec.columns.map(({ name, nullable }) => (nullable ? `[${name}]` : name)).join(', ')}; docs/guide/tables.md says what each holds.`;
  const refuse = (message: string): DataError => new DataError(message, { where: `${csv.path}:1`, suggestions: [remedy] });
  const columns = csv.columns.map((name) => {
    const column = spec.columns.find((item) => item.name === name);
    if (column === undefined) throw refuse(`table \`${spec.name}\` has no column \`${name}\``);
    return column;
  });
  const repeated = csv.columns.find((name, index) => csv.columns.indexOf(name) !== index);
  if (repeated !== undefined) throw refuse(`the column \`${repeated}\` comes twice`);
  const missing = spec.columns.find((item) => !item.nullable && !columns.includes(item));
  if (missing !== undefined) throw refuse(`the column \`${missing.name}\` is missing`);
  return columns;
}

function readCell(column: ColumnSpec, text: string, where: string): CellValue {
  if (text === '' && column.nullable) return null;
  const refuse = (what: string, remedy: string): DataError => new DataError(`\`${text.slice(0, 40)}\` is ${what}`, { where, suggestions: [remedy] });
  switch (column.type) {
    case 'VARCHAR':
      if (text === '') throw refuse('no text', 'Fill the cell.');
      return text;
    case 'BOOLEAN': {
      const flag = FLAGS.get(text.toLowerCase());
      if (flag === undefined) throw refuse('neither true nor false', 'Write true or false.');
      return flag;
    }
    case 'DOUBLE':
      if (!DECIMAL.test(text) || !Number.isFinite(Number(text))) throw refuse('not a number', `Write a number with a point, in ${column.unit}.`);
      return Number(text);
    default:
      if (!WHOLE.test(text)) throw refuse('no whole number', `Write digits alone, in ${column.unit}.`);
      return column.type === 'HUGEINT' ? BigInt(text) : Number(text);
  }
}

function requireUniqueKeys({ name, key }: TableSpec, csv: CsvTable, rows: ImportedTable['rows']): void {
  const rowOf = new Map<string, number>();
  for (const [index, row] of rows.entries()) {
    const shown = JSON.stringify(key.map((column) => String(row[column])));
    const before = rowOf.get(shown);
    if (before !== undefined) {
      throw new DataError(`the key (${key.join(', ')}) = ${shown} of table \`${name}\` comes twice`, { where: locate(csv, index), suggestions: [`It is on line ${csv.lines[before]} already.`] });
    }
    rowOf.set(shown, index);
  }
}

function locate(csv: CsvTable, row: number): string {
  return `${csv.path}:${csv.lines[row]}`;
}
