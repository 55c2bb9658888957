/** A chart with its title, two drawings (wide screen and phone; style sheets show one), and the sentence that reads it. */
import { renderChartSvg } from '../charts/render-svg.js';
import type { Chart, ChartSize, Figure } from '../blocks.js';
import { escapeHtml, renderText } from './escape-html.js';

const WIDE_FULL: ChartSize = { widthPx: 1000, heightPx: 380, isNarrow: false };
const WIDE_HALF: ChartSize = { widthPx: 500, heightPx: 310, isNarrow: false };
const NARROW: ChartSize = { widthPx: 340, heightPx: 300, isNarrow: true };

function scaleHeight(size: ChartSize, { heightRatio = 1 }: Chart): ChartSize {
  return { ...size, heightPx: Math.round(size.heightPx * heightRatio) };
}

/** One figure as HTML; the text alternative is on the frame because each drawing by itself is hidden from readers. */
export function renderFigure({ chart, reading }: Figure): string {
  const titleId = `${chart.id}-title`;
  const wide = scaleHeight(chart.span === 'full' ? WIDE_FULL : WIDE_HALF, chart);
  return [
    `<figure class="figure ${chart.span}" aria-labelledby="${titleId}">`,
    `<h4 id="${titleId}">${renderText(chart.title)}</h4>`,
    `<div class="drawing" data-chart="${chart.id}" role="img" aria-label="${escapeHtml(chart.alternative)}">`,
    renderChartSvg(chart, wide, 'wide'),
    renderChartSvg(chart, scaleHeight(NARROW, chart), 'narrow'),
    '</div>',
    `<figcaption>${renderText(reading)}</figcaption>`,
    '</figure>',
  ].join('\n');
}
