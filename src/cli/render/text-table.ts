/** One cell: its text, and a colouring applied after padding so that escape codes do not count as width. */
export interface TextCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

/**
 * Lays cells out in aligned columns, first column to the left, others to the right, two spaces apart.
 *
 * Rows may be shorter than the header; a line never ends in blanks.
 */
export function layOutTable(rows: readonly (readonly TextCell[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, text.length)));
  return rows.map((row) =>
    row
      .map(({ text, paint = (plain) => plain }, column) => {
        const padded = column === 0 ? text.padEnd(widths[column]!) : text.padStart(widths[column]!);
        return paint(padded);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Breaks a sentence at blanks so that no line is longer than `columns`; a longer word stands alone. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
