/** The only file that loads ECharts: options in, inline SVG out, with neither script nor outside reference nor run-to-run ids. */
import { init } from 'echarts';
import type { Chart, ChartSize } from '../blocks.js';
import { escapeHtml } from '../html/escape-html.js';
import { CHART_VARIABLES, LIGHT_COLOURS } from './theme.js';

const TITLE_HEIGHT_PX = 34;
const MARGIN_PX = 10;
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

/** Draws a chart as an SVG file that stands alone: its title on top, on white, in the colours of a light page. */
export function renderStandaloneSvg(chart: Chart, size: ChartSize): string {
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width: size.widthPx, height: size.heightPx });
  drawing.setOption(chart.buildOption(size));
  const raw = drawing.renderToSVGString();
  drawing.dispose();
  const body = cleanSvg(raw, chart.id).replace(/^<svg [^>]*>/, '').replace(/var\(--chart-(\w+)\)/g, (_, name: string) => LIGHT_COLOURS[name as keyof typeof LIGHT_COLOURS]);
  const [width, height] = [size.widthPx + 2 * MARGIN_PX, size.heightPx + TITLE_HEIGHT_PX];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" role="img">\n` +
    `<title>${escapeHtml(chart.title)}</title>\n<rect width="100%" height="100%" fill="${LIGHT_COLOURS.surface}"/>\n` +
    `<text x="${MARGIN_PX}" y="22" font-size="15" fill="${LIGHT_COLOURS.ink}">${escapeHtml(chart.title)}</text>\n<g transform="translate(${MARGIN_PX} ${TITLE_HEIGHT_PX})">${body.replace(/<\/svg>\s*$/, '</g>\n</svg>')}\n`
  );
}

function cleanSvg(raw: string, idPrefix: string): string {
  const body = raw
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>\n?/, '')
    .replace(/ (?:class|pointer-events|xml:space|xmlns(?::\w+)?|version|baseProfile|ecmeta_\w+)="[^"]*"/g, '')
    // A shorthand that inherits a part of itself is no value: browsers drop it, and the size with it.
    .replace(/ style="font: [^"]*?(\d+)px inherit"/g, ' font-size="$1"')
    .replace(COLOUR_ATTRIBUTE, (_, token: string) => `"${CHART_VARIABLES.get(token)!}"`);
  const ids = new Map<string, string>();
  return body.replace(/(="(?:url\()?#?)(zr\d+-\w+)/g, (_, lead: string, id: string) => {
    if (!ids.has(id)) ids.set(id, `${idPrefix}-${ids.size}`);
    return `${lead}${ids.get(id)!}`;
  });
}
