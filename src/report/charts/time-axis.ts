/** A time axis in UTC, labelled by month. */
import type { ChartSize } from '../blocks.js';
import { formatUtcDay } from '../format-numbers.js';
import { buildValueAxis } from './base-option.js';

/** Options of a chart with such an axis need this, or ticks would follow the time zone of the machine. */
export const UTC = { useUTC: true } as const;

/** Units: milliseconds since 1970, as ECharts counts. */
export function buildTimeAxis(unixSeconds: readonly number[], size: ChartSize): object {
  const format = (milliseconds: number): string => formatUtcDay(milliseconds / 1000).slice(0, 7);
  const axis = buildValueAxis({ name: 'Time (UTC)', format, min: 1000 * unixSeconds[0]!, max: 1000 * unixSeconds.at(-1)! }, { axis: 'x', size });
  return { ...axis, type: 'time', splitNumber: size.isNarrow ? 3 : 5 };
}

/** Pairs of milliseconds and value, for a series on such an axis. */
export function placeInTime(unixSeconds: readonly number[], values: readonly number[]): [number, number][] {
  return unixSeconds.map((time, index) => [1000 * time, values[index]!]);
}
