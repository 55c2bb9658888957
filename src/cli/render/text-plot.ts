import { formatSignificant } from '../../report/format-numbers.js';
import { listDrawable, type Plot, type PlotAxis, type PlotPoint } from '../../report/plots/plot.js';

/** Dots of a braille character, by column and row from the top left. */
const DOTS: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];
const BRAILLE = 0x2800;
const COLUMNS_MAX = 72;
const COLUMNS_MIN = 24;
const ROWS = 10;

/**
 * Draws a plot with braille dots: two by four per character, the largest and smallest values at the axes' ends.
 *
 * Special cases: a plot without anything to draw gives no lines; a single value stands in the middle.
 */
export function renderTextPlot(plot: Plot, terminalColumns: number): string[] {
  const drawn = plot.series.map((series) => ({ kind: series.kind, points: listDrawable(plot, series) }));
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return [];
  const [x, y] = [createScale(plot.x, all.map(([value]) => value)), createScale(plot.y, all.map(([, value]) => value))];
  const labels = [formatSignificant(y.max, 3), formatSignificant(y.min, 3)];
  const margin = Math.max(...labels.map((label) => label.length));
  const columns = Math.max(COLUMNS_MIN, Math.min(COLUMNS_MAX, terminalColumns) - margin - 2);
  const canvas = new Canvas(columns, ROWS);
  for (const { kind, points } of drawn) {
    const dots = points.map(([atX, atY]): PlotPoint => [x.place(atX) * (columns * 2 - 1), (1 - y.place(atY)) * (ROWS * 4 - 1)]);
    dots.forEach((dot, index) => (kind === 'line' && index > 0 ? canvas.drawLine(dots[index - 1]!, dot) : canvas.setDot(dot)));
  }
  const rows = canvas.toLines().map((line, row) => `${(row === 0 ? labels[0]! : row === ROWS - 1 ? labels[1]! : '').padStart(margin)} ┤${line}`.trimEnd());
  const [low, high] = [formatSignificant(x.min, 3), formatSignificant(x.max, 3)];
  const foot = `${' '.repeat(margin + 2)}${low}${high.padStart(columns - low.length)}`;
  return [`${plot.title}  (${describeAxis(plot.y)} over ${describeAxis(plot.x)})`, ...rows, foot];
}

function describeAxis({ name, scale }: PlotAxis): string {
  return scale === 'log' ? `${name}, log` : name;
}

interface Scale {
  readonly min: number;
  readonly max: number;
  /** 0 at the smallest value, 1 at the largest. */
  readonly place: (value: number) => number;
}

function createScale({ scale }: PlotAxis, values: readonly number[]): Scale {
  const bend = scale === 'log' ? Math.log : (value: number): number => value;
  const min = values.reduce((least, value) => Math.min(least, value), Infinity);
  const max = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const span = bend(max) - bend(min);
  return { min, max, place: (value) => (span > 0 ? (bend(value) - bend(min)) / span : 0.5) };
}

class Canvas {
  private readonly cells: number[][];

  constructor(columns: number, rows: number) {
    this.cells = Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
  }

  setDot([x, y]: PlotPoint): void {
    const [column, row] = [Math.round(x), Math.round(y)];
    this.cells[row >> 2]![column >> 1]! |= DOTS[column & 1]![row & 3]!;
  }

  drawLine([fromX, fromY]: PlotPoint, [toX, toY]: PlotPoint): void {
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY))));
    for (let step = 0; step <= steps; step++) this.setDot([fromX + ((toX - fromX) * step) / steps, fromY + ((toY - fromY) * step) / steps]);
  }

  toLines(): string[] {
    return this.cells.map((row) => row.map((dots) => (dots === 0 ? ' ' : String.fromCharCode(BRAILLE + dots))).join(''));
  }
}
