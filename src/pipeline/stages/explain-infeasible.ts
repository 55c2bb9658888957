import { InfeasibleError } from '../../core/errors.js';
import { countTrialsToShow } from '../../numeric/confidence.js';
import { listInWords } from '../../report/words/list-in-words.js';
import { bestKnownConstraints, countPaths, worstExcess, type ConstraintCheck, type Evaluation } from '../../search/evaluation.js';
import { LONE_PATH_SHARE } from './lone-path.js';
import type { Candidate } from '../../search/space.js';

/** How candidates are named, and how a policy lets the search go further. */
export interface CandidateWords {
  readonly describe: (candidate: Candidate) => string;
  readonly widen: string;
}

/**
 * Says why no candidate meets a policy: the constraints that none meets, each with the nearest value reached, or that they exclude one
 * another; and which candidate comes nearest to all of them together.
 *
 * @param evaluations at least one, none of which meets every constraint
 */
export function explainInfeasible(evaluations: readonly Evaluation[], policyName: string, words: CandidateWords): InfeasibleError {
  // A figure over a few paths is no nearest value: without the worst paths nothing may have happened yet.
  const most = Math.max(...evaluations.map(countPaths));
  const known = evaluations.filter((evaluation) => evaluation.tail !== undefined || countPaths(evaluation) === most).map(bestKnownConstraints);
  const misses = known[0]!.map((_, index) => known.map((constraints) => constraints[index]!).reduce((best, check) => (check.bound < best.bound ? check : best)));
  const binding = misses.filter(({ holds }) => !holds);
  const [first, ...others] = binding;
  const what = first === undefined ? 'each constraint can be met alone, but no candidate meets all of them together' : `no candidate meets \`${first.text}\`: the nearest reaches ${describeMiss(first)}`;
  return new InfeasibleError(`the policy is infeasible: ${what}`, {
    where: `policy ${policyName}`,
    suggestions: [
      ...others.map((check) => `Nor \`${check.text}\`: nearest ${check.bound.toPrecision(4)}.`),
      ...describeTooFew(binding, evaluations),
      ...describeLonePath(binding, evaluations),
      describeNearest(evaluations, words),
      `Loosen the constraint, ${words.widen} so that the search may go further, or raise paths.final to narrow the intervals.`,
    ],
  });
}

/** Where nothing at all happened and the limit is broken all the same, no choice is to blame: so few paths cannot show it. */
function describeTooFew(binding: readonly ConstraintCheck[], evaluations: readonly Evaluation[]): string[] {
  const mute = binding.find(({ value }) => value === 0);
  if (mute === undefined) return [];
  const paths = Math.max(...evaluations.map(countPaths));
  const needed = countTrialsToShow(mute.limit);
  return [`On ${paths} paths even a set to which it never happens is only known to stay below ${mute.bound.toPrecision(4)}: ${Number.isFinite(needed) ? `\`${mute.text}\` needs --paths ${needed} or more` : 'no number of paths shows a probability of 0'}.`];
}

/** Where one path makes more than half of a figure, the figure is mostly chance: another seed draws another. */
function describeLonePath(binding: readonly ConstraintCheck[], evaluations: readonly Evaluation[]): string[] {
  const lone = binding.find(({ largestShareRatio }) => largestShareRatio !== null && largestShareRatio > LONE_PATH_SHARE);
  if (lone === undefined) return [];
  const paths = Math.max(...evaluations.map(countPaths));
  return [`One path of ${paths} makes ${(100 * lone.largestShareRatio!).toFixed(0)} % of that ${lone.metric}: the figure is noisy, and another --seed may come out on the other side of the limit. More --paths tell which it is.`];
}

function describeNearest(evaluations: readonly Evaluation[], { describe }: CandidateWords): string {
  const nearest = evaluations.reduce((best, evaluation) => (worstExcess(evaluation) < worstExcess(best) ? evaluation : best));
  const broken = bestKnownConstraints(nearest).filter(({ holds }) => !holds).map((check) => `\`${check.text}\` with ${describeMiss(check)}`);
  return `Nearest to all: ${describe(nearest.candidate)}, which breaks ${listInWords(broken)}.`;
}

function describeMiss({ value, bound, lowerBound, limit }: ConstraintCheck): string {
  const interval = value === bound ? '' : ` of ${value.toPrecision(4)}; lower ${lowerBound.toPrecision(4)}`;
  return `${bound.toPrecision(4)} (upper 95 % bound${interval}), the limit is ${limit}`;
}
