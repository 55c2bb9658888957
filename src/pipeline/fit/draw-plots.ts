import { buildPlotChart } from '../../report/charts/plot-chart.js';
import type { Plot } from '../../report/plots/plot.js';

const SIZE = { widthPx: 760, heightPx: 380, isNarrow: false };

/** Draws plots as SVG files: name → content. The charts' library is loaded here and not before. */
export async function drawPlots(plots: readonly Plot[]): Promise<Map<string, string>> {
  const { renderStandaloneSvg } = await import('../../report/charts/render-svg.js');
  return new Map(plots.map((plot) => [`${plot.id}.svg`, renderStandaloneSvg(buildPlotChart(plot), SIZE)]));
}
