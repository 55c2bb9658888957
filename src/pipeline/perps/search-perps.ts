import { join, resolve } from 'node:path';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import { buildFrontierChart } from '../../report/charts/frontier-chart.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { SAMPLE_COLUMNS } from '../../simulation/chunk.js';
import { writePlotFiles } from '../../storage/fit-file.js';
import { resumeSearchState, startSearchState, type SearchState } from '../../storage/search-state.js';
import type { RunContext } from '../run-options.js';
import { FRONTIER_SVG_SIZE, type SearchOptions } from '../search.js';
import { assemblePerpResult } from './assemble-perp-result.js';
import type { PerpRunInputs } from './perp-inputs.js';
import { withTierSearch } from './perp-session.js';

/** What the picture sets against each other. */
const RISK = 'deficitEs99Usd';
const EFFICIENCY = 'maxLeverageMultiple';

/** Of a run's result, in its order. */
const REPLY_FIELDS = [
  'kind', 'runId', 'dataset', 'market', 'policy', 'markets', 'seed', 'paths', 'current', 'recommended', 'metrics', 'constraints', 'frontier', 'search', 'attribution', 'baselines', 'inapplicableRules',
  'updateSchedule', 'newlyLiquidatable', 'warnings',
] as const satisfies readonly (keyof PerpRunResult)[];

/** What a search of margin tiers found, without stress and report: figures as in a run's `result.json`. */
export interface PerpSearchReply extends Pick<PerpRunResult, (typeof REPLY_FIELDS)[number]> {
  /** Absolute path of the file to go on from. */
  readonly stateFile: string;
  /** Candidates × paths that were not simulated anew. */
  readonly recalledPaths: number;
  readonly plotFiles: readonly string[];
}

/**
 * Searches and explains margin tiers, and nothing else; every simulated path is kept in a state file, from which `resume` goes on. `searchPipeline` for lending.
 *
 * @throws UsageError, DataError, ModelError or InfeasibleError; a state of another run is refused
 */
export async function searchPerps(options: SearchOptions, context: RunContext): Promise<PerpSearchReply> {
  let stateFile = '';
  let state: SearchState;
  const prepare = async ({ runId, inputHash }: PerpRunInputs): Promise<SearchState> => {
    stateFile = options.state ? resolve(context.workingFolder, options.state) : join(context.workingFolder, 'reports', 'searches', `${runId}.jsonl`);
    state = await (options.resume ? resumeSearchState : startSearchState)(stateFile, { runId, inputHash, columns: SAMPLE_COLUMNS });
    return state;
  };
  return withTierSearch(options, context, prepare, async (session) => {
    const result = assemblePerpResult({ ...session, windows: [], sensitivity: [], version: context.version });
    const found = Object.fromEntries(REPLY_FIELDS.map((field) => [field, result[field]])) as Pick<PerpRunResult, (typeof REPLY_FIELDS)[number]>;
    const plotFiles = options.plots === undefined ? [] : await drawFrontier(result, resolve(context.workingFolder, options.plots));
    return { ...found, stateFile, recalledPaths: state.recalledPaths, plotFiles };
  });
}

async function drawFrontier({ frontier, current, recommended }: PerpRunResult, folder: string): Promise<string[]> {
  const named = frontier.map((candidate) => ({ ...candidate, name: describeTable(candidate.table) }));
  const chart = buildFrontierChart({ frontier: named, current: describeTable(current), recommended: describeTable(recommended.table) }, RISK, EFFICIENCY);
  if (!chart) return [];
  const { renderStandaloneSvg } = await import('../../report/charts/render-svg.js');
  return writePlotFiles(folder, new Map([['frontier.svg', renderStandaloneSvg(chart, FRONTIER_SVG_SIZE)]]));
}
