/** What was seen of a price within one hour. */
export interface HourBar {
  open: number | null;
  high: number | null;
  low: number | null;
  close: number;
  volume: number | null;
}

interface BarRow {
  readonly [column: string]: string | number | boolean | null;
  readonly unix_seconds: number;
  readonly close: number;
  readonly filled: boolean;
}

const HOUR_SECONDS = 3600;

/**
 * Lays bars on an unbroken hourly grid; an hour without any is filled with the close before it and marked.
 *
 * Without the fill a realised volatility would skip the quiet hours and come out too high.
 * Units: `unix_seconds` is the time at which the bar closes. Special cases: prices that are zero or negative are no observations.
 */
export function layOutBars(asset: string, quote: string, bars: ReadonlyMap<number, HourBar>): BarRow[] {
  const hours = [...bars].filter(([, bar]) => bar.close > 0).sort(([left], [right]) => left - right);
  const rows: BarRow[] = [];
  for (const [index, [hour, bar]] of hours.entries()) {
    rows.push({ asset, quote, unix_seconds: (hour + 1) * HOUR_SECONDS, ...bar, filled: false });
    const next = hours[index + 1]?.[0] ?? hour + 1;
    for (let missing = hour + 1; missing < next; missing++) {
      rows.push({ asset, quote, unix_seconds: (missing + 1) * HOUR_SECONDS, open: null, high: null, low: null, close: bar.close, volume: null, filled: true });
    }
  }
  return rows;
}
