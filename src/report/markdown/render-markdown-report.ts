import type { RunResult } from '../../core/run-result.js';
import { formatUtcDay } from '../format-numbers.js';
import { buildSections } from '../sections/build-sections.js';
import { escapeMarkdown } from './escape-markdown.js';
import { renderBlocksMarkdown, renderSectionMarkdown } from './render-blocks.js';

/**
 * Renders the whole report as Markdown for a forum post: the same text as the HTML report, with a sentence in place of each picture.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderMarkdownReport(result: RunResult): string {
  const [answer, ...sections] = buildSections(result);
  const { market, dataset, runId, tool } = result;
  const origin = `${tool.name} ${tool.version}, ${market.venue} on ${market.network}, snapshot ${formatUtcDay(dataset.snapshotUnixSeconds)}, run ${runId}`;
  return [
    `# ${escapeMarkdown(answer!.title)}`,
    escapeMarkdown(origin),
    renderBlocksMarkdown(answer!.blocks),
    ...sections.map(renderSectionMarkdown),
    '',
  ].join('\n\n').trimEnd().concat('\n');
}
