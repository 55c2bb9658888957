import { assertInvariant } from '../../core/assert.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { NewlyLiquidatable } from '../../core/run-result.js';
import { estimateEs } from '../../numeric/confidence.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import type { ConstraintCheck, Evaluate, Evaluation, LookAtPaths } from '../../search/evaluation.js';
import type { Candidate } from '../../search/space.js';
import { applyReserveParameters, sumStartValueUsd, type BorrowerResponse } from '../../simulation/book.js';
import type { SharedJob } from '../../simulation/chunk.js';
import type { Executor } from '../../simulation/executors/executor.js';
import { summariseSamples, type MetricContext } from '../../simulation/metrics.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { PolicyFile } from '../config/policy-file.js';
import { checkConstraints } from './check-constraints.js';
import { findNewlyLiquidatable } from './newly-liquidatable.js';
import { readObjective } from './objective.js';
import { layOutParameters, type ParameterLayout } from './parameter-layout.js';
import { countPaths, SampleBook, spreadSamples, type SampleBookOptions } from './sample-book.js';

const NO_RESPONSE: BorrowerResponse = { kind: 'none', shareRatio: 0 };
/** Level of the expected shortfall that the frontier sets against the objective. */
const RISK_LEVEL = 0.99;

/** One parameter set with everything that was learnt about it. */
export interface ExaminedCandidate {
  readonly parameters: SearchedParameters;
  readonly samples: PathSamples;
  readonly newlyLiquidatable: NewlyLiquidatable;
  readonly constraints: readonly ConstraintCheck[];
}

/** The bridge from the search, which sees numbers, to the simulation, which sees parameter sets. */
export class SpaceEvaluator {
  private readonly samples: SampleBook<SearchedParameters, SearchedParameters>;
  private readonly examined = new Map<string, ExaminedCandidate>();
  private readonly debtUsd: number;
  /** Number of all paths, once some were chosen among them. */
  private pathCount = 0;
  /** How the sets it evaluates lie in a point of the space. */
  readonly layout: ParameterLayout;

  constructor(
    private readonly shared: SharedJob,
    executor: Executor,
    private readonly policy: PolicyFile,
    private readonly context: MetricContext,
    options: SampleBookOptions = {},
  ) {
    this.layout = layOutParameters(shared.current);
    this.samples = new SampleBook(executor, { keyOf: (set) => this.keyOf(set), candidateOf: (set) => set }, options);
    this.debtUsd = sumStartValueUsd(shared.scenario.book, 'debt');
  }

  readonly evaluate: Evaluate = async (candidates, pathCount, onProgress) => {
    const parameters = candidates.map(this.layout.parametersOf);
    const examined = await this.examine(parameters, pathCount, onProgress);
    return examined.map((one, index) => this.toEvaluation(candidates[index]!, one));
  };

  readonly look: LookAtPaths = async (candidates, paths, pathCount, onProgress) => {
    await this.samples.learnChosen(candidates.map(this.layout.parametersOf), paths, onProgress);
    this.pathCount = pathCount;
    return candidates.map((candidate) => this.toEvaluation(candidate, this.of(candidate)));
  };

  /** What was learnt about a candidate that was evaluated. */
  of(candidate: Candidate): ExaminedCandidate {
    return this.examined.get(String(candidate))!;
  }

  /** Simulates parameter sets on the first `pathCount` paths, as far as they are not known, and holds them against the policy. */
  async examine(parameters: readonly SearchedParameters[], pathCount: number, onProgress: (fraction: number) => void = () => {}): Promise<ExaminedCandidate[]> {
    for (const set of parameters) assertInvariant(findSetViolations(set).length === 0, `${JSON.stringify(set)} cannot be set on chain and must not be simulated`);
    await this.samples.learnFirst(parameters, pathCount, onProgress);
    return parameters.map((set) => {
      const key = this.keyOf(set);
      const known = this.examined.get(key);
      const samples = this.samples.of(set).first;
      if (known?.samples === samples) return known;
      const examined = this.judge(set, samples, known);
      this.examined.set(key, examined);
      return examined;
    });
  }

  private toEvaluation(candidate: Candidate, { parameters, samples, newlyLiquidatable, constraints }: ExaminedCandidate): Evaluation {
    const { chosen, first } = this.samples.of(parameters);
    const isPartial = chosen !== null && countPaths(first) < this.pathCount;
    const all = isPartial ? spreadSamples({ chosen, first }, this.pathCount) : samples;
    const metrics = summariseSamples(samples, parameters, this.context);
    return {
      candidate,
      ...readObjective(this.policy.objective, metrics, samples),
      costByPath: samples.penaltyUsd,
      risk: estimateEs(all.badDebtUsd, RISK_LEVEL).value,
      lossByPath: samples.badDebtUsd,
      constraints,
      ...(isPartial ? { tail: { paths: chosen.paths, lossByPath: chosen.samples.badDebtUsd, pathCount: this.pathCount, floors: this.check(all, newlyLiquidatable) } } : {}),
    };
  }

  private keyOf(parameters: SearchedParameters): string {
    return String(this.layout.candidateOf(parameters));
  }

  private judge(parameters: SearchedParameters, samples: PathSamples, known: ExaminedCandidate | undefined): ExaminedCandidate {
    const { scenario, reserveAsset, current } = this.shared;
    // What the change itself does to accounts as they stand, before any borrower answers it.
    const newlyLiquidatable = known?.newlyLiquidatable ?? findNewlyLiquidatable(scenario.book, applyReserveParameters(scenario.book, reserveAsset, current, parameters, NO_RESPONSE));
    return { parameters, samples, newlyLiquidatable, constraints: this.check(samples, newlyLiquidatable) };
  }

  private check(samples: PathSamples, { debtUsd }: NewlyLiquidatable): ConstraintCheck[] {
    return checkConstraints(this.policy.constraints, samples, debtUsd / this.debtUsd, this.context);
  }
}
