/** What a terminal shows, as a picture: text with its ANSI colours → SVG. The same text gives the same bytes. */

interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
  readonly colour: string;
}

const INK = '#d8dee9';
const GROUND = '#1b2128';
const CELL_WIDTH = 8;
const LINE_HEIGHT = 18;
const MARGIN = 16;
const PLAIN: Style = { bold: false, dim: false, underline: false, colour: INK };
/** What each code of "select graphic rendition" changes; those that Plimsoll prints. */
const CODES: Readonly<Record<string, Partial<Style>>> = {
  0: PLAIN,
  1: { bold: true },
  2: { dim: true },
  4: { underline: true },
  22: { bold: false, dim: false },
  24: { underline: false },
  31: { colour: '#ff7b72' },
  32: { colour: '#7ee787' },
  33: { colour: '#e3b341' },
  36: { colour: '#79c0ff' },
  39: { colour: INK },
};

/**
 * Draws lines of a terminal. Every stretch between two gaps is placed by its column, so that columns stand whatever font the reader has.
 *
 * @throws Error when the text holds a code that is not known: the picture would lack what the terminal shows
 */
export function drawTerminal(text: string, title: string): string {
  const lines = text.split('\n').map(readRuns);
  const columns = Math.max(...lines.flatMap((runs) => runs.map(({ column, text: run }) => column + [...run].length)));
  const [width, height] = [columns * CELL_WIDTH + 2 * MARGIN, lines.length * LINE_HEIGHT + 2 * MARGIN];
  const drawn = lines.flatMap((runs, line) => runs.map((run) => drawRun(run, MARGIN + line * LINE_HEIGHT + 13)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escape(title)}">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${GROUND}"/>`,
    '<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13">',
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

interface Run {
  readonly column: number;
  readonly text: string;
  readonly style: Style;
}

function readRuns(line: string): Run[] {
  const runs: Run[] = [];
  let style = PLAIN;
  let column = 0;
  // eslint-disable-next-line no-control-regex -- the escape that begins a code
  for (const [, code, text] of line.matchAll(/\u001b\[(\d+)m|([^\u001b]+)/g)) {
    if (code !== undefined) {
      const change = CODES[code];
      if (change === undefined) throw new Error(`the terminal's code ${code} is not known to the picture`);
      style = { ...style, ...change };
    } else {
      runs.push({ column, text: text!, style });
      column += [...text!].length;
    }
  }
  return runs;
}

function drawRun({ column, text, style }: Run, y: number): string {
  const marks = `fill="${style.colour}"${style.bold ? ' font-weight="bold"' : ''}${style.dim ? ' fill-opacity="0.65"' : ''}`;
  // Spaces in a row are not drawn: viewers differ in whether they keep them.
  const stretches = [...text.matchAll(/\S+(?: \S+)*/g)].map(
    (stretch) => `<text x="${xOf(column + [...text.slice(0, stretch.index)].length)}" y="${y}" textLength="${[...stretch[0]].length * CELL_WIDTH}" ${marks}>${escape(stretch[0])}</text>`,
  );
  const line = style.underline ? [`<rect x="${xOf(column)}" y="${y + 3}" width="${[...text].length * CELL_WIDTH}" height="1" ${marks}/>`] : [];
  return [...stretches, ...line].join('\n');
}

function xOf(column: number): number {
  return MARGIN + column * CELL_WIDTH;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
