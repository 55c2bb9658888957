import { join, resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { ReserveParameters, SearchedParameters } from '../core/reserve-parameters.js';
import { publishReport } from '../storage/report-files.js';
import { readRunManifest, readRunResult } from '../storage/run-manifest.js';
import { renderCsvFiles } from './csv-files.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { runStage, runStageInPieces } from './progress.js';
import { parseDate } from './pull/parse-date.js';
import { buildReplayTables } from './replay/replay-tables.js';
import type { ReplayedSet, WindowFigures } from './replay/replayed-sets.js';
import type { RunContext, RunOptions } from './run-options.js';
import { listBaselineParameters } from './stages/baselines/baseline-parameters.js';
import { buildScenario } from './stages/build-scenario.js';
import { runFits } from './stages/fit-models.js';
import { assertParametersValid } from './stages/parameter-space.js';
import { replaySets, type NamedWindow } from './stages/replay-windows.js';
import { RUN_FILES } from './stages/run-files.js';

export interface ReplayOptions extends Pick<RunOptions, 'dataset' | 'market' | 'policy'> {
  /** Run folder: its dataset, market and policy files, and its recommendation as the proposed values. */
  readonly run?: string | undefined;
  /** Proposed values; those left out are today's. */
  readonly proposed: { readonly [name in keyof ReserveParameters]?: number | undefined };
  /** `FROM..TO` or `NAME=FROM..TO`, days in UTC; the market file's when left out. */
  readonly windows?: readonly string[] | undefined;
  readonly out?: string | undefined;
}

export interface ReplayReply {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly asset: string;
  /** The series whose fall each window states. */
  readonly series: string;
  readonly sets: readonly ReplayedSet[];
  readonly windows: readonly WindowFigures[];
  readonly files: readonly string[];
}

export const REPLAY_STAGES = { load: 'Load dataset', fit: 'Fit depth', replay: 'Replay windows' } as const;

const WINDOW = /^(?:(.+)=)?(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/**
 * Sends the book through historical windows under today's values, proposed ones and those of simpler rules, side by side.
 *
 * @throws UsageError when a window is none or lies outside the prices, or a parameter set could not be set on chain; DataError when the dataset or
 *   the run folder is not what it says
 */
export async function replayPipeline(options: ReplayOptions, context: RunContext): Promise<ReplayReply> {
  const given = options.run === undefined ? { ...options, recommended: null } : await readRun(resolve(context.workingFolder, options.run));
  const inputs = await runStage(context, REPLAY_STAGES.load, () => loadInputs(given, context, () => undefined), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const models = await runFits(context, REPLAY_STAGES.fit, inputs.dataset, inputs.market, () => '');
  const { shared } = buildScenario(inputs, models);
  const series = shared.scenario.factors[0]!;
  const windows = options.windows === undefined ? inputs.market.replayWindows : options.windows.map((text) => parseWindow(text, inputs, series));
  const sets: ReplayedSet[] = [
    { name: 'current', basis: 'in force', parameters: shared.current },
    ...listProposed(shared.current, given.recommended, options),
    ...listBaselineParameters(inputs, shared).map(({ rule, basis, parameters }) => ({ name: rule, basis, parameters })),
  ];
  const replayed = await runStageInPieces(context, REPLAY_STAGES.replay, { total: windows.length * sets.length, unit: 'replays' }, replaySets(inputs, shared, windows, sets.map(({ parameters }) => parameters)), (outcome) => `${outcome.length} windows, ${sets.length} parameter sets`);
  const reply = {
    dataset: { name: inputs.dataset.name, sha256: inputs.dataset.sha256 },
    asset: inputs.market.asset,
    series,
    sets,
    windows: replayed.map(({ outcomes, priceRelativeByStep: _prices, ...window }) => ({ ...window, figures: outcomes.map(({ liquidatedDebtByStepUsd: _steps, ...figures }) => figures) })),
  };
  const files = options.out === undefined ? [] : await publishReport(resolve(context.workingFolder, options.out), await renderCsvFiles(buildReplayTables(reply)), context.signal);
  return { ...reply, files };
}

async function readRun(folder: string): Promise<Pick<RunOptions, 'dataset' | 'market' | 'policy'> & { readonly recommended: SearchedParameters }> {
  const manifest = await readRunManifest(folder);
  const { decision: _decision, reason: _reason, ...recommended } = (await readRunResult(folder, manifest)).recommended;
  return { dataset: manifest.inputs.dataset.name, market: join(folder, RUN_FILES.market), policy: join(folder, RUN_FILES.policy), recommended };
}

function listProposed(current: SearchedParameters, recommended: SearchedParameters | null, { proposed, run }: ReplayOptions): ReplayedSet[] {
  const given = Object.fromEntries(Object.entries(proposed).filter(([, value]) => value !== undefined)) as Partial<ReserveParameters>;
  if (recommended === null && Object.keys(given).length === 0) return [];
  const parameters = { ...current, ...recommended, ...given };
  assertParametersValid(parameters, 'the proposed parameters');
  return [{ name: 'proposed', basis: run === undefined ? 'as given' : `recommended by ${run}`, parameters }];
}

function parseWindow(text: string, { dataset }: RunInputs, series: string): NamedWindow {
  const [, name, from, to] = WINDOW.exec(text) ?? [];
  if (from === undefined || to === undefined) {
    throw new UsageError(`\`${text}\` is no window`, { where: '--window', suggestions: ['Write two days with two dots between, in UTC, e.g. 2022-05-07..2022-05-14, or with a name: "Terra=2022-05-07..2022-05-14".'] });
  }
  const [start, end] = [parseDate(from, '--window')!, parseDate(to, '--window')!];
  if (start >= end) throw new UsageError(`the window ${text} ends before it begins`, { where: '--window' });
  const { unixSeconds } = dataset.prices.get(series)!;
  const day = (time: number): string => new Date(time * 1000).toISOString().slice(0, 10);
  if (start >= unixSeconds[0]! && end <= unixSeconds.at(-1)!) return { name: name ?? `${from} to ${to}`, from, to };
  throw new UsageError(`the window ${text} is not inside the prices of ${series}`, { where: '--window', suggestions: [`They reach from ${day(unixSeconds[0]! + 86_399)} to ${day(unixSeconds.at(-1)!)}.`] });
}
