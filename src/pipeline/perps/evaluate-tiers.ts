import type { MarginTable, NewlyLiquidatableUnits } from '../../core/perp-run-result.js';
import type { ConstraintCheck, Evaluate, Evaluation } from '../../search/evaluation.js';
import type { Candidate } from '../../search/space.js';
import { SAMPLE_COLUMNS } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { applyMarginSchedule, findNewlyLiquidatableUnits, measureEfficiency, type TraderResponse } from '../../simulation/perps/margin-change.js';
import { summarisePerpSamples, type PerpMetricContext, type SampledTable } from '../../simulation/perps/perp-metrics.js';
import type { PerpJob } from '../../simulation/perps/tier-evaluator.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { SampleStore } from '../ports.js';
import { checkPerpConstraints } from './check-perp-constraints.js';
import { buildTableSchedule } from './margin-tables.js';
import type { PerpPolicyFile } from './perp-policy-file.js';
import { tableOf } from './tier-space.js';

const NO_RESPONSE: TraderResponse = { kind: 'none', shareRatio: 0 };
const TOP_UNITS = 10;

/** One table with everything that was learnt about it. */
export interface ExaminedTable extends SampledTable {
  readonly table: MarginTable;
  readonly newlyLiquidatable: NewlyLiquidatableUnits;
  readonly constraints: readonly ConstraintCheck[];
}

/**
 * The bridge from the search, which sees numbers, to the simulation, which sees margin schedules.
 *
 * Paths are simulated once per table, by whatever executor there is: a longer look adds those that are missing.
 */
export class TierEvaluator {
  private readonly examined = new Map<string, ExaminedTable>();

  constructor(
    private readonly job: PerpJob,
    private readonly executor: Executor<MarginSchedule>,
    private readonly policy: PerpPolicyFile,
    private readonly context: PerpMetricContext,
    private readonly options: { readonly store?: SampleStore | null; readonly signal?: AbortSignal | undefined } = {},
  ) {}

  readonly evaluate: Evaluate = async (candidates, pathCount, onProgress) => {
    const samplesOf = await this.simulate(candidates, pathCount, onProgress);
    return candidates.map((candidate): Evaluation => {
      const examined = this.judge(candidate, samplesOf.get(String(candidate))!);
      this.examined.set(String(candidate), examined);
      return {
        candidate,
        objective: examined.efficiency.maxLeverageMultiple,
        objectiveByPath: null,
        costByPath: examined.samples.liquidatedCollateralUsd,
        risk: summarisePerpSamples(examined, this.context)['deficitEs99Usd']!.value,
        lossByPath: examined.samples.badDebtUsd,
        constraints: examined.constraints,
      };
    });
  };

  /** What was learnt about a candidate that was evaluated. */
  of(candidate: Candidate): ExaminedTable {
    return this.examined.get(String(candidate))!;
  }

  private async simulate(candidates: readonly Candidate[], pathCount: number, onProgress: (fraction: number) => void): Promise<Map<string, PathSamples>> {
    const known = new Map(candidates.map((candidate) => [String(candidate), this.recall(String(candidate), pathCount)]));
    const bySize = new Map<number, [string, PathSamples | null][]>();
    for (const entry of known) {
      const from = countPaths(entry[1]);
      if (from < pathCount) bySize.set(from, [...(bySize.get(from) ?? []), entry]);
    }
    const total = [...bySize].reduce((sum, [from, sets]) => sum + sets.length * (pathCount - from), 0);
    let done = 0;
    for (const [fromPath, sets] of bySize) {
      const share = (sets.length * (pathCount - fromPath)) / total;
      const schedules = sets.map(([key]) => buildTableSchedule(tableOf(key.split(',').map(Number))));
      const fresh = await evaluateCandidates(this.executor, schedules, pathCount, { fromPath, signal: this.options.signal, onProgress: (fraction) => onProgress(done + fraction * share) });
      done += share;
      for (const [index, [key, samples]] of sets.entries()) {
        known.set(key, samples === null ? fresh[index]! : mapColumns((column) => Float64Array.of(...samples[column], ...fresh[index]![column])));
        await this.options.store?.keep(key, fromPath, fresh[index]!);
      }
    }
    return known as Map<string, PathSamples>;
  }

  /** What is known of a table, in memory or stored, up to `pathCount`: more would let a resumed search see further than the first did. */
  private recall(key: string, pathCount: number): PathSamples | null {
    const known = this.examined.get(key)?.samples ?? null;
    const stored = this.options.store?.recall(key);
    const take = Math.min(stored?.['badDebtUsd']!.length ?? 0, pathCount);
    return stored && take > countPaths(known) ? mapColumns((column) => stored[column]!.slice(0, take)) : known;
  }

  private judge(candidate: Candidate, samples: PathSamples): ExaminedTable {
    const table = tableOf(candidate);
    const { book } = this.job.scenario;
    // What the change itself does to units as they stand, before any trader answers it.
    const changed = applyMarginSchedule(book, this.job.studied, buildTableSchedule(table), NO_RESPONSE);
    const exposed = findNewlyLiquidatableUnits(book, changed);
    const newlyLiquidatable: NewlyLiquidatableUnits = {
      accounts: new Set(exposed.map(({ unit }) => book.unitAccount[unit])).size,
      notionalUsd: exposed.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0),
      top: exposed.slice(0, TOP_UNITS).map(({ unit, ...figures }) => ({ unit: book.unitNames[unit]!, ...figures })),
    };
    const { openInterestUsd } = this.context;
    const constraints = checkPerpConstraints(this.policy.constraints, samples, newlyLiquidatable.notionalUsd / openInterestUsd, openInterestUsd);
    return { table, samples, efficiency: measureEfficiency(changed), newlyLiquidatable, constraints };
  }
}

function countPaths(samples: PathSamples | null): number {
  return samples?.badDebtUsd.length ?? 0;
}

function mapColumns(valuesOf: (column: keyof PathSamples) => Float64Array): PathSamples {
  return Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, valuesOf(column)])) as Record<keyof PathSamples, Float64Array>;
}
