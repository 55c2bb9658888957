import type { LivePictures, Page } from '../../report/html/render-page.js';
import { runInPieces } from '../interrupt.js';
import { countUp, type StageContext } from '../progress.js';
import { RUN_FILES } from './run-files.js';

/** Renders a report of either kind as part of a stage: path inside the run folder → content. The renderers load here. */
export async function renderReportFiles(page: Page, live: LivePictures | null, { progress, signal }: StageContext, stage: string): Promise<Record<string, string>> {
  const { countReportParts, renderReport } = await import('../../report/render-report.js');
  const note = countUp(progress, stage, { total: countReportParts(page), unit: 'parts' });
  const { html, markdown, images } = await runInPieces(renderReport(page, live), signal, note);
  return { [RUN_FILES.reportHtml]: html, [RUN_FILES.reportMarkdown]: markdown, ...images };
}
