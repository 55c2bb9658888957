import type { CarriedResult, Page } from '../../report/html/render-page.js';
import { readReportScript } from '../../storage/report-script.js';
import { runInPieces } from '../interrupt.js';
import { countUp, type StageContext } from '../progress.js';
import { RUN_FILES } from './run-files.js';

/** Renders a report of either kind as part of a stage: path inside the run folder → content. The renderers load here. */
export async function renderReportFiles(page: Page, result: CarriedResult, { progress, signal }: StageContext, stage: string): Promise<Record<string, string>> {
  const { countReportParts, renderReport } = await import('../../report/render-report.js');
  const { carryResult } = await import('../../report/html/render-page.js');
  const note = countUp(progress, stage, { total: countReportParts(page), unit: 'parts' });
  const { html, markdown, images } = await runInPieces(renderReport(page, carryResult(result, await readReportScript())), signal, note);
  return { [RUN_FILES.reportHtml]: html, [RUN_FILES.reportMarkdown]: markdown, ...images };
}
