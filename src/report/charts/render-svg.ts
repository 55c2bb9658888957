/** The only file that loads ECharts: options in, inline SVG out, with neither script nor outside reference nor run-to-run ids. */
import { init } from 'echarts';
import type { Chart, ChartSize } from '../blocks.js';
import { CHART_VARIABLES } from './theme.js';

const COLOUR_ATTRIBUTE = /"(#a1000\d)"/g;

/**
 * Draws a chart at one size.
 *
 * The string ECharts returns is cleaned: hover styles, event metadata and XML namespaces go, ids are counted per picture (ECharts
 * counts them per process, which would make two renders differ), colour tokens become CSS variables. Quotes inside texts are
 * escaped by ECharts, so no data can pass for an attribute.
 */
export function renderChartSvg(chart: Chart, size: ChartSize, className: string): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: size.widthPx, height: size.heightPx });
  drawing.setOption(chart.buildOption(size));
  const raw = drawing.renderToSVGString();
  drawing.dispose();
  return cleanSvg(raw, `${chart.id}-${className}`).replace(
    /^<svg width="\d+" height="\d+"/,
    `<svg class="${className}" aria-hidden="true" focusable="false"`,
  );
}

function cleanSvg(raw: string, idPrefix: string): string {
  const body = raw
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>\n?/, '')
    .replace(/ (?:class|pointer-events|xml:space|xmlns(?::\w+)?|version|baseProfile|ecmeta_\w+)="[^"]*"/g, '')
    .replace(COLOUR_ATTRIBUTE, (_, token: string) => `"${CHART_VARIABLES.get(token)!}"`);
  const ids = new Map<string, string>();
  return body.replace(/(="(?:url\()?#?)(zr\d+-\w+)/g, (_, lead: string, id: string) => {
    if (!ids.has(id)) ids.set(id, `${idPrefix}-${ids.size}`);
    return `${lead}${ids.get(id)!}`;
  });
}
