import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { ReserveParameters, SearchedParameters } from '../core/reserve-parameters.js';
import type { MetricSet, RunWarning } from '../core/run-result.js';
import { estimateWeightedMean } from '../numeric/weighted-estimate.js';
import { plotPath } from '../report/plots/path-plots.js';
import type { Plot } from '../report/plots/plot.js';
import { applyParameters } from '../simulation/apply-parameters.js';
import { createPathReader, drawLogWeights, type SharedJob } from '../simulation/chunk.js';
import { createFastEngine } from '../simulation/engine/fast-engine.js';
import { createReferenceEngine } from '../simulation/engine/reference-engine.js';
import { evaluateCandidates, type EvaluationOptions } from '../simulation/executors/executor.js';
import { startExecutor } from '../simulation/executors/start-executor.js';
import { summariseSamples } from '../simulation/metrics.js';
import { createSamples, findWorstPath, type PathSamples } from '../simulation/samples.js';
import { createTimeline } from '../simulation/timeline.js';
import { writePlotFiles } from '../storage/fit-file.js';
import { drawPlots } from './fit/draw-plots.js';
import { loadInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { countUp, runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { describePath, type PathRecord } from './simulate/path-record.js';
import { openStress } from './simulate/open-stress.js';
import { parseTilt } from './simulate/parse-tilt.js';
import { readCurrentParameters } from './stages/build-book.js';
import { buildScenario } from './stages/build-scenario.js';
import { runFits } from './stages/fit-models.js';
import { warnAboutLonePath } from './stages/lone-path.js';
import { assertParametersValid } from './stages/parameter-space.js';

export type EngineName = 'fast' | 'reference';

type GivenParameters = { readonly [name in keyof ReserveParameters]?: number | undefined };

/** Parameters left out are those in force. */
export interface SimulateOptions extends Pick<RunOptions, 'dataset' | 'market' | 'policy' | 'seed' | 'paths' | 'workers'>, GivenParameters {
  readonly engine?: string | undefined;
  /** Name of a historical fall, or a stress file. */
  readonly stress?: string | undefined;
  readonly plots?: string | undefined;
  /** `FACTOR=SHIFT`: standard deviations that every step's normal of a factor is shifted by. */
  readonly tilt?: readonly string[] | undefined;
  /** Margin tiers of a perps market, `floor:leverage` pairs; those in force when left out. */
  readonly tiers?: string | undefined;
}

export interface SimulateReply {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly asset: string;
  readonly seed: number;
  readonly engine: EngineName;
  readonly paths: number;
  readonly parameters: SearchedParameters;
  /** The path that was given instead of drawn ones; `null` when paths were drawn. */
  readonly stress: { readonly name: string; readonly basis: string } | null;
  /** Over the drawn paths; `null` under a stress, which has no probability. */
  readonly metrics: MetricSet | null;
  /** Under a tilt: how many plain paths the weighted ones are worth for averages; `null` without one. */
  readonly effectivePaths: number | null;
  /** The stress, or the drawn path with the largest bad debt, then the most debt liquidated. */
  readonly worstPath: PathRecord & { readonly index: number | null };
  readonly warnings: readonly RunWarning[];
  readonly plotFiles: readonly string[];
}

export const SIMULATE_STAGES = { load: 'Load dataset', fit: 'Fit volatility, peg and depth', simulate: 'Simulate' } as const;

/**
 * Simulates one parameter set: losses over drawn paths and the worst of them hour by hour, or one given stress.
 *
 * The same inputs give the same bytes for any number of workers and for either engine.
 * @throws UsageError, DataError or ModelError naming what is wrong; the reason of the context's signal once it is aborted
 */
export async function simulatePipeline(options: SimulateOptions, context: RunContext): Promise<{ reply: SimulateReply; plots: readonly Plot[] }> {
  const { progress, signal } = context;
  const inputs = await runStage(context, SIMULATE_STAGES.load, () => loadInputs(options, context, (note) => progress.update(SIMULATE_STAGES.load, null, note)), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  // Whatever is asked for wrongly shows before anything is computed.
  assertParametersValid({ ...readCurrentParameters(inputs.dataset, inputs.market.asset), ...dropUndefined(options) }, 'the parameters to simulate');
  const tilt = options.tilt && parseTilt(options.tilt, Object.keys(inputs.market.factors), options.stress !== undefined);
  const buildStress = options.stress === undefined ? null : await openStress(options.stress, inputs.market, context.workingFolder);
  const models = await runFits(context, SIMULATE_STAGES.fit, inputs.dataset, inputs.market, () => '');
  const { shared: built, metricContext } = buildScenario(inputs, models);
  const shared: SharedJob = { ...built, tilt };
  const parameters: SearchedParameters = { ...shared.current, ...dropUndefined(options) };
  const engine: EngineName = options.engine === 'reference' ? 'reference' : 'fast';
  const paths = inputs.policy.paths.final;
  const stress = buildStress?.(models) ?? null;
  const samples = await runStage(
    context,
    SIMULATE_STAGES.simulate,
    () => (stress ? null : samplePaths(shared, parameters, paths, engine, options.workers ?? availableParallelism(), { onProgress: countUp(progress, SIMULATE_STAGES.simulate, { total: paths, unit: 'paths' }), signal })),
    (done) => (done ? `${paths} paths` : 'one given path'),
  );
  const logWeights = shared.tilt && samples ? drawLogWeights(shared, paths) : undefined;
  const index = samples && findWorstPath(samples);
  const path = stress?.path ?? createPathReader(shared)(index!);
  const record = recordPath({ ...shared, scenario: { ...shared.scenario, oracle: { ...shared.scenario.oracle, ...stress?.oracle } } }, parameters, path, index ?? 0, engine);
  const plots = plotPath(record);
  const reply: SimulateReply = {
    dataset: { name: inputs.dataset.name, sha256: inputs.dataset.sha256 },
    asset: inputs.market.asset,
    seed: inputs.seed,
    engine,
    paths: stress ? 1 : paths,
    parameters,
    stress: stress && { name: stress.name, basis: stress.basis },
    metrics: samples && summariseSamples(samples, parameters, metricContext, logWeights),
    effectivePaths: samples && logWeights ? estimateWeightedMean(samples.badDebtUsd, logWeights).effectiveSampleSize : null,
    worstPath: { index, ...record },
    warnings: [...models.warnings, ...(samples && !tilt ? warnAboutLonePath({ 'these values': samples }) : [])],
    plotFiles: options.plots === undefined ? [] : await writePlotFiles(resolve(context.workingFolder, options.plots), await drawPlots(plots)),
  };
  return { reply, plots };
}

function dropUndefined({ ltvBps, liquidationThresholdBps, liquidationBonusBps }: GivenParameters): Partial<ReserveParameters> {
  return Object.fromEntries(Object.entries({ ltvBps, liquidationThresholdBps, liquidationBonusBps }).filter(([, value]) => value !== undefined));
}

async function samplePaths(shared: SharedJob, parameters: SearchedParameters, paths: number, engine: EngineName, workers: number, watch: Pick<EvaluationOptions, 'onProgress' | 'signal'>): Promise<PathSamples> {
  if (engine === 'reference') return sampleDense(shared, parameters, paths, watch);
  const executor = await startExecutor(shared, workers);
  try {
    return (await evaluateCandidates(executor, [parameters], paths, watch))[0]!;
  } finally {
    await executor.close();
  }
}

/** The obvious engine, path by path: slow, and what the fast one is held against. */
async function sampleDense(shared: SharedJob, parameters: SearchedParameters, paths: number, { onProgress, signal }: Pick<EvaluationOptions, 'onProgress' | 'signal'>): Promise<PathSamples> {
  const samples = createSamples(paths);
  const engine = createReferenceEngine(applyParameters(shared, parameters));
  const pathOf = createPathReader(shared);
  for (let index = 0; index < paths; index++) {
    for (const [column, value] of Object.entries(engine.runPath(pathOf(index), undefined, index))) samples[column as keyof PathSamples][index] = value as number;
    onProgress?.((index + 1) / paths);
    await heedInterrupt(signal);
  }
  return samples;
}

function recordPath(shared: SharedJob, parameters: SearchedParameters, path: Float64Array, index: number, engine: EngineName): PathRecord {
  const scenario = applyParameters(shared, parameters);
  const timeline = createTimeline(scenario);
  const outcome = (engine === 'reference' ? createReferenceEngine : createFastEngine)(scenario).runPath(path, timeline, index);
  return describePath(scenario, path, timeline, outcome);
}
