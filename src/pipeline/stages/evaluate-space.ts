import { assertInvariant } from '../../core/assert.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { NewlyLiquidatable } from '../../core/run-result.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import type { ConstraintCheck, Evaluate, Evaluation } from '../../search/evaluation.js';
import type { Candidate } from '../../search/space.js';
import { applyReserveParameters, sumStartValueUsd, type BorrowerResponse } from '../../simulation/book.js';
import { SAMPLE_COLUMNS, type SharedJob } from '../../simulation/chunk.js';
import { evaluateCandidates, type Executor } from '../../simulation/executors/executor.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { PolicyFile } from '../config/policy-file.js';
import type { SampleStore } from '../ports.js';
import { checkConstraints } from './check-constraints.js';
import { findNewlyLiquidatable } from './newly-liquidatable.js';
import { readObjective } from './objective.js';
import { layOutParameters, type ParameterLayout } from './parameter-layout.js';

const NO_RESPONSE: BorrowerResponse = { kind: 'none', shareRatio: 0 };

/** One parameter set with everything that was learnt about it. */
export interface ExaminedCandidate {
  readonly parameters: SearchedParameters;
  readonly samples: PathSamples;
  readonly newlyLiquidatable: NewlyLiquidatable;
  readonly constraints: readonly ConstraintCheck[];
}

/**
 * The bridge from the search, which sees numbers, to the simulation, which sees parameter sets.
 *
 * Paths are simulated once per parameter set: a longer look adds those that are missing.
 */
export class SpaceEvaluator {
  private readonly samplesOf = new Map<string, PathSamples>();
  private readonly examined = new Map<string, ExaminedCandidate>();
  private readonly debtUsd: number;
  /** How the sets it evaluates lie in a point of the space. */
  readonly layout: ParameterLayout;

  constructor(
    private readonly shared: SharedJob,
    private readonly executor: Executor,
    private readonly policy: PolicyFile,
    private readonly context: MetricContext,
    private readonly options: { readonly store?: SampleStore | null; readonly signal?: AbortSignal | undefined } = {},
  ) {
    this.layout = layOutParameters(shared.current);
    this.debtUsd = sumStartValueUsd(shared.scenario.book, 'debt');
  }

  readonly evaluate: Evaluate = async (candidates, pathCount, onProgress) => {
    const parameters = candidates.map(this.layout.parametersOf);
    const examined = await this.examine(parameters, pathCount, onProgress);
    return examined.map((one, index): Evaluation => {
      const metrics = summariseSamples(one.samples, one.parameters, this.context);
      return {
        candidate: candidates[index]!,
        ...readObjective(this.policy.objective, metrics, one.samples),
        costByPath: one.samples.penaltyUsd,
        risk: metrics['badDebtEs99Usd']!.value,
        lossByPath: one.samples.badDebtUsd,
        constraints: one.constraints,
      };
    });
  };

  /** What was learnt about a candidate that was evaluated. */
  of(candidate: Candidate): ExaminedCandidate {
    return this.examined.get(String(candidate))!;
  }

  /** Simulates parameter sets on the first `pathCount` paths, as far as they are not known, and holds them against the policy. */
  async examine(parameters: readonly SearchedParameters[], pathCount: number, onProgress: (fraction: number) => void = () => {}): Promise<ExaminedCandidate[]> {
    for (const set of parameters) assertInvariant(findSetViolations(set).length === 0, `${JSON.stringify(set)} cannot be set on chain and must not be simulated`);
    await this.simulate(parameters, pathCount, onProgress);
    return parameters.map((set) => {
      const key = this.keyOf(set);
      const known = this.examined.get(key);
      const samples = this.samplesOf.get(key)!;
      if (known?.samples === samples) return known;
      const examined = this.judge(set, samples, known);
      this.examined.set(key, examined);
      return examined;
    });
  }

  private async simulate(parameters: readonly SearchedParameters[], pathCount: number, onProgress: (fraction: number) => void): Promise<void> {
    const bySize = new Map<number, SearchedParameters[]>();
    for (const set of new Map(parameters.map((one) => [this.keyOf(one), one])).values()) {
      const from = this.recall(this.keyOf(set), pathCount);
      if (from < pathCount) bySize.set(from, [...(bySize.get(from) ?? []), set]);
    }
    const paths = [...bySize].reduce((sum, [from, sets]) => sum + sets.length * (pathCount - from), 0);
    let done = 0;
    for (const [fromPath, sets] of bySize) {
      const share = (sets.length * (pathCount - fromPath)) / paths;
      const fresh = await evaluateCandidates(this.executor, sets, pathCount, { fromPath, signal: this.options.signal, onProgress: (fraction) => onProgress(done + fraction * share) });
      done += share;
      for (const [index, set] of sets.entries()) {
        const known = this.samplesOf.get(this.keyOf(set));
        this.samplesOf.set(this.keyOf(set), known ? joinSamples(known, fresh[index]!) : fresh[index]!);
        await this.options.store?.keep(this.keyOf(set), fromPath, fresh[index]!);
      }
    }
  }

  /** Takes what is stored, up to `pathCount`: more than was asked for would let a resumed search see further than the first did. */
  private recall(key: string, pathCount: number): number {
    const known = this.samplesOf.get(key)?.badDebtUsd.length ?? 0;
    const stored = this.options.store?.recall(key);
    const take = Math.min(stored?.['badDebtUsd']!.length ?? 0, pathCount);
    if (!stored || take <= known) return known;
    this.samplesOf.set(key, mapColumns((column) => stored[column]!.slice(0, take)));
    return take;
  }

  private keyOf(parameters: SearchedParameters): string {
    return String(this.layout.candidateOf(parameters));
  }

  private judge(parameters: SearchedParameters, samples: PathSamples, known: ExaminedCandidate | undefined): ExaminedCandidate {
    const { scenario, reserveAsset, current } = this.shared;
    // What the change itself does to accounts as they stand, before any borrower answers it.
    const newlyLiquidatable = known?.newlyLiquidatable ?? findNewlyLiquidatable(scenario.book, applyReserveParameters(scenario.book, reserveAsset, current, parameters, NO_RESPONSE));
    const constraints = checkConstraints(this.policy.constraints, samples, newlyLiquidatable.debtUsd / this.debtUsd, this.context);
    return { parameters, samples, newlyLiquidatable, constraints };
  }
}

function joinSamples(first: PathSamples, then: PathSamples): PathSamples {
  return mapColumns((column) => Float64Array.of(...first[column], ...then[column]));
}

function mapColumns(valuesOf: (column: keyof PathSamples) => Float64Array): PathSamples {
  return Object.fromEntries(SAMPLE_COLUMNS.map((column) => [column, valuesOf(column)])) as Record<keyof PathSamples, Float64Array>;
}
