/** Words for metrics: names made from their keys, values with their unit, intervals, and the verdict on a difference. */
import type { Metric } from '../../core/run-result.js';
import {
  formatCount,
  formatDuration,
  formatLevel,
  formatMultiple,
  formatRatio,
  formatSignificant,
  formatUsd,
} from '../format-numbers.js';

const UNIT_WORDS = new Set(['usd', 'ratio', 'multiple']);
const MEASURE_NAMES: Readonly<Record<string, string>> = { es: 'ES', var: 'VaR' };

/**
 * A metric's key as words: `badDebtEs99Usd` → `Bad debt, ES 99 %`.
 *
 * Special cases: a trailing unit word is dropped unless it is the whole name, `SupplyRatio` or the unit `supply-ratio` reads `of
 * supply`; digits after `Es` and
 * `Var` are the level, three of them in tenths of a percent (`Es995` → `ES 99.5 %`).
 */
export function nameMetric(key: string, unit?: Metric['unit']): string {
  const isOfSupply = unit === 'supply-ratio' || key.endsWith('SupplyRatio');
  const spaced = `${key.replace(/SupplyRatio$/, '')}${isOfSupply ? 'OfSupply' : ''}`.replace(/([a-z0-9])([A-Z])/g, '$1 $2');
  const words = spaced.toLowerCase().split(' ');
  while (words.length > 1 && UNIT_WORDS.has(words.at(-1)!)) words.pop();
  const measureAt = words.findIndex((word, index) => index > 0 && /^(es|var)\d{2,3}$/.test(word));
  const subject = (measureAt < 0 ? words : words.slice(0, measureAt)).join(' ');
  const name = subject.charAt(0).toUpperCase() + subject.slice(1);
  if (measureAt < 0) return name;
  const [, measure = '', digits = ''] = /^(es|var)(\d+)$/.exec(words[measureAt]!)!;
  const rest = words.slice(measureAt + 1).join(' ');
  return `${name}, ${MEASURE_NAMES[measure]} ${formatLevel(Number(`0.${digits}`))}${rest === '' ? '' : ` ${rest}`}`;
}

/** A figure in its unit; `supply-ratio` says of what. */
export function formatInUnit(value: number, unit: Metric['unit']): string {
  switch (unit) {
    case 'usd':
      return formatUsd(value);
    case 'ratio':
      return formatRatio(value);
    case 'supply-ratio':
      return `${formatRatio(value)} of supply`;
    case 'accounts':
      // A mean number of accounts is small and fractional; a count is neither.
      return Math.abs(value) < 100 ? formatSignificant(value, 3) : formatCount(Math.round(value));
    case 'multiple':
      return formatMultiple(value);
  }
}

function hasNoSpread(metric: Metric): boolean {
  return metric.ciLow === metric.value && metric.ciHigh === metric.value;
}

/**
 * Whether the figure has no sampling error because it was added up.
 *
 * Special case: a simulated figure is never exact; an interval of no width only says that its sample showed no spread.
 */
export function isExact(metric: Metric): boolean {
  return metric.evidence !== 'simulated' && hasNoSpread(metric);
}

/** The 95 % interval as `[low, high]`, or `exact` for a figure without sampling error. */
export function formatMetricInterval(metric: Metric): string {
  if (isExact(metric)) return 'exact';
  // The value beside it already says `of supply`.
  const format = (bound: number): string => formatInUnit(bound, metric.unit === 'supply-ratio' ? 'ratio' : metric.unit);
  return `[${format(metric.ciLow)}, ${format(metric.ciHigh)}]`;
}

/** The time a figure looks ahead; 0 means that it describes the snapshot itself. */
export function formatHorizon(horizonSeconds: number): string {
  return horizonSeconds === 0 ? 'snapshot' : formatDuration(horizonSeconds);
}

/** A difference with its sign: `+$30.0K`. */
export function formatDifference(metric: Metric): string {
  return `${metric.value > 0 ? '+' : ''}${formatInUnit(metric.value, metric.unit)}`;
}

/** Whether the 95 % interval of a paired difference leaves zero out; an exact difference counts when it is not zero. */
export function isDistinguishableFromZero(difference: Metric): boolean {
  return difference.ciLow > 0 || difference.ciHigh < 0;
}

/** The verdict on a paired difference in words. */
export function describeDifference(difference: Metric): string {
  if (hasNoSpread(difference) && difference.value === 0) return isExact(difference) ? 'no difference' : 'no difference in this sample';
  if (!isDistinguishableFromZero(difference)) return 'not distinguishable from zero';
  return difference.value > 0 ? 'higher' : 'lower';
}

/** Value, interval, level, horizon and sample size in one phrase: what must stand beside every tail number. */
export function describeMetric(metric: Metric): string {
  const interval = isExact(metric) ? 'exact' : `95 % interval ${formatMetricInterval(metric)}`;
  const level = metric.level === null ? '' : `, level ${formatLevel(metric.level)}`;
  const horizon = metric.horizonSeconds === 0 ? 'at the snapshot' : `horizon ${formatDuration(metric.horizonSeconds)}`;
  return `${formatInUnit(metric.value, metric.unit)} (${interval}${level}, ${horizon}, n = ${formatCount(metric.n)}, ${metric.evidence})`;
}
