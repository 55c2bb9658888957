import { listInWords } from '../../report/words/list-in-words.js';
import { lowerParameter, nameParameter } from '../../report/words/parameters.js';
import { meanCost } from '../../search/evaluation.js';
import type { RecommendedChoice } from '../../search/recommend.js';
import type { Candidate, ParameterSpace } from '../../search/space.js';
import type { StagedSearchResult } from '../../search/staged-search.js';
import type { PolicyFile } from '../config/policy-file.js';
import { describeBetter } from './objective.js';

/** Says in a plain sentence why this point and not another, and in a second one where only a change limit stopped it. */
export function describeRecommendation(
  choice: RecommendedChoice,
  search: StagedSearchResult,
  space: ParameterSpace,
  policy: PolicyFile,
): string {
  const limited = listAtLimit(space, search.evaluations[choice.index]!.candidate);
  const reason = describeGround(choice, search, policy);
  return limited.length === 0 ? reason : `${reason} The policy's change limit stops it at this ${listInWords(limited)}.`;
}

function listAtLimit({ dimensions }: ParameterSpace, candidate: Candidate): string[] {
  return dimensions.flatMap(({ name, current, minimum, maximum }, index) => {
    const value = candidate[index]!;
    return value !== current && (value === minimum || value === maximum) ? [lowerParameter(nameParameter(name))] : [];
  });
}

function describeGround({ ground, index }: RecommendedChoice, search: StagedSearchResult, policy: PolicyFile): string {
  const current = search.evaluations[0]!;
  const winner = search.evaluations[index]!;
  const gain = percent((winner.objective - current.objective) / (Math.abs(current.objective) || 1));
  const better = describeBetter(policy.objective);
  const total = `${search.evaluations.length} candidates`;
  switch (ground) {
    case 'objective-gain':
      return `It ${policy.objective.maximise ? 'allows' : 'brings'} ${gain} ${better} than today, the most among ${total} that keeps every constraint of policy ${policy.name} at its upper 95 % bound.`;
    case 'restores-feasibility':
      return `Today's values break policy ${policy.name}; among ${total} this keeps every constraint with the best objective (${gain} ${better} than today).`;
    case 'cost-fall': {
      const saving = percent(1 - meanCost(winner) / meanCost(current));
      return `It keeps every constraint and is no worse for the policy's objective while borrowers pay ${saving} less in liquidation penalties on the same paths.`;
    }
    case 'keep-not-material':
      return `Today's values keep every constraint of policy ${policy.name}, and the best of ${total} would bring less than ${percent(policy.objective.minimumGainRatio)} ${better}: not worth a vote.`;
    case 'keep-best':
      return `Today's values keep every constraint of policy ${policy.name}, and none of ${total} that also does is better beyond sampling error.`;
  }
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(ratio !== 0 && Math.abs(ratio) < 0.01 ? 2 : 1)} %`;
}
