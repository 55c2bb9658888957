import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { DataError, UsageError } from '../core/errors.js';
import { hashSha256 } from '../core/hash.js';
import { splitCsv } from './split-csv.js';

/** A CSV file as text cells, each row with the line of the file it starts on. */
export interface CsvTable {
  readonly path: string;
  /** Of the file's bytes, compressed or not. */
  readonly sha256: string;
  /** From the header, or `1`, `2`, … where the first row holds numbers. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** 1-based, one per row. */
  readonly lines: readonly number[];
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
/** What tools write for a value that is not there. */
const MISSING = new Set(['', 'nan', 'na', 'n/a', 'null', 'none', '.', '-']);
const GZIP_MAGIC = [0x1f, 0x8b];

/**
 * Reads a CSV file, plain or gzip (told by its first bytes, not its name); comma, semicolon or tab, told by the header.
 *
 * @param shownPath what messages call the file
 * @throws UsageError when there is no such file; DataError naming the line when it is empty, broken or has rows of unequal length.
 */
export async function readCsvFile(path: string, shownPath = path): Promise<CsvTable> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    const message = cause.code === 'ENOENT' ? 'there is no such file' : `cannot read the file: ${cause.message}`;
    throw new UsageError(message, { where: shownPath, suggestions: ['Check the path; it is taken from the folder you are in.'], cause });
  });
  const { rows, lines } = splitCsv(decode(bytes, shownPath), shownPath);
  const first = rows[0];
  if (first === undefined) throw new DataError('the file is empty', { where: shownPath });
  const hasHeader = !first.every((cell) => isNumberOrMissing(cell));
  const columns = first.map((cell, index) => (hasHeader ? cell.trim() : String(index + 1)));
  const skip = hasHeader ? 1 : 0;
  for (let row = skip; row < rows.length; row++) {
    if (rows[row]!.length === columns.length) continue;
    throw new DataError(`the row has ${rows[row]!.length} cells, the first row has ${columns.length}`, {
      where: `${shownPath}:${lines[row]}`,
      suggestions: ['Look for a delimiter inside a text that is not quoted, or a line that was cut off.'],
    });
  }
  return { path: shownPath, sha256: hashSha256(bytes), columns, rows: rows.slice(skip), lines: lines.slice(skip) };
}

/**
 * Reads one column as numbers; NaN where the cell is empty or says that the value is missing.
 *
 * @throws UsageError when there is no such column; DataError naming the line of a cell that is neither number nor missing.
 */
export function readNumberColumn(table: CsvTable, name: string): Float64Array<ArrayBuffer> {
  const column = findColumn(table, name);
  return Float64Array.from(table.rows, (cells, row) => {
    const text = cells[column]!.trim();
    if (MISSING.has(text.toLowerCase())) return NaN;
    const value = NUMBER.test(text) ? Number(text) : NaN;
    if (Number.isFinite(value)) return value;
    throw new DataError(`\`${text.slice(0, 40)}\` is not a number`, {
      where: `${table.path}:${table.lines[row]}, column ${name}`,
      suggestions: ['Write numbers with a point and without separators between thousands; leave the cell empty where there is no value.'],
    });
  });
}

function findColumn({ columns, path }: CsvTable, name: string): number {
  const column = columns.indexOf(name);
  if (column >= 0) return column;
  throw new UsageError(`the file has no column \`${name}\``, {
    where: path,
    suggestions: [`Columns there: ${columns.join(', ')}. Name one with --column.`],
  });
}

function decode(bytes: Buffer, path: string): string {
  if (!GZIP_MAGIC.every((byte, index) => bytes[index] === byte)) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch (cause) {
    throw new DataError(`the file is not intact gzip: ${(cause as Error).message}`, { where: path, suggestions: ['Fetch the file again.'], cause });
  }
}

function isNumberOrMissing(cell: string): boolean {
  const text = cell.trim();
  return NUMBER.test(text) || MISSING.has(text.toLowerCase());
}
