/** One interactive chart in the place of a drawing. */
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { DataZoomSliderComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { init, use, type ECharts } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartSize } from '../blocks.js';
import { CHART_COLOURS } from '../charts/theme.js';
import { addInteraction } from './interaction.js';
import { addKeyboard } from './keyboard.js';

use([BarChart, LineChart, ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, DataZoomSliderComponent, SVGRenderer]);

export interface LiveChart {
  /** Draws anew, in the width and the colours of now. */
  draw(): void;
}

/** Narrower than this a chart is drawn as for a phone. */
const NARROW_PX = 460;

/** Puts a chart into its frame, beside the drawing that style sheets then hide on screens. */
export function createLiveChart(frame: HTMLElement, chart: Chart): LiveChart {
  const box = document.createElement('div');
  box.className = 'live';
  // Measured while the drawing is still shown, so that nothing moves.
  box.style.height = `${frame.getBoundingClientRect().height}px`;
  frame.append(box);
  frame.classList.add('is-live');
  let instance: ECharts | undefined;
  const draw = (): void => {
    instance?.dispose();
    const size: ChartSize = { widthPx: box.clientWidth, heightPx: box.clientHeight, isNarrow: box.clientWidth < NARROW_PX };
    instance = init(box, null, { renderer: 'svg', width: size.widthPx, height: size.heightPx });
    instance.setOption(resolveStyle(addInteraction(chart.buildOption(size) as Record<string, unknown>), readPageStyle(frame)) as Record<string, unknown>);
  };
  draw();
  addKeyboard(frame, chart.title, () => instance!);
  return { draw };
}

/** The page's value of every stand-in colour, and of its font, which ECharts writes where `inherit` is no value. */
function readPageStyle(frame: HTMLElement): ReadonlyMap<string, string> {
  const style = getComputedStyle(frame);
  return new Map([...Object.entries(CHART_COLOURS).map(([name, token]): [string, string] => [token, style.getPropertyValue(`--chart-${name}`).trim()]), ['inherit', style.fontFamily]]);
}

function resolveStyle(value: unknown, style: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return style.get(value) ?? value;
  if (Array.isArray(value)) return typeof value[0] === 'number' ? value : value.map((item) => resolveStyle(item, style));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolveStyle(item, style)]));
}
