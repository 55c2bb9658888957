import type { PerpRunResult } from '../../core/perp-run-result.js';
import { renderPage } from '../html/render-page.js';
import { renderForumPage, type ForumReport } from '../markdown/render-forum-report.js';
import { buildPerpSections } from './perp-sections.js';

/** Renders the report of a perps run as one self-contained HTML file; the same bytes for the same result and script. `renderHtmlReport` for lending. */
export function renderPerpReportHtml(result: PerpRunResult, script: string | null = null): string {
  const { folder: _folder, ...carried } = result;
  return renderPage({ run: result, decision: result.recommended.decision, sections: buildPerpSections(result) }, script === null ? null : { data: carried, script });
}

/** Renders the same report as Markdown for a forum post, with its pictures. */
export function renderPerpForumReport(result: PerpRunResult): ForumReport {
  return renderForumPage({ run: result, sections: buildPerpSections(result) });
}
