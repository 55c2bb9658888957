import { assertInvariant } from '../core/assert.js';
import { loadDanfo } from './danfo.js';

export type Cell = string | number | boolean | null;

/** Columns named with their unit at the end (`debtUsd`); one array per row, in the order of the columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Writes a table as CSV by RFC 4180, with `\n` line ends and a header.
 *
 * Numbers are written with the fewest digits that read back to the same double, so equal tables give equal bytes and
 * nothing is rounded.
 *
 * Special cases: `null` is an empty field and `""` a quoted empty one; −0 is written `0`; NaN and the infinities are
 * written `NaN`, `Infinity`, `-Infinity`; a table without rows is its header. In a table of
 * one column a `null` is an empty line, which many readers skip.
 *
 * @throws InternalError when a row's length differs from the header's or a column name repeats.
 * @example await tableToCsv({ columns: ['asset', 'debtUsd'], rows: [['stETH, wrapped', 0.1]] }) // 'asset,debtUsd\n"stETH, wrapped",0.1\n'
 */
export async function tableToCsv(table: Table): Promise<string> {
  assertRectangular(table);
  const { DataFrame, toCSV } = await loadDanfo();
  // danfojs joins fields without quoting, so every field is a finished piece of CSV before it goes in.
  const rows = table.rows.map((row) => row.map(formatField));
  return toCSV(new DataFrame(rows, { columns: table.columns.map(quoteText) }));
}

export type Aggregation = 'count' | 'sum' | 'mean' | 'min' | 'max';

export interface GroupSummary {
  /** The columns whose values together name a group. */
  readonly by: readonly string[];
  /** Numeric column → what to work out of it; the result's column is `<column>_<aggregation>`. */
  readonly aggregate: Readonly<Record<string, readonly Aggregation[]>>;
}

/**
 * Groups rows and aggregates numeric columns, with danfojs.
 *
 * Shape: one row per group, in order of first appearance; the `by` columns first, then each aggregate in the order given.
 *
 * @throws InternalError when a column is unknown, an aggregation list is empty, or an aggregated cell is not a finite number.
 * @example await summariseByGroup(book, { by: ['asset'], aggregate: { debtUsd: ['sum', 'max'] } }) // asset, debtUsd_sum, debtUsd_max
 */
export async function summariseByGroup(table: Table, { by, aggregate }: GroupSummary): Promise<Table> {
  assertRectangular(table);
  const measures = Object.keys(aggregate);
  assertInvariant(measures.every((name) => aggregate[name]!.length > 0), 'an aggregation list is empty');
  const measureIndexes = measures.map((name) => columnIndex(table, name));
  const { groupOfRow, keys } = numberGroups(table, by);
  const columns = [...by, ...measures.flatMap((name) => aggregate[name]!.map((aggregation) => `${name}_${aggregation}`))];
  if (table.rows.length === 0) return { columns, rows: [] };

  const numbers = table.rows.map((row, index) => [groupOfRow[index]!, ...measureIndexes.map((column) => finiteCell(row[column], table.columns[column]!))]);
  const { DataFrame } = await loadDanfo();
  // Names by position, so that a column called `group` is no exception.
  const operations = Object.fromEntries(measures.map((name, position) => [`m${position}`, [...aggregate[name]!]]));
  const grouped = new DataFrame(numbers, { columns: ['group', ...Object.keys(operations)] }).groupby(['group']).agg(operations);
  return { columns, rows: grouped.values.map(([group, ...values]) => [...keys[Number(group)]!, ...values]) };
}

/**
 * Numbers the groups from 0 in order of first appearance. danfojs itself joins the key values with `-`, so that
 * ("a-b", "c") and ("a", "b-c") fall together; one number per group cannot.
 */
function numberGroups(table: Table, by: readonly string[]): { groupOfRow: number[]; keys: Cell[][] } {
  const indexes = by.map((name) => columnIndex(table, name));
  const numberOfKey = new Map<string, number>();
  const keys: Cell[][] = [];
  const groupOfRow = table.rows.map((row) => {
    const key = indexes.map((index) => row[index]!);
    const text = JSON.stringify(key);
    const known = numberOfKey.get(text);
    if (known !== undefined) return known;
    numberOfKey.set(text, keys.length);
    return keys.push(key) - 1;
  });
  return { groupOfRow, keys };
}

function assertRectangular({ columns, rows }: Table): void {
  assertInvariant(columns.length > 0 && new Set(columns).size === columns.length, `column names are missing or repeat: ${columns.join(', ')}`);
  const wrong = rows.findIndex((row) => row.length !== columns.length);
  assertInvariant(wrong === -1, `row ${wrong} has ${rows[wrong]?.length} cells for ${columns.length} columns`);
}

function columnIndex({ columns }: Table, name: string): number {
  const index = columns.indexOf(name);
  assertInvariant(index !== -1, `no column ${name} among ${columns.join(', ')}`);
  return index;
}

function finiteCell(cell: Cell | undefined, column: string): number {
  assertInvariant(typeof cell === 'number' && Number.isFinite(cell), `${column} is aggregated but holds ${String(cell)}`);
  return cell;
}

function formatField(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'string' ? quoteText(cell) : String(cell);
}

function quoteText(text: string): string {
  return text === '' || /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text;
}
