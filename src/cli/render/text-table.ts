/** One cell: its text, and a colouring applied after padding so that escape codes do not count as width. */
export interface TextCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const GAP = '  ';
/** Others leave the first column so much, if it is that wide: enough to tell rows apart. */
const NAME_MIN = 12;

/**
 * Lays cells out in aligned columns, first column to the left, others to the right, two spaces apart.
 *
 * Rows may be shorter than the header; a line never ends in blanks. A table that is wider than `columns` is folded: the columns that do not fit
 * follow below, beside the first one again; what does not fit even then is cut, and ends in `…`.
 */
export function layOutTable(rows: readonly (readonly TextCell[])[], columns: number): string[] {
  const [name = 0, ...others] = measureColumns(rows);
  const widths = [name, ...others.map((width) => Math.max(1, Math.min(width, columns - GAP.length - Math.min(name, NAME_MIN))))];
  return groupColumns(widths, columns).flatMap((group, index) => [...(index === 0 ? [] : ['']), ...rows.map((row) => layOutRow(row, group))]);
}

function measureColumns(rows: readonly (readonly TextCell[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, text.length)));
  return widths;
}

/** Columns that stand side by side: index → width. The first one stands in every group, as wide as the others let it. */
function groupColumns([name = 0, ...others]: readonly number[], columns: number): Map<number, number>[] {
  const groups: Map<number, number>[] = [new Map([[0, Math.min(name, columns)]])];
  let left = columns - name;
  for (const [index, width] of others.entries()) {
    if (GAP.length + width > left && groups.at(-1)!.size > 1) {
      groups.push(new Map([[0, name]]));
      left = columns - name;
    }
    if (GAP.length + width > left) groups.at(-1)!.set(0, columns - GAP.length - width);
    groups.at(-1)!.set(index + 1, width);
    left -= GAP.length + width;
  }
  return groups;
}

function layOutRow(row: readonly TextCell[], group: ReadonlyMap<number, number>): string {
  const cells = [...group].filter(([column]) => column < row.length).map(([column, width]) => {
    const { text, paint = (plain) => plain } = row[column]!;
    const cut = cutText(text, width);
    return paint(column === 0 ? cut.padEnd(width) : cut.padStart(width));
  });
  return cells.join(GAP).trimEnd();
}

function cutText(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
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
