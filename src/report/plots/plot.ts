/** A picture as plain data, so that one description becomes an SVG file or dots in a terminal. */
export interface Plot {
  /** Unique among the pictures of one answer; letters, digits and hyphens. Names the file. */
  readonly id: string;
  readonly title: string;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Drawn in this order, the last on top. */
  readonly series: readonly PlotSeries[];
}

export interface PlotAxis {
  /** Name with unit. */
  readonly name: string;
  readonly scale: 'linear' | 'log';
}

export interface PlotSeries {
  readonly name: string;
  readonly kind: 'line' | 'points';
  readonly points: readonly PlotPoint[];
}

export type PlotPoint = readonly [x: number, y: number];

/** Points that the axes can show: finite, and positive where the scale is logarithmic. */
export function listDrawable({ x, y }: Plot, { points }: PlotSeries): PlotPoint[] {
  const fits = (value: number, { scale }: PlotAxis): boolean => Number.isFinite(value) && (scale === 'linear' || value > 0);
  return points.filter(([atX, atY]) => fits(atX, x) && fits(atY, y));
}
