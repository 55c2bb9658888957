import { resolve } from 'node:path';
import type { BookLossCoverage } from '../core/backtest-result.js';
import { UsageError } from '../core/errors.js';
import { publishReport } from '../storage/report-files.js';
import { BOOK_LOSS_DEFAULTS, scheduleBookLosses, testBookLosses } from './coverage/book-losses.js';
import { buildBookLossTables } from './coverage/coverage-tables.js';
import { renderCsvFiles } from './csv-files.js';
import { loadInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { runStage, runStageInPieces } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { buildScenario } from './stages/build-scenario.js';
import { runFits } from './stages/fit-models.js';

export interface LossesOptions extends Pick<RunOptions, 'dataset' | 'market' | 'policy' | 'seed' | 'paths'> {
  readonly 'refit-windows'?: number | undefined;
  readonly out?: string | undefined;
}

export interface LossesReply extends BookLossCoverage {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly asset: string;
  readonly seed: number;
  readonly files: readonly string[];
}

export const LOSSES_STAGES = { load: 'Load dataset', fit: 'Fit depth', roll: 'Roll forecasts of losses and replay' } as const;

/**
 * Forecasts the losses of a book window by window, each from the prices known before it, and holds them against the replayed windows.
 *
 * @throws UsageError when the prices are too short; DataError and ModelError as a run does
 */
export async function lossesPipeline(options: LossesOptions, context: RunContext): Promise<LossesReply> {
  const { signal } = context;
  const { paths: asked, ...inputsOptions } = options;
  const inputs = await runStage(context, LOSSES_STAGES.load, () => loadInputs({ ...inputsOptions, out: undefined }, context, () => undefined), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const { dataset, market, seed } = inputs;
  const models = await runFits(context, LOSSES_STAGES.fit, dataset, market, () => '');
  const { scenario } = buildScenario(inputs, models).shared;
  const schedule = scheduleBookLosses({ prices: dataset.prices, market, scenario, seed }, { paths: asked ?? BOOK_LOSS_DEFAULTS.paths, refitWindows: options['refit-windows'] ?? BOOK_LOSS_DEFAULTS.refitWindows });
  if (schedule === null) throw new UsageError('the prices are too short: a year to fit on and 30 windows to test are the fewest', { where: dataset.name, suggestions: ['Use a dataset with a longer history, or a shorter horizonDays in the market file.'] });
  const size = { total: schedule.windows * schedule.plan.paths, unit: 'paths' };
  const outcome = await runStageInPieces(context, LOSSES_STAGES.roll, size, testBookLosses(schedule), ({ windows }) => `${windows.unixSeconds.length} windows`);
  await heedInterrupt(signal);
  const files = options.out === undefined ? [] : await publishReport(resolve(context.workingFolder, options.out), await renderCsvFiles(buildBookLossTables(outcome)), context.signal);
  return { dataset: { name: dataset.name, sha256: dataset.sha256 }, asset: market.asset, seed, ...outcome, files };
}
