import { runToEnd, type Piecewise } from '../../core/piecewise.js';
import type { RunResult } from '../../core/run-result.js';
import type { Page } from '../html/render-page.js';
import { buildSections } from '../sections/build-sections.js';
import { renderDocument } from './render-document.js';
import { renderReportImages } from './report-images.js';

/** A report for a forum: the text, and the pictures that it links, by their path beside it. */
export interface ForumReport {
  readonly markdown: string;
  readonly images: Readonly<Record<string, string>>;
}

/**
 * Renders the whole report as Markdown for a forum post: the same text as the HTML report, with its pictures.
 *
 * @throws InternalError when the decision contradicts the recommended values
 */
export function renderForumReport(result: RunResult): ForumReport {
  return runToEnd(renderForumPage({ run: result, sections: buildSections(result) }));
}

/** The same for a page of any kind of run, picture by picture. */
export function* renderForumPage(page: Omit<Page, 'decision'>): Piecewise<ForumReport> {
  return { markdown: renderDocument(page), images: yield* renderReportImages(page.sections) };
}
