import type { BaselineOutcome } from '../../../core/run-result.js';
import type { SharedJob } from '../../../simulation/chunk.js';
import { summariseSamples, type MetricContext } from '../../../simulation/metrics.js';
import type { RunInputs } from '../../inputs.js';
import type { SpaceEvaluator } from '../evaluate-space.js';
import { toOutcome, type ParameterSearch } from '../search-parameters.js';
import { askForEachReserve } from './ask-each-reserve.js';
import { describeDisagreement } from './describe-disagreement.js';

/**
 * Asks the simpler rules on the run's own data and holds what they say against the same paths and policy as the recommendation.
 *
 * A rule gives a threshold of each searched reserve only: LTV follows at the distance in force and the bonus stays, so that the comparison is one of
 * thresholds, all of them set at once.
 */
export async function compareBaselines(
  inputs: RunInputs,
  shared: SharedJob,
  evaluator: SpaceEvaluator,
  search: ParameterSearch,
  context: MetricContext,
): Promise<BaselineOutcome[]> {
  const answers = askForEachReserve(inputs, shared);
  const examined = await evaluator.examine(answers.map(({ parameters }) => parameters).filter((set) => set !== null), inputs.policy.paths.final);
  const [recommended, ours] = [search.recommended.parameters, summariseSamples(search.recommended.samples, search.recommended.parameters, context)];
  let next = 0;
  return answers.map((answer): BaselineOutcome => {
    const found = answer.parameters === null ? null : examined[next++]!;
    const metrics = found && summariseSamples(found.samples, found.parameters, context);
    const constraints = found ? found.constraints.map(toOutcome) : [];
    const partial = { ...answer, metrics, constraints };
    return { ...partial, disagreement: describeDisagreement(partial, recommended, ours) };
  });
}
