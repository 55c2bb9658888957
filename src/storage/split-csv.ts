import { DataError } from '../core/errors.js';

export interface CsvCells {
  readonly rows: string[][];
  /** Line of the text on which each row starts, 1-based. */
  readonly lines: number[];
}

const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Splits CSV text into cells: quoted cells may hold delimiters, line ends and doubled quotes; empty lines are skipped, save
 * in a file of one column, where an empty line inside is a missing value.
 *
 * Special cases: a byte order mark is dropped; the delimiter is the one that occurs most in the first line.
 * @throws DataError when a quote is not closed.
 * @source Y. Shafranovich, "Common format and MIME type for comma-separated values", RFC 4180 (2005).
 */
export function splitCsv(source: string, path: string): CsvCells {
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const delimiter = chooseDelimiter(text);
  const keepsBlank = delimiter === null;
  const cells: CsvCells = { rows: [], lines: [] };
  let line = 1;
  for (let start = 0; start < text.length; ) {
    const end = findRowEnd(text, start);
    if (end < 0) {
      throw new DataError('a quote is opened and never closed', { where: `${path}:${line}`, suggestions: ['Close the quote, or double quotes inside a text.'] });
    }
    const row = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    if (row.trim() !== '' || (keepsBlank && text.slice(end).trim() !== '')) {
      cells.rows.push(delimiter === null ? [unquote(row)] : row.includes('"') ? splitQuoted(row, delimiter) : row.split(delimiter));
      cells.lines.push(line);
    }
    line += row.includes('\n') ? row.split('\n').length : 1;
    start = end + 1;
  }
  return cells;
}

/** `null` where the first line holds none: a file of one column. */
function chooseDelimiter(text: string): string | null {
  const header = /^[^\r\n]*/.exec(text)![0];
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length);
  const most = Math.max(...counts);
  return most === 1 ? null : DELIMITERS[counts.indexOf(most)]!;
}

function unquote(row: string): string {
  return row.includes('"') ? splitQuoted(row, '\n')[0]! : row;
}

/** Index of the line end that ends the row, or the text's length; −1 when a quote stays open. */
function findRowEnd(text: string, start: number): number {
  let from = start;
  for (;;) {
    const end = text.indexOf('\n', from);
    const row = text.slice(start, end < 0 ? text.length : end);
    const isClosed = !row.includes('"') || row.split('"').length % 2 === 1;
    if (isClosed) return end < 0 ? text.length : end;
    if (end < 0) return -1;
    from = end + 1;
  }
}

function splitQuoted(row: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < row.length; i++) {
    const letter = row[i]!;
    if (letter === '"' && isQuoted && row[i + 1] === '"') {
      cell += '"';
      i++;
    } else if (letter === '"') isQuoted = !isQuoted;
    else if (letter === delimiter && !isQuoted) {
      cells.push(cell);
      cell = '';
    } else cell += letter;
  }
  return [...cells, cell];
}
