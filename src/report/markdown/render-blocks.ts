/** Blocks to Markdown as forums take it: tables, lists, fenced code, linked pictures; no HTML. */
import type { Block, Cell, Column, Figure, Section } from '../blocks.js';
import { escapeMarkdown } from './escape-markdown.js';
import { findImagePath } from './report-images.js';

function renderCell({ text, detail }: Cell): string {
  return escapeMarkdown(detail === undefined ? text : `${text} (${detail})`);
}

function renderRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table with its caption above it, in emphasis; an empty column label stays empty. */
function renderTable({ caption, columns, rows }: Extract<Block, { kind: 'table' }>): string {
  const rule = (column: Column): string => (column.align === 'right' ? '---:' : '---');
  return [
    `*${escapeMarkdown(caption)}*`,
    '',
    renderRow(columns.map(({ label }) => escapeMarkdown(label))),
    renderRow(columns.map(rule)),
    ...rows.map((row) => renderRow(row.map(renderCell))),
  ].join('\n');
}

function renderList(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Fenced code; the fence is longer than any run of backticks inside. */
function renderCode(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `${fence}\n${text}\n${fence}`;
}

/** The picture with what it shows for those who do not see it, and the sentence that reads it. */
function renderFigure({ chart, reading }: Figure): string {
  return `![${escapeMarkdown(chart.alternative)}](${findImagePath(chart)})\n\n*${escapeMarkdown(chart.title)}.* ${escapeMarkdown(reading)}`;
}

function renderBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'subheading':
      return `### ${escapeMarkdown(block.text)}`;
    case 'list':
      return renderList(block.items.map(escapeMarkdown));
    case 'cards':
      return renderList(block.cards.map(({ label, value, detail }) => `**${escapeMarkdown(label)}: ${escapeMarkdown(value)}.** ${escapeMarkdown(detail)}`));
    case 'table':
      return renderTable(block);
    case 'note':
      return `**${escapeMarkdown(block.title)}:** ${escapeMarkdown(block.text)}`;
    case 'code':
      return renderCode(block.text);
    case 'figures':
      return block.figures.map(renderFigure).join('\n\n');
  }
}

/** Blocks in order, an empty line between them, every text escaped. */
export function renderBlocksMarkdown(blocks: readonly Block[]): string {
  return blocks.map(renderBlock).join('\n\n');
}

/** A section under a second-level heading. */
export function renderSectionMarkdown({ title, blocks }: Pick<Section, 'title' | 'blocks'>): string {
  return `## ${escapeMarkdown(title)}\n\n${renderBlocksMarkdown(blocks)}`;
}
