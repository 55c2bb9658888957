import { resolve } from 'node:path';
import type { MetricSet, RunWarning } from '../../core/run-result.js';
import type { MarginTable } from '../../core/perp-run-result.js';
import { UsageError } from '../../core/errors.js';
import { plotPerpPath } from '../../report/plots/perp-path-plots.js';
import type { Plot } from '../../report/plots/plot.js';
import { createPathReader } from '../../simulation/chunk.js';
import { measureEfficiency } from '../../simulation/perps/margin-change.js';
import { createFastPerpEngine, createReferencePerpEngine } from '../../simulation/perps/perp-engines.js';
import { summarisePerpSamples } from '../../simulation/perps/perp-metrics.js';
import { changeSchedule, samplePaths } from '../../simulation/perps/tier-evaluator.js';
import { findWorstPath } from '../../simulation/samples.js';
import { createTimeline } from '../../simulation/timeline.js';
import { writePlotFiles } from '../../storage/fit-file.js';
import { drawPlots } from '../fit/draw-plots.js';
import { runInPieces } from '../interrupt.js';
import { countUp, runStage } from '../progress.js';
import type { RunContext } from '../run-options.js';
import { SIMULATE_STAGES, type EngineName, type SimulateOptions } from '../simulate.js';
import { openStress } from '../simulate/open-stress.js';
import { describePath, type PathRecord } from '../simulate/path-record.js';
import { runFits } from '../stages/fit-models.js';
import { buildPerpScenario } from './build-perp-scenario.js';
import { buildTableSchedule, parseMarginTable } from './margin-tables.js';
import { loadPerpInputs } from './perp-inputs.js';

export interface PerpSimulateReply {
  readonly kind: 'perps';
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly markets: readonly string[];
  readonly seed: number;
  readonly engine: EngineName;
  readonly paths: number;
  readonly table: MarginTable;
  readonly openInterestUsd: number;
  readonly fundUsd: number;
  /** The path that was given instead of drawn ones; `null` when paths were drawn. */
  readonly stress: { readonly name: string; readonly basis: string } | null;
  /** Over the drawn paths; `null` under a stress, which has no probability. */
  readonly metrics: MetricSet | null;
  /** The stress, or the drawn path with the largest deficit, then the most notional closed. */
  readonly worstPath: PathRecord & { readonly index: number | null };
  readonly warnings: readonly RunWarning[];
  readonly plotFiles: readonly string[];
}

/** Flags of a lending reserve, which a margin table does not have. */
const LENDING_FLAGS = { tilt: '--tilt', ltvBps: '--ltv-bps', liquidationThresholdBps: '--lt-bps', liquidationBonusBps: '--bonus-bps' } as const;

/**
 * Simulates one margin table on a book of perpetual futures: losses and who pays them over drawn paths, and the worst path hour by hour.
 *
 * The same inputs give the same bytes, for either engine.
 * @throws UsageError, DataError or ModelError naming what is wrong
 */
export async function simulatePerps(options: SimulateOptions, context: RunContext): Promise<{ reply: PerpSimulateReply; plots: readonly Plot[] }> {
  refuseLendingFlags(options);
  const { progress, signal } = context;
  const inputs = await runStage(context, SIMULATE_STAGES.load, () => loadPerpInputs(options, context), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const buildStress = options.stress === undefined ? null : await openStress(options.stress, inputs.market, context.workingFolder);
  const models = await runFits(context, SIMULATE_STAGES.fit, { ...inputs.dataset, reserves: [] }, inputs.market, () => '');
  const { job, metricContext, current, studiedMarkets } = buildPerpScenario(inputs, models);
  const table = options.tiers === undefined ? current : parseMarginTable(options.tiers);
  const scenario = options.tiers === undefined ? job.scenario : changeSchedule(job, buildTableSchedule(table));
  const engine: EngineName = options.engine === 'reference' ? 'reference' : 'fast';
  const createEngine = engine === 'reference' ? createReferencePerpEngine : createFastPerpEngine;
  const paths = inputs.policy.paths.final;
  const stress = buildStress?.(models) ?? null;
  const samples = await runStage(
    context,
    SIMULATE_STAGES.simulate,
    () => (stress ? null : runInPieces(samplePaths(createEngine(scenario), createPathReader(job), paths), signal, countUp(progress, SIMULATE_STAGES.simulate, { total: paths, unit: 'paths' }))),
    (done) => (done ? `${paths} paths` : 'one given path'),
  );
  const index = samples && findWorstPath(samples);
  const path = stress?.path ?? createPathReader(job)(index!);
  const timeline = createTimeline(scenario);
  const record = describePath(scenario, path, timeline, createEngine(scenario).runPath(path, timeline, index ?? 0));
  const plots = plotPerpPath(record, timeline);
  const efficiency = measureEfficiency({ ...job.scenario.book, markets: scenario.book.markets });
  const reply: PerpSimulateReply = {
    kind: 'perps',
    dataset: { name: inputs.dataset.name, sha256: inputs.dataset.sha256 },
    markets: studiedMarkets,
    seed: inputs.seed,
    engine,
    paths: stress ? 1 : paths,
    table,
    openInterestUsd: metricContext.openInterestUsd,
    fundUsd: inputs.market.backstop.fundUsd,
    stress: stress && { name: stress.name, basis: stress.basis },
    metrics: samples && summarisePerpSamples({ samples, efficiency }, metricContext),
    worstPath: { index, ...record },
    warnings: models.warnings,
    plotFiles: options.plots === undefined ? [] : await writePlotFiles(resolve(context.workingFolder, options.plots), await drawPlots(plots)),
  };
  return { reply, plots };
}

function refuseLendingFlags(options: SimulateOptions): void {
  for (const [name, flag] of Object.entries(LENDING_FLAGS)) {
    if (options[name as keyof typeof LENDING_FLAGS] === undefined) continue;
    throw new UsageError(`${flag} is of a lending reserve, and this market is one of perpetual futures`, { where: flag, suggestions: ['Give margin tiers: --tiers 0:50,20000:20'] });
  }
}
