/** Blocks to HTML; the only place, with `render-figure` and the page frame, where report text meets markup. */
import type { Block, Card, Cell, Column, Figure } from '../blocks.js';
import { escapeHtml, renderText } from './escape-html.js';
import { renderFigure } from './render-figure.js';

/** Tables with few columns stay narrow, or the eye loses the row. */
const COMPACT_COLUMNS_MAX = 4;

function toneClass(tone: string | undefined): string {
  return tone === undefined ? '' : ` ${tone}`;
}

function renderCell({ text, detail, tone }: Cell, column: Column | undefined, isRowHead: boolean): string {
  const tag = isRowHead ? 'th scope="row"' : 'td';
  const small = detail === undefined ? '' : `<small>${renderText(detail)}</small>`;
  return `<${tag} class="${column?.align ?? 'left'}${toneClass(tone)}"><span>${renderText(text)}</span>${small}</${isRowHead ? 'th' : 'td'}>`;
}

function renderTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const head = columns.map(({ label, align }) => `<th scope="col" class="${align}">${renderText(label)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map((cell, index) => renderCell(cell, columns[index], index === 0)).join('')}</tr>`);
  // A box that scrolls must be reachable by keyboard, hence the tabindex; the caption stays outside so that it wraps.
  return [
    `<p class="caption">${renderText(caption)}</p>`,
    `<div class="table" role="region" tabindex="0" aria-label="${escapeHtml(caption)}">`,
    `<table class="${columns.length > COMPACT_COLUMNS_MAX ? 'spread' : 'compact'}">`,
    `<thead><tr>${head}</tr></thead>`,
    `<tbody>${body.join('\n')}</tbody></table></div>`,
  ].join('\n');
}

function renderCard({ label, value, detail, tone }: Card): string {
  return (
    `<div class="card${toneClass(tone)}"><dt>${renderText(label)}</dt>` +
    `<dd class="value">${renderText(value)}</dd><dd class="detail">${renderText(detail)}</dd></div>`
  );
}

/** Half-width figures in pairs; of an odd number the first takes the full width. */
function renderFigures(figures: readonly Figure[]): string {
  const halves = figures.filter(({ chart }) => chart.span === 'half');
  const lead = halves.length % 2 === 1 ? halves[0] : undefined;
  const placed = figures.map((figure) => (figure === lead ? { ...figure, chart: { ...figure.chart, span: 'full' as const } } : figure));
  return `<div class="figures">${placed.map(renderFigure).join('\n')}</div>`;
}

/** One block as HTML, every text escaped. */
export function renderBlockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${renderText(block.text)}</p>`;
    case 'subheading':
      return `<h3>${renderText(block.text)}</h3>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${renderText(item)}</li>`).join('')}</ul>`;
    case 'cards':
      return `<dl class="cards">${block.cards.map(renderCard).join('\n')}</dl>`;
    case 'table':
      return renderTable(block);
    case 'note':
      return `<div class="note ${block.tone}"><strong>${renderText(block.title)}</strong><p>${renderText(block.text)}</p></div>`;
    case 'code':
      return `<pre tabindex="0"><code>${renderText(block.text)}</code></pre>`;
    case 'figures':
      return renderFigures(block.figures);
  }
}
