/** One cell: its text, and a colouring applied after padding so that escape codes do not count as width. */
export interface TextCell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

const GAP = '  ';
/** A first column that has to make room keeps so much, if it is that wide: enough to tell rows apart. */
const NAME_MIN = 12;

/**
 * Lays cells out in aligned columns, first column to the left, others to the right, two spaces apart.
 *
 * Rows may be shorter than the header; a line never ends in blanks. A table that is wider than `columns` is folded: the columns that do not fit
 * follow below, beside the first one again; what does not fit even then is cut, and ends in `…`.
 */
export function layOutTable(rows: readonly (readonly TextCell[])[], columns: number): string[] {
  const widths = limitWidths(measureColumns(rows), columns);
  return groupColumns(widths, columns).flatMap((group, index) => [...(index === 0 ? [] : ['']), ...rows.map((row) => layOutRow(row, group, widths))]);
}

function layOutRow(row: readonly TextCell[], group: readonly number[], widths: readonly number[]): string {
  const cells = group.filter((column) => column < row.length).map((column) => {
    const { text, paint = (plain) => plain } = row[column]!;
    const [cut, width] = [cutText(text, widths[column]!), widths[column]!];
    return paint(column === 0 ? cut.padEnd(width) : cut.padStart(width));
  });
  return cells.join(GAP).trimEnd();
}

function measureColumns(rows: readonly (readonly TextCell[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach(({ text }, column) => (widths[column] = Math.max(widths[column] ?? 0, text.length)));
  return widths;
}

/** Narrows the first column so that the widest other fits beside it, then the others. */
function limitWidths([name = 0, ...others]: readonly number[], columns: number): number[] {
  const widest = Math.max(0, ...others);
  const first = Math.min(name, others.length === 0 ? columns : Math.max(NAME_MIN, columns - GAP.length - widest));
  return [first, ...others.map((width) => Math.max(1, Math.min(width, columns - GAP.length - first)))];
}

/** Indices of the columns that stand side by side, the first one in each group. */
function groupColumns(widths: readonly number[], columns: number): number[][] {
  const groups: number[][] = [[0]];
  let width = widths[0]!;
  for (let column = 1; column < widths.length; column++) {
    if (width + GAP.length + widths[column]! > columns && groups.at(-1)!.length > 1) {
      groups.push([0]);
      width = widths[0]!;
    }
    groups.at(-1)!.push(column);
    width += GAP.length + widths[column]!;
  }
  return groups;
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
