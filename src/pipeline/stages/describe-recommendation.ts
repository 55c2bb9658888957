import { meanCost } from '../../search/evaluation.js';
import type { RecommendationGround } from '../../search/recommend.js';
import type { StagedSearchResult } from '../../search/staged-search.js';
import type { PolicyFile } from '../config/policy-file.js';

/** Says in one plain sentence why this point and not another. */
export function describeRecommendation(ground: RecommendationGround, search: StagedSearchResult, chosen: number, policy: PolicyFile): string {
  const current = search.evaluations[0]!;
  const winner = search.evaluations[chosen]!;
  const gain = percent(winner.objective / current.objective - 1);
  const total = `${search.evaluations.length} candidates`;
  switch (ground) {
    case 'objective-gain':
      return `It allows ${gain} more borrowing power than today, the most among ${total} that keeps every constraint of policy ${policy.name} at its upper 95 % bound.`;
    case 'restores-feasibility':
      return `Today's values break policy ${policy.name}; among ${total} this keeps every constraint with the most borrowing power (${gain} against today).`;
    case 'cost-fall': {
      const saving = percent(1 - meanCost(winner) / meanCost(current));
      return `It keeps every constraint and today's borrowing power while borrowers pay ${saving} less in liquidation penalties on the same paths.`;
    }
    case 'keep-not-material':
      return `Today's values keep every constraint of policy ${policy.name}, and the best of ${total} would gain less than ${percent(policy.objective.minimumGainRatio)} of borrowing power: not worth a vote.`;
    case 'keep-best':
      return `Today's values keep every constraint of policy ${policy.name}, and none of ${total} that also does is better beyond sampling error.`;
  }
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(ratio !== 0 && Math.abs(ratio) < 0.01 ? 2 : 1)} %`;
}
