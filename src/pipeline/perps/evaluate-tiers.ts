import type { MarginTable, NewlyLiquidatableUnits } from '../../core/perp-run-result.js';
import type { ConstraintCheck, Evaluate, Evaluation } from '../../search/evaluation.js';
import type { Candidate } from '../../search/space.js';
import type { Executor } from '../../simulation/executors/executor.js';
import type { MarginSchedule } from '../../protocol/perps/margin-schedule/margin-schedule.js';
import { applyMarginSchedule, findNewlyLiquidatableUnits, measureEfficiency, type TraderResponse } from '../../simulation/perps/margin-change.js';
import { summarisePerpSamples, type PerpMetricContext, type SampledTable } from '../../simulation/perps/perp-metrics.js';
import type { PerpJob } from '../../simulation/perps/tier-evaluator.js';
import type { PathSamples } from '../../simulation/samples.js';
import { SampleBook, type SampleBookOptions } from '../stages/sample-book.js';
import { checkPerpConstraints } from './check-perp-constraints.js';
import { buildTableSchedule, writeMarginTable } from './margin-tables.js';
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

/** The bridge from the search, which sees numbers, to the simulation, which sees margin schedules. */
export class TierEvaluator {
  private readonly samples: SampleBook<MarginTable, MarginSchedule>;
  private readonly examined = new Map<string, ExaminedTable>();

  constructor(
    private readonly job: PerpJob,
    executor: Executor<MarginSchedule>,
    private readonly policy: PerpPolicyFile,
    private readonly context: PerpMetricContext,
    options: SampleBookOptions = {},
  ) {
    this.samples = new SampleBook(executor, { keyOf: writeMarginTable, candidateOf: buildTableSchedule }, options);
  }

  readonly evaluate: Evaluate = async (candidates, pathCount, onProgress) => {
    const examined = await this.examine(candidates.map(tableOf), pathCount, onProgress);
    return examined.map(
      (one, index): Evaluation => ({
        candidate: candidates[index]!,
        objective: one.efficiency.maxLeverageMultiple,
        objectiveByPath: null,
        costByPath: one.samples.liquidatedCollateralUsd,
        risk: summarisePerpSamples(one, this.context)['deficitEs99Usd']!.value,
        lossByPath: one.samples.badDebtUsd,
        constraints: one.constraints,
      }),
    );
  };

  /** What was learnt about a candidate that was evaluated. */
  of(candidate: Candidate): ExaminedTable {
    return this.examined.get(writeMarginTable(tableOf(candidate)))!;
  }

  /** Simulates tables on the first `pathCount` paths, as far as they are not known, and holds them against the policy. */
  async examine(tables: readonly MarginTable[], pathCount: number, onProgress: (fraction: number) => void = () => {}): Promise<ExaminedTable[]> {
    await this.samples.learnFirst(tables, pathCount, onProgress);
    return tables.map((table) => {
      const key = writeMarginTable(table);
      const known = this.examined.get(key);
      const samples = this.samples.of(table).first;
      if (known?.samples === samples) return known;
      const examined = this.judge(table, samples, known);
      this.examined.set(key, examined);
      return examined;
    });
  }

  private judge(table: MarginTable, samples: PathSamples, known: ExaminedTable | undefined): ExaminedTable {
    const { efficiency, newlyLiquidatable } = known ?? this.changeMargins(table);
    const { openInterestUsd } = this.context;
    const constraints = checkPerpConstraints(this.policy.constraints, samples, newlyLiquidatable.notionalUsd / openInterestUsd, openInterestUsd);
    return { table, samples, efficiency, newlyLiquidatable, constraints };
  }

  /** What the change itself does to units as they stand, before any trader answers it. */
  private changeMargins(table: MarginTable): Pick<ExaminedTable, 'efficiency' | 'newlyLiquidatable'> {
    const { book } = this.job.scenario;
    const changed = applyMarginSchedule(book, this.job.studied, buildTableSchedule(table), NO_RESPONSE);
    const exposed = findNewlyLiquidatableUnits(book, changed);
    return {
      efficiency: measureEfficiency(changed),
      newlyLiquidatable: {
        accounts: new Set(exposed.map(({ unit }) => book.unitAccount[unit])).size,
        notionalUsd: exposed.reduce((sum, { notionalUsd }) => sum + notionalUsd, 0),
        top: exposed.slice(0, TOP_UNITS).map(({ unit, ...figures }) => ({ unit: book.unitNames[unit]!, ...figures })),
      },
    };
  }
}
