import { assertInvariant } from '../../core/assert.js';
import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { NewlyLiquidatable } from '../../core/run-result.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import type { ConstraintCheck, Evaluate, Evaluation } from '../../search/evaluation.js';
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
import { SampleLedger, type SampleLedgerOptions } from './sample-ledger.js';

const NO_RESPONSE: BorrowerResponse = { kind: 'none', shareRatio: 0 };

/** One parameter set with everything that was learnt about it. */
export interface ExaminedCandidate {
  readonly parameters: SearchedParameters;
  readonly samples: PathSamples;
  readonly newlyLiquidatable: NewlyLiquidatable;
  readonly constraints: readonly ConstraintCheck[];
}

/** The bridge from the search, which sees numbers, to the simulation, which sees parameter sets. */
export class SpaceEvaluator {
  private readonly ledger: SampleLedger<SearchedParameters, SearchedParameters>;
  private readonly examined = new Map<string, ExaminedCandidate>();
  private readonly debtUsd: number;
  /** How the sets it evaluates lie in a point of the space. */
  readonly layout: ParameterLayout;

  constructor(
    private readonly shared: SharedJob,
    executor: Executor,
    private readonly policy: PolicyFile,
    private readonly context: MetricContext,
    options: SampleLedgerOptions = {},
  ) {
    this.layout = layOutParameters(shared.current);
    this.ledger = new SampleLedger(executor, { keyOf: (set) => this.keyOf(set), candidateOf: (set) => set }, options);
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
    const simulated = await this.ledger.simulate(parameters, pathCount, onProgress);
    return parameters.map((set, index) => {
      const key = this.keyOf(set);
      const known = this.examined.get(key);
      const samples = simulated[index]!;
      if (known?.samples === samples) return known;
      const examined = this.judge(set, samples, known);
      this.examined.set(key, examined);
      return examined;
    });
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
