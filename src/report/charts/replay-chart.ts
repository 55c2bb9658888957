/** One historical window: the price above, what both parameter sets would have liquidated below, on one time axis. */
import type { EChartsOption } from 'echarts';
import { assertInvariant } from '../../core/assert.js';
import type { ReplayOutcome, ReplayWindow } from '../../core/run-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatMultiple, formatRatio, formatUsd } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, LINE_ICON, toLabel } from './base-option.js';
import { CHART_COLOURS } from './theme.js';
import { thinIndices } from './thin-series.js';

const POINTS_MAX = 120;

/** Debt liquidated up to each step; the last entry must be the window's total, or the picture would contradict the table. */
function readTimelineUsd({ liquidatedDebtByStepUsd, liquidatedDebtUsd }: ReplayOutcome): readonly number[] {
  const lastUsd = liquidatedDebtByStepUsd.at(-1) ?? 0;
  assertInvariant(
    Math.abs(lastUsd - liquidatedDebtUsd) <= 1e-6 * Math.max(1, liquidatedDebtUsd),
    `a replay's timeline ends at ${lastUsd} dollars liquidated but its total is ${liquidatedDebtUsd}`,
  );
  return liquidatedDebtByStepUsd;
}

function buildReplayOption(window: ReplayWindow, series: string, size: ChartSize): EChartsOption {
  const prices = window.priceRelativeByStep;
  const steps = Math.max(1, prices.length - 1);
  const days = (window.toUnixSeconds - window.fromUnixSeconds) / 86_400;
  const daysAt = (step: number): number => (step / steps) * days;
  const lowest = prices.indexOf(Math.min(...prices));
  const indices = thinIndices(prices.length, POINTS_MAX, [lowest]);
  const pointsOf = (values: readonly number[]): [number, number][] => indices.map((step) => [daysAt(step), values[step] ?? values.at(-1)!]);
  const base = buildBaseOption([series, 'Current', 'Recommended'].map((name) => ({ name, icon: LINE_ICON })), size);
  const frame = base.grid as object;
  const lower = { xAxisIndex: 1, yAxisIndex: 1 };
  const { ink, current, recommended } = CHART_COLOURS;
  const currentUsd = readTimelineUsd(window.current);
  const recommendedUsd = readTimelineUsd(window.recommended);
  const time = { name: 'Time from the start of the window (days)', format: (value: number) => String(value), max: days };
  const upperTime = { ...buildValueAxis(time, { axis: 'x', size, hideName: true }), axisLabel: { show: false } };
  return {
    ...base,
    grid: [
      { ...frame, top: 58, bottom: '56%' },
      { ...frame, top: '58%', bottom: 52 },
    ],
    xAxis: [upperTime, buildValueAxis(time, { axis: 'x', size, gridIndex: 1 })],
    yAxis: [
      { ...buildValueAxis({ name: `${series} (multiple of the start)`, format: formatMultiple }, { axis: 'y', size }), scale: true, splitNumber: 3 },
      { ...buildValueAxis({ name: 'Debt liquidated so far (USD)', format: formatUsd, min: 0 }, { axis: 'y', size, gridIndex: 1 }), splitNumber: 3 },
    ],
    series: [
      buildLine(series, ink, pointsOf(prices), { lineStyle: { color: ink, width: 1.5 } }),
      buildLine('Current', current, pointsOf(currentUsd), { ...lower, lineStyle: { color: current, width: 4 } }),
      buildLine('Recommended', recommended, pointsOf(recommendedUsd), { ...lower, lineStyle: { color: recommended, width: 1.8 } }),
    ] as never,
  };
}

/** One replay window as a chart; `index` makes the id unique, `series` is whose prices it shows. */
export function buildReplayChart(window: ReplayWindow, index: number, series: string): Chart {
  return {
    id: `replay-${index}`,
    title: window.name,
    alternative: `Two panels over time: ${series}, and the debt liquidated so far under both parameter sets. ${describeReplay(window, series)}`,
    span: 'half',
    heightRatio: 1.25,
    buildOption: (size) => buildReplayOption(window, toLabel(series), size),
  };
}

/** What the window did to both parameter sets, in one sentence. */
export function describeReplay({ maxDrawdownRatio, current, recommended }: ReplayWindow, series: string): string {
  const outcome = (liquidatedUsd: number, badUsd: number): string => `liquidated ${formatUsd(liquidatedUsd)} and left ${formatUsd(badUsd)} of bad debt`;
  return (
    `${series.split('/')[0]} fell by up to ${formatRatio(maxDrawdownRatio)}; the current set ${outcome(current.liquidatedDebtUsd, current.badDebtUsd)}, ` +
    `the recommended set ${outcome(recommended.liquidatedDebtUsd, recommended.badDebtUsd)}.`
  );
}
