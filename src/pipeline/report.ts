import { resolve } from 'node:path';
import type { PerpRunResult } from '../core/perp-run-result.js';
import type { RunResult } from '../core/run-result.js';
import { publishReport } from '../storage/report-files.js';
import { readReportScript } from '../storage/report-script.js';
import { readRunManifest, readRunOutcome, rehashManifest } from '../storage/run-manifest.js';
import { RUN_FILES } from './stages/run-files.js';

export interface ReportOptions {
  readonly folder: string;
  /** Folder for the report; the run's own when left out. */
  readonly out?: string | undefined;
}

export interface ReportReply {
  readonly runId: string;
  /** Absolute paths of the files written. */
  readonly files: readonly string[];
}

/**
 * Writes a run's report anew from its outcome alone: no network, no simulation. In the run's own folder the manifest takes the new hashes.
 *
 * @throws UsageError when there is no run or the place cannot be written; DataError when the outcome was changed or has another form
 */
export async function rebuildReport({ folder: given, out }: ReportOptions, { workingFolder }: { readonly workingFolder: string }): Promise<ReportReply> {
  const folder = resolve(workingFolder, given);
  const manifest = await readRunManifest(folder);
  const result = await readRunOutcome(folder, manifest);
  const reports = 'kind' in result ? await renderPerpReports(result) : await renderReports(result);
  if (out !== undefined) return { runId: result.runId, files: await publishReport(resolve(workingFolder, out), reports) };
  const files = await publishReport(folder, { ...reports, [RUN_FILES.manifest]: await rehashManifest(folder, reports) });
  return { runId: result.runId, files: files.slice(0, -1) };
}

async function renderReports(result: RunResult): Promise<Record<string, string>> {
  const [{ renderHtmlReport }, { renderForumReport }] = await Promise.all([import('../report/html/render-html-report.js'), import('../report/markdown/render-forum-report.js')]);
  const { markdown, images } = renderForumReport(result);
  return { [RUN_FILES.reportHtml]: renderHtmlReport(result, await readReportScript()), [RUN_FILES.reportMarkdown]: markdown, ...images };
}

async function renderPerpReports(result: PerpRunResult): Promise<Record<string, string>> {
  const { renderPerpReportHtml, renderPerpForumReport } = await import('../report/perps/render-perp-report.js');
  const { markdown, images } = renderPerpForumReport(result);
  return { [RUN_FILES.reportHtml]: renderPerpReportHtml(result, await readReportScript()), [RUN_FILES.reportMarkdown]: markdown, ...images };
}
