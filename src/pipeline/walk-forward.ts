import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { holdFactors, fitKnownPathModel } from '../backtest/coverage/known-path-model.js';
import { createWindowReplay } from '../backtest/replay/window-replay.js';
import { InfeasibleError, UsageError } from '../core/errors.js';
import type { SearchedParameters } from '../core/reserve-parameters.js';
import { applyParameters } from '../simulation/apply-parameters.js';
import type { SharedJob } from '../simulation/chunk.js';
import { evaluateCandidates } from '../simulation/executors/executor.js';
import { startExecutor } from '../simulation/executors/start-executor.js';
import { computeBorrowingPowerUsd, type MetricContext } from '../simulation/metrics.js';
import { publishReport } from '../storage/report-files.js';
import { listModelledFactors, type ModelledFactor } from './coverage/modelled-factors.js';
import { renderCsvFiles } from './csv-files.js';
import { loadInputs, type RunInputs } from './inputs.js';
import { heedInterrupt } from './interrupt.js';
import { countUp, runStage } from './progress.js';
import type { RunContext, RunOptions } from './run-options.js';
import { buildScenario } from './stages/build-scenario.js';
import { checkConstraints } from './stages/check-constraints.js';
import { runFits } from './stages/fit-models.js';
import { buildParameterSpace } from './stages/parameter-space.js';
import { SpaceEvaluator } from './stages/evaluate-space.js';
import { searchParameters } from './stages/search-parameters.js';
import type { HeldOutcome, WalkForwardFold } from './walk-forward/fold.js';
import { buildWalkForwardTables, describeStaleness, sumFolds } from './walk-forward/summarise-folds.js';

export interface WalkForwardOptions extends Pick<RunOptions, 'dataset' | 'market' | 'policy' | 'seed' | 'paths' | 'workers'> {
  /** Length of what each choice is held through. */
  readonly 'hold-weeks'?: number | undefined;
  readonly out?: string | undefined;
}

export interface WalkForwardReply {
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly asset: string;
  readonly policy: string;
  readonly seed: number;
  readonly paths: number;
  readonly holdWeeks: number;
  readonly heldFactors: readonly string[];
  readonly folds: readonly WalkForwardFold[];
  readonly totals: ReturnType<typeof sumFolds>;
  readonly sentence: string;
  readonly files: readonly string[];
}

export const WALK_FORWARD_STAGES = { load: 'Load dataset', fit: 'Fit depth', walk: 'Choose on the past, hold on what came' } as const;

const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 7 * DAY_SECONDS;
const HOLD_WEEKS = 26;
const FIT_DAYS_MIN = 365;
const FOLDS_MIN = 2;

/**
 * Chooses parameters again and again, each time from the prices known by then, holds every choice through what came, and says what keeping the first
 * choice would have cost.
 *
 * The book is the snapshot's throughout, as accounts of the time are not known; each horizon within a hold begins with it anew.
 * @throws UsageError when the prices give fewer than two folds; DataError and ModelError as a run does
 */
export async function walkForwardPipeline(options: WalkForwardOptions, context: RunContext): Promise<WalkForwardReply> {
  const { progress, signal } = context;
  const holdWeeks = options['hold-weeks'] ?? HOLD_WEEKS;
  const inputs = await runStage(context, WALK_FORWARD_STAGES.load, () => loadInputs({ ...options, out: undefined, quick: options.paths === undefined }, context, () => undefined), ({ dataset }) => `${dataset.name}: ${dataset.accounts.length} accounts`);
  const { dataset, market, policy, seed } = inputs;
  const { shared, metricContext } = buildScenario(inputs, await runFits(context, WALK_FORWARD_STAGES.fit, dataset, market, () => ''));
  const { factors, heldFactors } = listModelledFactors(dataset.prices, market, shared.scenario.factors);
  const moments = placeFolds(factors, holdWeeks * WEEK_SECONDS);
  const folds = await runStage(context, WALK_FORWARD_STAGES.walk, () => walk({ inputs, shared, metricContext, factors, heldFactors, holdSeconds: holdWeeks * WEEK_SECONDS, workers: options.workers ?? availableParallelism(), signal }, moments, countUp(progress, WALK_FORWARD_STAGES.walk, { total: moments.length, unit: 'choices' })), (outcome) => `${outcome.length} choices`);
  await heedInterrupt(signal);
  const totals = sumFolds(folds);
  return {
    dataset: { name: dataset.name, sha256: dataset.sha256 },
    asset: market.asset,
    policy: policy.name,
    seed,
    paths: policy.paths.final,
    holdWeeks,
    heldFactors,
    folds,
    totals,
    sentence: describeStaleness(folds, totals),
    files: options.out === undefined ? [] : await publishReport(resolve(context.workingFolder, options.out), await renderCsvFiles(buildWalkForwardTables(folds)), context.signal),
  };
}

