import type { ReplayWindow, RunResult, RunWarning, SensitivityRow } from '../../core/run-result.js';
import { applyParameters } from '../../simulation/apply-parameters.js';
import { sumStartValueUsd } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import { compareSamples, countLosses, summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { HistoryTests } from '../history/test-history.js';
import type { RunInputs } from '../inputs.js';
import { listAssumptions } from './assumptions.js';
import type { SearchReasons } from './explain-search.js';
import type { FittedModels } from './fit-models.js';
import { warnAboutLonePath } from './lone-path.js';
import { describeObjective } from './objective.js';
import { RUN_FILES } from './run-files.js';
import { summariseDistribution, summariseHealth, summarisePriceFan } from './pictures.js';
import type { ExaminedCandidate } from './evaluate-space.js';
import { toOutcome, type ParameterSearch } from './search-parameters.js';

export interface ResultParts {
  readonly inputs: RunInputs;
  readonly models: FittedModels;
  readonly shared: SharedJob;
  readonly metricContext: MetricContext;
  readonly search: ParameterSearch;
  readonly reasons: SearchReasons;
  readonly windows: readonly ReplayWindow[];
  readonly sensitivity: readonly SensitivityRow[];
  readonly history: HistoryTests;
  readonly version: string;
}

/** Below this many losing paths the tail figures rest on too little. */
const LOSING_PATHS_MIN = 10;

/** Puts everything a run found into the one object that `result.json`, the report, the proposal and `--json` are made of. */
export function assembleResult(parts: ResultParts): RunResult {
  const { inputs, models, shared, metricContext, search } = parts;
  const { dataset, market, policy } = inputs;
  const { scenario } = shared;
  const pathsTotal = search.pathsPerStage.at(-1)!;
  const recommendedBook = applyParameters(shared, search.recommended.parameters).book;
  return {
    schemaVersion: 1,
    runId: inputs.runId,
    tool: { name: 'plimsoll', version: parts.version },
    dataset: {
      name: dataset.name,
      sha256: dataset.sha256,
      description: dataset.description,
      snapshotUnixSeconds: dataset.snapshotUnixSeconds,
      accounts: dataset.accounts.length,
      accountsLeftOut: dataset.accountsLeftOut,
      collateralUsd: metricContext.supplyUsd,
      debtUsd: sumStartValueUsd(scenario.book, 'debt'),
      licence: dataset.licence,
    },
    market: { name: market.name, venue: market.venue, network: market.network, sha256: inputs.marketFile.sha256 },
    policy: { name: policy.name, sha256: inputs.policyFile.sha256, objective: describeObjective(policy.objective) },
    asset: market.asset,
    seed: inputs.seed,
    paths: {
      total: pathsTotal,
      monteCarlo: Math.ceil(pathsTotal / 2),
      bootstrap: Math.floor(pathsTotal / 2),
      horizonSeconds: metricContext.horizonSeconds,
      stepSeconds: scenario.stepSeconds,
    },
    current: shared.current,
    recommended: search.recommendation,
    metrics: {
      current: summariseSamples(search.current.samples, shared.current, metricContext),
      recommended: summariseSamples(search.recommended.samples, search.recommended.parameters, metricContext),
      difference: compareSamples(search.recommended, search.current, metricContext),
    },
    constraints: search.recommended.constraints.map(toOutcome),
    frontier: search.frontier,
    search: { candidates: search.candidates, feasible: search.feasible, pathsPerStage: search.pathsPerStage, pathEvaluations: search.pathEvaluations, stop: search.stop },
    ...parts.reasons,
    newlyLiquidatable: search.recommended.newlyLiquidatable,
    backtest: { windows: parts.windows, coverage: models.coverage, ...parts.history },
    models: models.summary,
    pictures: {
      priceFan: summarisePriceFan(shared, pathsTotal),
      badDebt: summariseDistribution(search.current.samples.badDebtUsd, search.recommended.samples.badDebtUsd),
      liquidatedDebt: summariseDistribution(search.current.samples.liquidatedDebtUsd, search.recommended.samples.liquidatedDebtUsd),
      health: summariseHealth(scenario.book, recommendedBook),
    },
    sensitivity: parts.sensitivity,
    assumptions: listAssumptions(market, policy, dataset),
    warnings: [...models.warnings, ...warnAboutSamples(search, inputs)],
    files: RUN_FILES,
  };
}

/** What about the simulated paths themselves a reader must know before trusting their tails. */
export function warnAboutSamples({ current, recommended }: ParameterSearch, { isQuick, policy }: RunInputs): RunWarning[] {
  const warnings: RunWarning[] = [];
  if (isQuick) {
    warnings.push({
      code: 'quick-run',
      message: `a quick run: ${policy.paths.final} paths, so tail figures rest on a handful of them`,
      remedy: 'run without --quick before you decide anything',
    });
  }
  const extrapolated = recommended.samples.peakSizeRatio.filter((ratio) => ratio > 1).length;
  if (extrapolated > 0) {
    warnings.push({
      code: 'depth-extrapolated',
      message: `on ${extrapolated} of ${policy.paths.final} paths more is sold than the largest quote in the dataset, so the impact there is extrapolated`,
      remedy: 'quote larger sizes, and read the tail of those paths as an order of magnitude',
    });
  }
  warnings.push(...warnAboutLonePath({ "today's values": current.samples, 'the recommended values': recommended.samples }));
  const losing = (candidate: ExaminedCandidate): number => countLosses(candidate.samples.badDebtUsd);
  const [losingCurrent, losingRecommended] = [losing(current), losing(recommended)];
  if (Math.min(losingCurrent, losingRecommended) < LOSING_PATHS_MIN) {
    warnings.push({
      code: 'few-losing-paths',
      message:
        `of ${policy.paths.final} paths, bad debt occurs on ${losingCurrent} with today's values and on ${losingRecommended} with the ` +
        'recommended ones: the tail rests on very few, and its interval is optimistic',
      remedy: 'raise --paths, and read the probability of any loss (its interval stays honest at few events) and the replays beside it',
    });
  }
  return warnings;
}
