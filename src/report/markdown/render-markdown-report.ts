import type { RunResult } from '../../core/run-result.js';
import { buildSections } from '../sections/build-sections.js';
import { renderDocument } from './render-document.js';

/**
 * Renders the whole report as Markdown for a forum post: the same text as the HTML report, with a sentence in place of each picture.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderMarkdownReport(result: RunResult): string {
  return renderDocument({ run: result, sections: buildSections(result) });
}
