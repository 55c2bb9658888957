/** Makes a drawing's option answer: values under the pointer, a legend that hides series, a slider for long histories. */
import { CHART_COLOURS } from '../charts/theme.js';
import { formatUtcDay } from '../format-numbers.js';

type Option = Record<string, unknown>;

/** What ECharts tells of a point under the pointer. */
export interface TipPoint {
  readonly seriesIndex: number;
  readonly seriesName: string;
  readonly name: string;
  readonly value: number | string | readonly (number | string)[];
  readonly axisValueLabel?: string;
}

interface Axis {
  readonly type: string;
  readonly name?: string;
  readonly axisLabel?: { readonly formatter?: (value: number) => string };
}

interface Series {
  readonly type: string;
  readonly name?: string;
  readonly data: readonly unknown[];
  readonly xAxisIndex?: number;
  readonly yAxisIndex?: number;
}

/** Fewer points need no slider. */
const SLIDER_POINTS = 200;
const SLIDER_ROOM_PX = 34;

function listOf<T>(value: unknown): T[] {
  return (Array.isArray(value) ? value : [value]) as T[];
}

/** Adds tooltips and, where many points stand on a time axis, a slider; nothing of the drawing changes otherwise. */
export function addInteraction(option: Option): Option {
  const series = listOf<Series>(option['series']);
  const [xAxis] = listOf<Axis>(option['xAxis']);
  const isOfPoints = series.some(({ type }) => type === 'scatter') && xAxis!.type !== 'time';
  const hasSlider = xAxis!.type === 'time' && series.some(({ data }) => data.length >= SLIDER_POINTS);
  const { ink, surface, grid, accent, muted } = CHART_COLOURS;
  return {
    ...option,
    series: series.map((one) => ({ ...one, silent: one.name === '', cursor: 'default', emphasis: { disabled: !isOfPoints } })),
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
    tooltip: {
      trigger: isOfPoints ? 'item' : 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: surface,
      borderColor: muted,
      textStyle: { color: ink, fontSize: 12, fontFamily: 'inherit' },
      axisPointer: { lineStyle: { color: muted }, shadowStyle: { color: grid, opacity: 0.5 }, type: xAxis!.type === 'category' ? 'shadow' : 'line' },
      formatter: (given: TipPoint | readonly TipPoint[]) => renderTip(describePoints(option, listOf<TipPoint>(given))),
    },
    ...(hasSlider
      ? {
          grid: { ...(option['grid'] as object), bottom: 52 + SLIDER_ROOM_PX },
          dataZoom: [{ type: 'slider', height: 18, bottom: 6, left: 58, right: 32, borderColor: grid, fillerColor: grid, handleStyle: { color: accent }, moveHandleSize: 0, textStyle: { color: muted, fontSize: 11 }, labelFormatter: (time: number) => formatUtcDay(time / 1000), showDataShadow: false, brushSelect: false }],
        }
      : {}),
  };
}

/** Points in words: the first line says where, each other one what stands there. */
export function describePoints(option: Option, points: readonly TipPoint[]): string[] {
  const isNamed = ({ seriesName }: TipPoint): boolean => seriesName !== '' && !seriesName.startsWith('series\0');
  const shown = points.some(isNamed) ? points.filter(isNamed) : points;
  const [first] = shown;
  if (first === undefined) return [];
  const { x, y } = axesOf(option, first);
  if (x.type === 'category' || y.type === 'category') return [first.name, ...shown.map((point) => label(point, formatOn(x.type === 'category' ? y : x, Number(point.value))))];
  const [across, up] = readPlace(first);
  if (first.name !== '' && x.type !== 'time') return [first.name, first.seriesName, `${nameOf(x)}: ${formatOn(x, across)}`, `${nameOf(y)}: ${formatOn(y, up)}`];
  const place = x.type === 'time' ? formatUtcDay(across / 1000) : `${nameOf(x)}: ${formatOn(x, across)}`;
  return [place, ...new Set(shown.map((point) => label(point, formatOn(axesOf(option, point).y, readPlace(point)[1]))))];

  function label({ seriesName }: TipPoint, text: string): string {
    return shown.some(isNamed) ? `${seriesName}: ${text}` : text;
  }
}

function axesOf(option: Option, { seriesIndex }: TipPoint): { readonly x: Axis; readonly y: Axis } {
  const series = listOf<Series>(option['series'])[seriesIndex]!;
  return { x: listOf<Axis>(option['xAxis'])[series.xAxisIndex ?? 0]!, y: listOf<Axis>(option['yAxis'])[series.yAxisIndex ?? 0]! };
}

function readPlace({ value }: TipPoint): [number, number] {
  const [across, up] = value as readonly (number | string)[];
  return [Number(across), Number(up)];
}

/** An axis' name without its unit, which the values carry. */
function nameOf({ name = '' }: Axis): string {
  return name.replace(/ \([^)]*\)$/, '');
}

function formatOn({ axisLabel }: Axis, value: number): string {
  return axisLabel?.formatter?.(value) ?? String(value);
}

/** Text only: a name from a dataset never becomes markup. */
function renderTip(lines: readonly string[]): HTMLElement {
  const tip = document.createElement('div');
  tip.className = 'tip';
  for (const [index, line] of lines.entries()) {
    const row = document.createElement(index === 0 ? 'strong' : 'span');
    row.textContent = line;
    tip.append(row);
  }
  return tip;
}
