/** A plot of lines and points as a chart. */
import type { EChartsOption } from 'echarts';
import type { Chart, ChartSize } from '../blocks.js';
import { formatSignificant } from '../format-numbers.js';
import { listDrawable, type Plot, type PlotAxis } from '../plots/plot.js';
import { buildBaseOption, buildLine, buildValueAxis, LINE_ICON } from './base-option.js';
import { CHART_COLOURS } from './theme.js';

const COLOURS: readonly string[] = [CHART_COLOURS.accent, CHART_COLOURS.recommended, CHART_COLOURS.bad, CHART_COLOURS.current];

/** Gives the chart of a plot; a single series needs no legend. */
export function buildPlotChart(plot: Plot): Chart {
  return {
    id: plot.id,
    title: plot.title,
    alternative: `${plot.title}: ${plot.series.map(({ name }) => name).join(', ')}`,
    span: 'full',
    buildOption: (size) => buildPlotOption(plot, size),
  };
}

function buildPlotOption(plot: Plot, size: ChartSize): EChartsOption {
  const legend = plot.series.map(({ name, kind }) => (kind === 'line' ? { name, icon: LINE_ICON } : { name }));
  return {
    ...buildBaseOption(plot.series.length > 1 ? legend : [], size),
    xAxis: buildPlotAxis(plot, plot.x, 0, size),
    yAxis: buildPlotAxis(plot, plot.y, 1, size),
    series: plot.series.map((series, index) => {
      const colour = COLOURS[index % COLOURS.length]!;
      const data = listDrawable(plot, series);
      if (series.kind === 'line') return buildLine(series.name, colour, data);
      return { type: 'scatter', name: series.name, data, symbolSize: 4, itemStyle: { color: colour, opacity: 0.6 }, silent: true };
    }) as never,
  };
}

/** Ends a logarithmic axis at the data, where ECharts would go down to the power of ten below. */
function buildPlotAxis(plot: Plot, axis: PlotAxis, dimension: 0 | 1, size: ChartSize): object {
  const values = plot.series.flatMap((series) => listDrawable(plot, series).map((point) => point[dimension]));
  const ends = values.length > 0 ? { min: Math.min(...values), max: Math.max(...values), hideEndLabels: true } : {};
  const name = axis.scale === 'log' ? `${axis.name}, log scale` : axis.name;
  const spec = { name, format: formatSignificant, scale: axis.scale, ...(axis.scale === 'log' || dimension === 0 ? ends : {}) };
  return { ...buildValueAxis(spec, { axis: dimension === 0 ? 'x' : 'y', size }), ...(dimension === 1 ? { scale: true } : {}) };
}
