import { asShare, type Piecewise } from '../core/piecewise.js';
import { renderPage, type LivePictures, type Page } from './html/render-page.js';
import { renderForumPage, type ForumReport } from './markdown/render-forum-report.js';
import { listFigures } from './markdown/report-images.js';

/** A report in all its forms. */
export interface RenderedReport extends ForumReport {
  readonly html: string;
}

/** Pictures as files, then the sections of the page. */
export function countReportParts({ sections }: Pick<Page, 'sections'>): number {
  return sections.flatMap(listFigures).length + sections.length;
}

/** Renders a report for a forum and as a page, part by part. */
export function* renderReport(page: Page, live: LivePictures | null): Piecewise<RenderedReport> {
  const share = page.sections.length / countReportParts(page);
  const forum = yield* asShare(renderForumPage(page), 0, 1 - share);
  return { ...forum, html: yield* asShare(renderPage(page, live), 1 - share, share) };
}
