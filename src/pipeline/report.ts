import { resolve } from 'node:path';
import type { PerpRunResult } from '../core/perp-run-result.js';
import type { RunResult } from '../core/run-result.js';
import { publishReport } from '../storage/report-files.js';
import { readRunManifest, readRunOutcome, rehashManifest } from '../storage/run-manifest.js';
import { heedInterrupt } from './interrupt.js';
import { runStage, type StageContext } from './progress.js';
import { renderReportFiles } from './stages/render-report-files.js';
import { RUN_FILES } from './stages/run-files.js';

export const REPORT_STAGES = { draw: 'Write the report' } as const;

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
export async function rebuildReport({ folder: given, out }: ReportOptions, context: StageContext & { readonly workingFolder: string }): Promise<ReportReply> {
  const { workingFolder, signal } = context;
  const folder = resolve(workingFolder, given);
  const manifest = await readRunManifest(folder);
  const result = await readRunOutcome(folder, manifest);
  const reports = await runStage(context, REPORT_STAGES.draw, () => renderReports(result, context), (files) => `${Object.keys(files).length} files`);
  await heedInterrupt(signal);
  if (out !== undefined) return { runId: result.runId, files: await publishReport(resolve(workingFolder, out), reports, signal) };
  const files = await publishReport(folder, { ...reports, [RUN_FILES.manifest]: await rehashManifest(folder, reports) }, signal);
  return { runId: result.runId, files: files.slice(0, -1) };
}

async function renderReports(result: RunResult | PerpRunResult, context: StageContext): Promise<Record<string, string>> {
  if ('kind' in result) {
    const { buildPerpReportPage } = await import('../report/perps/render-perp-report.js');
    return renderReportFiles(buildPerpReportPage(result), result, context, REPORT_STAGES.draw);
  }
  const { buildReportPage } = await import('../report/html/render-html-report.js');
  return renderReportFiles(buildReportPage(result), result, context, REPORT_STAGES.draw);
}
