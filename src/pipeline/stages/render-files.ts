import { hashSha256 } from '../../core/hash.js';
import type { RunResult } from '../../core/run-result.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { readBuildFacts, type BuildFacts } from '../../storage/build-facts.js';
import { RUN_FOLDER_VERSION } from '../../storage/run-manifest.js';
import { renderCsvFiles } from '../csv-files.js';
import type { RunInputs } from '../inputs.js';
import type { RunContext } from '../run-options.js';
import { RUN_STAGES } from '../run-stages.js';
import { renderReportFiles } from './render-report-files.js';
import { RUN_FILES } from './run-files.js';
import type { ParameterSearch } from './search-parameters.js';
import { buildTables } from './tables.js';

/** Facts of the moment that a manifest records and no figure depends on. */
export type RunMoment = RunContext & { readonly startedAt: Date; readonly workers: number };

/** Renders every file of a run folder: path inside the folder → content. Heavy renderers load here, when they are needed. */
export async function renderFiles(result: RunResult, inputs: RunInputs, search: ParameterSearch, shared: SharedJob, moment: RunMoment): Promise<Record<string, string>> {
  const [{ buildReportPage }, { renderArfc }, { buildProposalModel }, { PLACEHOLDER }] = await Promise.all([
    import('../../report/html/render-html-report.js'),
    import('../../proposal/aave/arfc.js'),
    import('../../proposal/model.js'),
    import('../../proposal/text/front-matter.js'),
  ]);
  const files: Record<string, string> = {
    [RUN_FILES.result]: `${JSON.stringify(result, null, 1)}\n`,
    [RUN_FILES.market]: inputs.marketFile.text,
    [RUN_FILES.policy]: inputs.policyFile.text,
    ...(await renderReportFiles(buildReportPage(result), result, moment, RUN_STAGES.write)),
    [RUN_FILES.proposal]: renderArfc(buildProposalModel(result), result, { author: PLACEHOLDER, createdIsoDate: inputs.date }),
  };
  Object.assign(files, await renderCsvFiles(await buildTables(result, search, shared)));
  files[RUN_FILES.manifest] = `${JSON.stringify(buildManifest(result, inputs, files, moment, await readBuildFacts(moment.packageFolder)), null, 2)}\n`;
  return files;
}

/** What a manifest records of a run's outcome and of its inputs. */
type RecordedResult = Pick<RunResult, 'runId' | 'tool' | 'seed'> & { readonly dataset: Pick<RunResult['dataset'], 'name' | 'sha256'> };
type RecordedInputs = Pick<RunInputs, 'marketFile' | 'policyFile' | 'isQuick' | 'date'> & { readonly policy: { readonly paths: RunInputs['policy']['paths']; readonly objective: object } };

/** What is needed to run it again and to see that nothing was changed; the `moment` block is outside every hash. */
export function buildManifest(result: RecordedResult, inputs: RecordedInputs, files: Readonly<Record<string, string>>, moment: RunMoment, build: BuildFacts): object {
  return {
    schemaVersion: RUN_FOLDER_VERSION,
    runId: result.runId,
    tool: { ...result.tool, ...build },
    inputs: {
      dataset: { name: result.dataset.name, sha256: result.dataset.sha256 },
      market: { path: inputs.marketFile.path, sha256: inputs.marketFile.sha256 },
      policy: { path: inputs.policyFile.path, sha256: inputs.policyFile.sha256 },
      seed: result.seed,
      paths: inputs.policy.paths,
      quick: inputs.isQuick,
      date: inputs.date,
    },
    objective: inputs.policy.objective,
    randomGenerator: 'Philox4x32-10 keyed by (seed, purpose, path index)',
    files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, { sha256: hashSha256(content) }])),
    moment: {
      commandLine: moment.commandLine,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers: moment.workers,
      startedAt: moment.startedAt.toISOString(),
      seconds: (moment.now().getTime() - moment.startedAt.getTime()) / 1000,
    },
  };
}
