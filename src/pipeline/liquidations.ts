import { resolve } from 'node:path';
import { compareCalls, QUANTILE_LEVELS, type CallComparison } from '../backtest/liquidations/compare-calls.js';
import { replayCalls, type LiquidationCall } from '../backtest/liquidations/replay-calls.js';
import { UsageError } from '../core/errors.js';
import { createDatasetStore } from '../storage/dataset-store.js';
import { publishReport } from '../storage/report-files.js';
import { listModelledFactors } from './coverage/modelled-factors.js';
import { renderCsvFiles } from './csv-files.js';
import { listDatasetFolders } from './data.js';
import { loadInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { buildCallTables } from './liquidations/call-tables.js';
import { describeComparison, listCallLimits, type CallVerdict } from './liquidations/describe-comparison.js';
import { runStage, runStageInPieces } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { buildScenario } from './stages/build-scenario.js';
import { runFits } from './stages/fit-models.js';

export interface LiquidationsOptions extends Pick<RunOptions, 'dataset' | 'market' | 'policy'> {
  /** Dataset of recorded calls. */
  readonly recorded?: string | undefined;
  readonly out?: string | undefined;
}

export interface LiquidationsReply extends CallComparison {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly recorded: { readonly name: string; readonly sha256: string; readonly description: string; readonly calls: number };
  readonly simulatedCalls: number;
  readonly fromUnixSeconds: number;
  readonly toUnixSeconds: number;
  readonly quantileLevels: readonly number[];
  readonly verdicts: readonly CallVerdict[];
  readonly limits: readonly string[];
  readonly files: readonly string[];
}

export const LIQUIDATIONS_STAGES = { load: 'Load book and recorded liquidations', fit: 'Fit depth', replay: 'Replay the span and note each call' } as const;
export const RECORDED_CALLS = 'aave-v2-liquidations_2020-2022';
const DAY_SECONDS = 86_400;

/**
 * Sends the book through the span of recorded liquidations and compares the calls: sizes, repetition, penalties, bad days.
 *
 * There is no randomness. @throws UsageError when span and prices share no whole horizon, or nothing is liquidated; DataError and ModelError as a run does
 */
export async function liquidationsPipeline(options: LiquidationsOptions, context: RunContext): Promise<LiquidationsReply> {
  const { signal } = context;
  const { inputs, recorded } = await runStage(
    context,
    LIQUIDATIONS_STAGES.load,
    async () => ({
      inputs: await loadInputs({ ...options, out: undefined }, context, () => undefined),
      recorded: await createDatasetStore({ folders: listDatasetFolders(context) }).loadCallsDataset(options.recorded ?? RECORDED_CALLS),
    }),
    (loaded) => `${loaded.inputs.dataset.accounts.length} accounts, ${loaded.recorded.calls.length} calls`,
  );
  const { dataset, market } = inputs;
  const { scenario } = buildScenario(inputs, await runFits(context, LIQUIDATIONS_STAGES.fit, dataset, market, () => '')).shared;
  const { factors, heldFactors } = listModelledFactors(dataset.prices, market, scenario.factors);
  const span = findSpan(recorded.calls, factors.map(({ history }) => history.unixSeconds), scenario.steps * scenario.stepSeconds);
  const size = { total: Math.round((span.toUnixSeconds - span.fromUnixSeconds) / (scenario.steps * scenario.stepSeconds)), unit: 'windows' };
  const simulated = await runStageInPieces(context, LIQUIDATIONS_STAGES.replay, size, replayCalls({ scenario, factors, ...span }), (calls) => `${calls.length} calls`);
  await heedInterrupt(signal);
  const inSpan = recorded.calls.filter(({ unixSeconds }) => unixSeconds >= span.fromUnixSeconds && unixSeconds < span.toUnixSeconds);
  if (simulated.length === 0) throw new UsageError('the book is not liquidated anywhere in the span: there is nothing to compare', { where: dataset.name, suggestions: ['Use a book with accounts nearer to liquidation.'] });
  const comparison = compareCalls(inSpan, simulated, span.fromUnixSeconds, span.toUnixSeconds);
  return {
    dataset: { name: dataset.name, sha256: dataset.sha256 },
    recorded: { name: recorded.name, sha256: recorded.sha256, description: recorded.description, calls: inSpan.length },
    simulatedCalls: simulated.length,
    ...span,
    quantileLevels: QUANTILE_LEVELS,
    ...comparison,
    verdicts: describeComparison(comparison),
    limits: listCallLimits(heldFactors),
    files: options.out === undefined ? [] : await publishReport(resolve(context.workingFolder, options.out), await renderCsvFiles(buildCallTables(comparison, simulated)), context.signal),
  };
}

/** Whole horizons from the first full day on record, inside record and prices. */
function findSpan(calls: readonly LiquidationCall[], stamps: readonly Float64Array[], lengthSeconds: number): { readonly fromUnixSeconds: number; readonly toUnixSeconds: number } {
  const first = Math.max(calls[0]?.unixSeconds ?? Infinity, ...stamps.map((times) => times[0]!));
  const last = Math.min(calls.at(-1)?.unixSeconds ?? -Infinity, ...stamps.map((times) => times.at(-1)!));
  const fromUnixSeconds = Math.ceil(first / DAY_SECONDS) * DAY_SECONDS;
  const windows = Math.floor((last - fromUnixSeconds) / lengthSeconds);
  if (windows >= 1) return { fromUnixSeconds, toUnixSeconds: fromUnixSeconds + windows * lengthSeconds };
  throw new UsageError('the recorded liquidations and the prices of the book share no whole horizon', { where: '--dataset, --recorded', suggestions: ['Use a book whose prices reach over the time of the recorded liquidations.'] });
}
