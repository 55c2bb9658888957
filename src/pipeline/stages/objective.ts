import type { MetricSet } from '../../core/run-result.js';
import type { Evaluation } from '../../search/evaluation.js';
import type { PathSamples } from '../../simulation/samples.js';
import type { PolicyFile } from '../config/policy-file.js';

/** What a policy may ask for: the words for it, and the metric or the column of the samples it is read from. */
const OBJECTIVES = {
  borrowingPower: { words: 'borrowing power', metric: 'borrowingPowerUsd' },
  maxLeverage: { words: 'leverage', metric: 'maxLeverageMultiple' },
  /** The protocol's own share of liquidations. */
  liquidationRevenue: { words: 'liquidation revenue', column: 'protocolFeeUsd' },
  penalty: { words: 'liquidation penalties', column: 'penaltyUsd' },
  liquidatedDebt: { words: 'liquidated debt', column: 'liquidatedDebtUsd' },
} as const satisfies Readonly<Record<string, { readonly words: string; readonly metric: string } | { readonly words: string; readonly column: keyof PathSamples }>>;

type Objective = PolicyFile['objective'];

/** The objective's name in the policy, and whether more or less of it is wanted. */
function nameOf({ maximise, minimise }: Objective): keyof typeof OBJECTIVES {
  // The schema lets exactly one of them through.
  return (maximise ?? minimise)!;
}

/** `maximise borrowingPower`. */
export function describeObjective(objective: Objective): string {
  return `${objective.maximise ? 'maximise' : 'minimise'} ${nameOf(objective)}`;
}

/** How a sentence calls more of what the policy asks for: `more borrowing power`, `less liquidated debt`. */
export function describeBetter(objective: Objective): string {
  return `${objective.maximise ? 'more' : 'less'} ${OBJECTIVES[nameOf(objective)].words}`;
}

/** Reads a candidate's objective, to be maximised: what a policy minimises counts negative, path by path. */
export function readObjective(objective: Objective, metrics: MetricSet, samples: PathSamples): Pick<Evaluation, 'objective' | 'objectiveByPath'> {
  const rule = OBJECTIVES[nameOf(objective)];
  if ('metric' in rule) return { objective: metrics[rule.metric]!.value, objectiveByPath: null };
  const sign = objective.maximise ? 1 : -1;
  const objectiveByPath = samples[rule.column].map((value) => sign * value);
  return { objective: objectiveByPath.reduce((sum, value) => sum + value, 0) / objectiveByPath.length, objectiveByPath };
}
