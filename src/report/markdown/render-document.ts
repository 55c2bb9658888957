import { formatUtcDay } from '../format-numbers.js';
import type { Page } from '../html/render-page.js';
import { escapeMarkdown } from './escape-markdown.js';
import { renderBlocksMarkdown, renderSectionMarkdown } from './render-blocks.js';

/** Renders a report as Markdown for a forum post: the same text as the page, with a sentence in place of each picture. */
export function renderDocument({ run: { market, dataset, runId, tool }, sections: [answer, ...sections] }: Omit<Page, 'decision'>): string {
  const origin = `${tool.name} ${tool.version}, ${market.venue} on ${market.network}, snapshot ${formatUtcDay(dataset.snapshotUnixSeconds)}, run ${runId}`;
  return [
    `# ${escapeMarkdown(answer!.title)}`,
    escapeMarkdown(origin),
    renderBlocksMarkdown(answer!.blocks),
    ...sections.map(renderSectionMarkdown),
    '',
  ].join('\n\n').trimEnd().concat('\n');
}
