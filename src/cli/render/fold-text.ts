import { stripVTControlCharacters } from 'node:util';

/** Lines that go on one below the other stand this much further in. */
const HANGING_INDENT = 2;

/**
 * Breaks every line that is longer than `columns` at a blank, as a terminal would not; colours count for nothing and go on.
 *
 * Special cases: without a width nothing is broken; a word that is longer by itself stands alone, so that it can still be copied.
 */
export function foldText(text: string, columns: number | undefined): string {
  if (!columns) return text;
  return text.split('\n').flatMap((line) => (measure(line) <= columns ? [line] : foldLine(line, columns))).join('\n');
}

function foldLine(line: string, columns: number): string[] {
  const indent = ' '.repeat(Math.min(/^ */.exec(line)![0].length + HANGING_INDENT, columns >> 1));
  const lines: string[] = [];
  let open = '';
  for (const [, blanks, word] of line.matchAll(/( *)([^ ]+)/g)) {
    if (open.trim() !== '' && measure(open) + blanks!.length + measure(word!) > columns) {
      lines.push(open);
      open = `${indent}${word!}`;
    } else {
      open += `${blanks!}${word!}`;
    }
  }
  return [...lines, open];
}

function measure(text: string): number {
  return stripVTControlCharacters(text).length;
}
