import type { PerpReplayWindow, PerpRunResult } from '../../core/perp-run-result.js';
import type { RunWarning, SensitivityRow } from '../../core/run-result.js';
import { sumStartNotionalUsd } from '../../simulation/perps/book.js';
import { comparePerpSamples, summarisePerpSamples } from '../../simulation/perps/perp-metrics.js';
import { changeSchedule } from '../../simulation/perps/tier-evaluator.js';
import { countLosses } from '../../simulation/metrics.js';
import type { FittedModels } from '../stages/fit-models.js';
import { summariseDistribution, summariseMarginHealth, summarisePriceFan } from '../stages/pictures.js';
import { toOutcome } from '../stages/search-parameters.js';
import type { BuiltPerpScenario } from './build-perp-scenario.js';
import type { TierReasons } from './explain-tiers.js';
import { buildTableSchedule } from './margin-tables.js';
import { listPerpAssumptions } from './perp-assumptions.js';
import { PERP_RUN_FILES } from './perp-run-files.js';
import type { PerpRunInputs } from './perp-inputs.js';
import type { TierSearch } from './search-tiers.js';

/** Below this many losing paths the tail figures rest on too little. */
const LOSING_PATHS_MIN = 10;
/** Below this many accounts a book shows how the tool works and little else. */
const ACCOUNTS_MIN = 200;

export interface PerpResultParts {
  readonly inputs: PerpRunInputs;
  readonly models: FittedModels;
  readonly built: BuiltPerpScenario;
  readonly search: TierSearch;
  readonly reasons: TierReasons;
  readonly windows: readonly PerpReplayWindow[];
  readonly sensitivity: readonly SensitivityRow[];
  readonly version: string;
}

/** Puts everything a run on perpetual futures found into the one object that all its files are made of. */
export function assemblePerpResult({ inputs, models, built, search, reasons, windows, sensitivity, version }: PerpResultParts): PerpRunResult {
  const { dataset, market, policy } = inputs;
  const { job, metricContext, current, studiedMarkets } = built;
  const total = search.pathsPerStage.at(-1)!;
  return {
    schemaVersion: 1,
    kind: 'perps',
    runId: inputs.runId,
    tool: { name: 'plimsoll', version },
    dataset: {
      name: dataset.name,
      sha256: dataset.sha256,
      description: dataset.description,
      snapshotUnixSeconds: dataset.snapshotUnixSeconds,
      accounts: dataset.accounts.length,
      accountsLeftOut: dataset.accountsLeftOut,
      positions: dataset.positions.length,
      longNotionalUsd: sumStartNotionalUsd(job.scenario.book, 'long'),
      shortNotionalUsd: sumStartNotionalUsd(job.scenario.book, 'short'),
      licence: dataset.licence,
    },
    market: { name: market.name, venue: market.venue, network: market.network, sha256: inputs.marketFile.sha256 },
    policy: { name: policy.name, sha256: inputs.policyFile.sha256, objective: `maximise ${policy.objective.maximise}` },
    markets: studiedMarkets,
    seed: inputs.seed,
    paths: { total, monteCarlo: Math.ceil(total / 2), bootstrap: Math.floor(total / 2), horizonSeconds: metricContext.horizonSeconds, stepSeconds: job.scenario.stepSeconds },
    current,
    recommended: search.recommendation,
    metrics: {
      current: summarisePerpSamples(search.current, metricContext),
      recommended: summarisePerpSamples(search.recommended, metricContext),
      difference: comparePerpSamples(search.recommended, search.current, metricContext),
    },
    constraints: search.recommended.constraints.map(toOutcome),
    frontier: search.frontier,
    search: { candidates: search.candidates, feasible: search.feasible, pathsPerStage: search.pathsPerStage, pathEvaluations: search.pathEvaluations, stop: search.stop },
    ...reasons,
    newlyLiquidatable: search.recommended.newlyLiquidatable,
    windows,
    coverage: models.coverage,
    models: models.summary,
    pictures: {
      priceFan: summarisePriceFan(job, total),
      badDebt: summariseDistribution(search.current.samples.badDebtUsd, search.recommended.samples.badDebtUsd),
      closedNotional: summariseDistribution(search.current.samples.liquidatedDebtUsd, search.recommended.samples.liquidatedDebtUsd),
      marginHealth: summariseMarginHealth(job.scenario.book, changeSchedule(job, buildTableSchedule(search.recommended.table)).book),
    },
    sensitivity,
    assumptions: listPerpAssumptions(inputs),
    warnings: [...models.warnings, ...listWarnings(inputs, search)],
    files: PERP_RUN_FILES,
  };
}

function listWarnings({ isQuick, policy, dataset }: PerpRunInputs, { current, recommended }: TierSearch): RunWarning[] {
  const warnings: RunWarning[] = [];
  if (isQuick) {
    warnings.push({ code: 'quick-run', message: `a quick run: ${policy.paths.final} paths, so tail figures rest on a handful of them`, remedy: 'run without --quick before you decide anything' });
  }
  if (dataset.accounts.length < ACCOUNTS_MIN) {
    warnings.push({ code: 'small-book', message: `the book has ${dataset.accounts.length} accounts: a few of them decide every figure`, remedy: 'pull a whole venue before you decide anything' });
  }
  const losing = [current, recommended].map(({ samples }) => countLosses(samples.badDebtUsd));
  if (Math.min(...losing) < LOSING_PATHS_MIN) {
    warnings.push({
      code: 'few-losing-paths',
      message: `of ${policy.paths.final} paths, deficits occur on ${losing[0]} with today's tiers and on ${losing[1]} with the recommended ones: the tail rests on very few, and its interval is optimistic`,
      remedy: 'raise --paths, and read the probability of any deficit beside it: its interval stays honest at few events',
    });
  }
  return warnings;
}
