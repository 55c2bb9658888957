import type { PerpRunResult } from '../../core/perp-run-result.js';
import { readBuildFacts } from '../../storage/build-facts.js';
import { renderCsvFiles } from '../csv-files.js';
import { RUN_STAGES } from '../run-stages.js';
import { buildManifest, type RunMoment } from '../stages/render-files.js';
import { renderReportFiles } from '../stages/render-report-files.js';
import type { PerpRunInputs } from './perp-inputs.js';
import { PERP_RUN_FILES } from './perp-run-files.js';
import { buildPerpTables } from './perp-tables.js';
import type { PerpSession } from './perp-session.js';

/** Renders every file of a perps run's folder: path inside the folder → content. Heavy renderers load here, when they are needed. */
export async function renderPerpFiles(result: PerpRunResult, { inputs, built, search }: PerpSession, moment: RunMoment): Promise<Record<string, string>> {
  const { buildPerpReportPage } = await import('../../report/perps/render-perp-report.js');
  const files: Record<string, string> = {
    [PERP_RUN_FILES.result]: `${JSON.stringify(result, null, 1)}\n`,
    [PERP_RUN_FILES.market]: inputs.marketFile.text,
    [PERP_RUN_FILES.policy]: inputs.policyFile.text,
    ...(await renderReportFiles(buildPerpReportPage(result), result, moment, RUN_STAGES.write)),
    [PERP_RUN_FILES.proposal]: await renderProposal(result, inputs),
  };
  Object.assign(files, await renderCsvFiles(buildPerpTables(result, built.job, search)));
  files[PERP_RUN_FILES.manifest] = `${JSON.stringify(buildManifest(result, inputs, files, moment, await readBuildFacts(moment.packageFolder)), null, 2)}\n`;
  return files;
}

/** The draft that `plimsoll propose` would write for the run's own venue. */
async function renderProposal(result: PerpRunResult, { market: { venue }, date }: PerpRunInputs): Promise<string> {
  const [{ readRunProposal }, { renderForumPost }] = await Promise.all([import('../propose/read-run.js'), import('../../proposal/forum/forum-post.js')]);
  const { model, evidence } = readRunProposal(result, { venue, inForce: null, book: null, isoDate: date, maxAgeDays: undefined });
  return renderForumPost(model, evidence, []);
}