function placeFolds(factors: readonly ModelledFactor[], holdSeconds: number): number[] {
  const first = Math.max(...factors.map(({ history }) => history.unixSeconds[0]!)) + FIT_DAYS_MIN * DAY_SECONDS;
  const last = Math.min(...factors.map(({ history }) => history.unixSeconds.at(-1)!));
  const moments: number[] = [];
  for (let time = Math.ceil(first / DAY_SECONDS) * DAY_SECONDS; time + holdSeconds <= last; time += holdSeconds) moments.push(time);
  if (moments.length >= FOLDS_MIN) return moments;
  throw new UsageError(`the prices give ${moments.length} choices to hold, and ${FOLDS_MIN} are the fewest`, { where: '--hold-weeks', suggestions: ['Hold for fewer weeks, or use a dataset with a longer history.'] });
}

interface Walk {
  readonly inputs: RunInputs;
  readonly shared: SharedJob;
  readonly metricContext: MetricContext;
  readonly factors: readonly ModelledFactor[];
  readonly heldFactors: readonly string[];
  readonly holdSeconds: number;
  readonly workers: number;
  readonly signal: AbortSignal | undefined;
}

async function walk(plan: Walk, moments: readonly number[], note: (fraction: number) => void): Promise<WalkForwardFold[]> {
  const folds: WalkForwardFold[] = [];
  for (const [index, unixSeconds] of moments.entries()) {
    folds.push(await takeFold(plan, unixSeconds, folds[0]?.fresh.parameters ?? null, (fraction) => note((index + fraction) / moments.length)));
    note((index + 1) / moments.length);
  }
  return folds;
}

async function takeFold(plan: Walk, unixSeconds: number, first: SearchedParameters | null, note: (fraction: number) => void): Promise<WalkForwardFold> {
  const { inputs, factors, heldFactors, holdSeconds, workers, metricContext, signal } = plan;
  const { market, policy } = inputs;
  await heedInterrupt(signal);
  const known = fitKnownPathModel(factors, unixSeconds, market.stepSeconds, market.market.bootstrapBlockHours);
  const shared: SharedJob = { ...plan.shared, pathModel: holdFactors(known.readAt(unixSeconds), heldFactors) };
  const executor = await startExecutor(shared, workers);
  try {
    const evaluator = new SpaceEvaluator(shared, executor, policy, metricContext, { store: null, signal });
    const chosen = await searchParameters(evaluator, buildParameterSpace(shared.current, policy), policy, shared.seed, metricContext, note).catch((error: unknown) => {
      if (error instanceof InfeasibleError) return null;
      throw error;
    });
    const fresh = chosen?.recommended.parameters ?? shared.current;
    const stale = first ?? fresh;
    const [samples] = await evaluateCandidates(executor, [stale], policy.paths.final, { signal });
    const losses = policy.constraints.filter(({ metric }) => metric !== 'newlyLiquidatableDebt');
    const hold = async (parameters: SearchedParameters): Promise<HeldOutcome> => {
      await heedInterrupt(signal);
      return holdThrough(plan, parameters, unixSeconds, unixSeconds + holdSeconds);
    };
    return {
      unixSeconds,
      toUnixSeconds: unixSeconds + holdSeconds,
      decision: chosen?.recommendation.decision ?? null,
      fresh: await hold(fresh),
      stale: await hold(stale),
      current: await hold(shared.current),
      brokenByStale: checkConstraints(losses, samples!, 0, metricContext).filter(({ holds }) => !holds).map(({ text }) => text),
    };
  } finally {
    await executor.close();
  }
}

/** Sends the book under one parameter set through every whole horizon of a span. */
function holdThrough({ shared, factors, metricContext }: Walk, parameters: SearchedParameters, fromUnixSeconds: number, toUnixSeconds: number): HeldOutcome {
  const replay = createWindowReplay(applyParameters(shared, parameters), factors);
  const lengthSeconds = shared.scenario.steps * shared.scenario.stepSeconds;
  const sums = { liquidatedDebtUsd: 0, badDebtUsd: 0, penaltyUsd: 0 };
  for (let time = fromUnixSeconds; time + lengthSeconds <= toUnixSeconds; time += lengthSeconds) {
    const outcome = replay(time);
    sums.liquidatedDebtUsd += outcome.liquidatedDebtUsd;
    sums.badDebtUsd += outcome.badDebtUsd;
    sums.penaltyUsd += outcome.penaltyUsd;
  }
  return { parameters, borrowingPowerUsd: computeBorrowingPowerUsd(parameters, metricContext), ...sums };
}
