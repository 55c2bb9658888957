/** A time axis in UTC, labelled at the beginnings of months. */
import type { ChartSize } from '../blocks.js';
import { formatUtcDay } from '../format-numbers.js';
import { buildValueAxis } from './base-option.js';

/** Options of a chart with such an axis need this, or days would follow the time zone of the machine. */
export const UTC = { useUTC: true } as const;

const LABEL_WIDTH_PX = 72;
const MONTH_STEPS = [1, 2, 3, 6, 12, 24, 60];

/** Units: milliseconds since 1970, as ECharts counts. */
export function buildTimeAxis(unixSeconds: readonly number[], size: ChartSize): object {
  const format = (milliseconds: number): string => formatUtcDay(milliseconds / 1000).slice(0, 7);
  const [min, max] = [1000 * unixSeconds[0]!, 1000 * unixSeconds.at(-1)!];
  const { axisLabel, ...axis } = buildValueAxis({ name: 'Time (UTC)', format, min, max }, { axis: 'x', size }) as { readonly axisLabel: object };
  return { ...axis, type: 'time', axisLabel: { ...axisLabel, customValues: listMonths(min, max, Math.max(2, Math.floor((size.widthPx - 100) / LABEL_WIDTH_PX))) } };
}

/** At most so many beginnings of months, evenly apart. */
function listMonths(fromMilliseconds: number, toMilliseconds: number, most: number): number[] {
  const start = new Date(fromMilliseconds);
  const firstMonth = 12 * start.getUTCFullYear() + start.getUTCMonth();
  const months = (toMilliseconds - fromMilliseconds) / (30.44 * 86_400_000);
  const step = MONTH_STEPS.find((length) => months / length <= most) ?? MONTH_STEPS.at(-1)!;
  const stamps: number[] = [];
  for (let month = Math.ceil(firstMonth / step) * step; ; month += step) {
    const stamp = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (stamp > toMilliseconds) return stamps;
    if (stamp >= fromMilliseconds) stamps.push(stamp);
  }
}

/** Pairs of milliseconds and value, for a series on such an axis. */
export function placeInTime(unixSeconds: readonly number[], values: readonly number[]): [number, number][] {
  return unixSeconds.map((time, index) => [1000 * time, values[index]!]);
}
