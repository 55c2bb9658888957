/** The spread of simulated prices over the horizon. */
import type { EChartsOption } from 'echarts';
import type { RunResult } from '../../core/run-result.js';
import type { Chart, ChartSize } from '../blocks.js';
import { formatDuration, formatLevel, formatMultiple } from '../format-numbers.js';
import { buildBaseOption, buildLine, buildValueAxis, toLabel } from './base-option.js';
import { CHART_COLOURS } from './theme.js';
import { thinIndices } from './thin-series.js';

const POINTS_MAX = 90;

type Fan = RunResult['pictures']['priceFan'];

/** The area between two quantile lines: an unseen line that carries a stacked, filled one. */
function buildBand(fan: Fan, lower: number, daysAt: (step: number) => number, indices: readonly number[], opacity: number): object[] {
  const low = fan.byLevel[lower]!;
  const high = fan.byLevel[fan.levels.length - 1 - lower]!;
  const stack = `band-${lower}`;
  const hidden = { stack, lineStyle: { width: 0, opacity: 0 } };
  return [
    buildLine('', CHART_COLOURS.accent, indices.map((step) => [daysAt(step), low[step]!]), hidden),
    buildLine('', CHART_COLOURS.accent, indices.map((step) => [daysAt(step), high[step]! - low[step]!]), {
      ...hidden,
      areaStyle: { color: CHART_COLOURS.accent, opacity },
    }),
  ];
}

function buildFanOption(fan: Fan, series: string, stepSeconds: number, size: ChartSize): EChartsOption {
  const daysAt = (step: number): number => (step * stepSeconds) / 86_400;
  const indices = thinIndices(fan.byLevel[0]!.length, POINTS_MAX);
  const pairs = Math.floor(fan.levels.length / 2);
  const lines = fan.levels.map((_, index) => {
    const isMiddle = index === pairs;
    const colour = isMiddle ? CHART_COLOURS.ink : CHART_COLOURS.accent;
    const data = indices.map((step): [number, number] => [daysAt(step), fan.byLevel[index]![step]!]);
    const endLabel = { show: true, formatter: formatLevel(fan.levels[index]!), color: CHART_COLOURS.muted, fontSize: 11, distance: 5 };
    return buildLine(`${formatLevel(fan.levels[index]!)} of the paths below`, colour, data, { endLabel, lineStyle: { color: colour, width: isMiddle ? 2 : 1 } });
  });
  const base = buildBaseOption([], size);
  return {
    ...base,
    grid: { ...(base.grid as object), right: 42 },
    xAxis: buildValueAxis({ name: 'Time from the snapshot (days)', format: (value) => String(value), max: daysAt(fan.byLevel[0]!.length - 1) }, { axis: 'x', size }),
    yAxis: { ...buildValueAxis({ name: `${series} (multiple of the start)`, format: formatMultiple }, { axis: 'y', size }), scale: true },
    series: [...Array.from({ length: pairs }, (_, lower) => buildBand(fan, lower, daysAt, indices, 0.13)).flat(), ...lines] as never,
  };
}

/** What the fan is drawn from, of a run of either kind. */
export type FanSource = Pick<RunResult, 'models' | 'paths'> & { readonly pictures: Pick<RunResult['pictures'], 'priceFan'> };

/** The fan of simulated prices of the first factor; levels must rise and be symmetric around their middle one. */
export function buildPriceFanChart(result: FanSource): Chart {
  const fan = result.pictures.priceFan;
  const series = toLabel(result.models.correlation.series[0]!);
  return {
    id: 'price-fan',
    title: `Simulated ${series}`,
    alternative: `${describePriceFan(result)} Bands narrow towards the start, where every path is at 1.`,
    span: 'half',
    buildOption: (size) => buildFanOption(fan, series, result.paths.stepSeconds, size),
  };
}

/** The fan's last step in one sentence. */
export function describePriceFan(result: FanSource): string {
  const { levels, byLevel } = result.pictures.priceFan;
  const endAt = (index: number): string => formatMultiple(byLevel.at(index)!.at(-1)!);
  return (
    `After ${formatDuration(result.paths.horizonSeconds)} the middle path stands at ${endAt(Math.floor(levels.length / 2))} of its start; ` +
    `${formatLevel(levels[0]!)} of the paths end below ${endAt(0)} and ${formatLevel(1 - levels.at(-1)!)} above ${endAt(-1)}.`
  );
}
