import { formatUtcDay } from '../format-numbers.js';
import type { Page } from '../html/render-page.js';
import { escapeMarkdown } from './escape-markdown.js';
import { renderBlocksMarkdown, renderSectionMarkdown } from './render-blocks.js';
import { listFigures } from './report-images.js';

const PICTURES =
  'The pictures are SVG files in the folder images, beside this file. Some readers of Markdown show them as they are linked; on a forum, upload each file where its link stands. ' +
  'Where SVG is refused, open the file in a browser and upload a screenshot.';

/** Renders a report as Markdown for a forum post: the same text as the page, pictures as links to the files of `renderReportImages`. */
export function renderDocument({ run: { market, dataset, runId, tool }, sections: [answer, ...sections] }: Omit<Page, 'decision'>): string {
  const origin = `${tool.name} ${tool.version}, ${market.venue} on ${market.network}, snapshot ${formatUtcDay(dataset.snapshotUnixSeconds)}, run ${runId}`;
  return [
    `# ${escapeMarkdown(answer!.title)}`,
    escapeMarkdown(origin),
    renderBlocksMarkdown(answer!.blocks),
    ...sections.map(renderSectionMarkdown),
    ...([answer!, ...sections].some((section) => listFigures(section).length > 0) ? [`*${escapeMarkdown(PICTURES)}*`] : []),
    '',
  ].join('\n\n').trimEnd().concat('\n');
}
