import { join, resolve } from 'node:path';
import type { RunResult } from '../core/run-result.js';
import { pictureFrontier } from '../report/sections/frontier.js';
import { buildFrontierChart } from '../report/charts/frontier-chart.js';
import { SAMPLE_COLUMNS } from '../simulation/chunk.js';
import { compareSamples, summariseSamples } from '../simulation/metrics.js';
import { writePlotFiles } from '../storage/fit-file.js';
import { resumeSearchState, startSearchState, type SearchState } from '../storage/search-state.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { withSearch, type SearchSession } from './search-session.js';
import { warnAboutSamples } from './stages/assemble-result.js';
import { describeObjective } from './stages/objective.js';
import { toOutcome } from './stages/search-parameters.js';

export const FRONTIER_SVG_SIZE = { widthPx: 760, heightPx: 440, isNarrow: false };
/** What the picture sets against each other. */
const RISK = 'badDebtEs99Usd';
const EFFICIENCY = 'borrowingPowerUsd';

export const SEARCH_STAGES = { load: RUN_STAGES.load, fit: RUN_STAGES.fit, search: RUN_STAGES.search, explain: RUN_STAGES.explain } as const;

export interface SearchOptions extends Omit<RunOptions, 'out' | 'date'> {
  /** File that the search can go on from. */
  readonly state?: string | undefined;
  readonly resume?: boolean | undefined;
  /** Folder for the picture. */
  readonly plots?: string | undefined;
}

/** What a search found, without replay, report and proposal: figures as in a run's `result.json`. */
export interface SearchReply
  extends Pick<
    RunResult,
    'runId' | 'policy' | 'asset' | 'seed' | 'current' | 'recommended' | 'metrics' | 'constraints' | 'frontier' | 'search' | 'newlyLiquidatable' | 'attribution' | 'baselines' | 'updateSchedule' | 'warnings'
  > {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly market: string;
  readonly paths: number;
  readonly horizonSeconds: number;
  /** Absolute path of the file to go on from. */
  readonly stateFile: string;
  /** Candidates × paths that were not simulated anew. */
  readonly recalledPaths: number;
  readonly plotFiles: readonly string[];
}

/**
 * Searches and explains, and nothing else; every simulated path is kept in a state file, from which `resume` goes on.
 *
 * The same inputs give the same reply, resumed or not, for any number of workers, but for `recalledPaths` and the files' places.
 * @throws UsageError, DataError, ModelError or InfeasibleError; a state of another run is refused
 */
export async function searchPipeline(options: SearchOptions, context: RunContext): Promise<SearchReply> {
  let stateFile = '';
  let state: SearchState;
  const prepare = async ({ runId, inputHash }: SearchSession['inputs']): Promise<SearchState> => {
    stateFile = options.state ? resolve(context.workingFolder, options.state) : join(context.workingFolder, 'reports', 'searches', `${runId}.jsonl`);
    state = await (options.resume ? resumeSearchState : startSearchState)(stateFile, { runId, inputHash, columns: SAMPLE_COLUMNS });
    return state;
  };
  return withSearch(options, context, prepare, async (session) => {
    const found = describeSession(session);
    const plotFiles = options.plots === undefined ? [] : await drawFrontier(found, resolve(context.workingFolder, options.plots));
    return { ...found, stateFile, recalledPaths: state.recalledPaths, plotFiles };
  });
}

function describeSession({ inputs, models, metricContext, search, reasons }: SearchSession): Omit<SearchReply, 'stateFile' | 'recalledPaths' | 'plotFiles'> {
  const { current, recommended } = search;
  return {
    runId: inputs.runId,
    dataset: { name: inputs.dataset.name, sha256: inputs.dataset.sha256 },
    market: inputs.market.name,
    policy: { name: inputs.policy.name, sha256: inputs.policyFile.sha256, objective: describeObjective(inputs.policy.objective) },
    asset: inputs.market.asset,
    seed: inputs.seed,
    paths: inputs.policy.paths.final,
    horizonSeconds: metricContext.horizonSeconds,
    current: current.parameters,
    recommended: search.recommendation,
    metrics: {
      current: summariseSamples(current.samples, current.parameters, metricContext),
      recommended: summariseSamples(recommended.samples, recommended.parameters, metricContext),
      difference: compareSamples(recommended, current, metricContext),
    },
    constraints: recommended.constraints.map(toOutcome),
    newlyLiquidatable: recommended.newlyLiquidatable,
    frontier: search.frontier,
    search: { candidates: search.candidates, feasible: search.feasible, pathsPerStage: search.pathsPerStage, pathEvaluations: search.pathEvaluations, stop: search.stop },
    ...reasons,
    warnings: [...models.warnings, ...warnAboutSamples(search, inputs)],
  };
}

/** The picture of the report, as a file of its own; no file when there are fewer than two points to show. */
async function drawFrontier(found: Pick<RunResult, 'frontier' | 'current' | 'recommended'>, folder: string): Promise<string[]> {
  const chart = buildFrontierChart(pictureFrontier(found), RISK, EFFICIENCY);
  if (!chart) return [];
  const { renderStandaloneSvg } = await import('../report/charts/render-svg.js');
  return writePlotFiles(folder, new Map([['frontier.svg', renderStandaloneSvg(chart, FRONTIER_SVG_SIZE)]]));
}
