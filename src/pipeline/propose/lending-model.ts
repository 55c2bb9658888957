import type { SearchedParameters } from '../../core/reserve-parameters.js';
import type { RunResult } from '../../core/run-result.js';
import { buildProposalModel, groupBySubject, type ProposalModel } from '../../proposal/model.js';
import { nameVenue } from '../../proposal/text/model-words.js';
import { PARAMETER_NAMES, type ParameterKey } from '../../report/words/parameters.js';
import { UsageError } from '../../core/errors.js';
import { applyRecommendation } from './apply-recommendation.js';
import type { ProposalVenue } from './proposal-request.js';
import { buildHeadline } from './read-changes.js';

/**
 * Builds the proposal that a run on a lending reserve makes to a venue.
 *
 * Special cases: without a file of values in force those of the run count as such, which on another venue than the run's the text says.
 * @throws UsageError when the file is of another asset, or lacks a value
 */
export function buildLendingModel(result: RunResult, venue: ProposalVenue, inForce: ProposalModel | null): ProposalModel {
  const own = buildProposalModel(result);
  const isOwn = venue === result.market.venue;
  if (!inForce) return { ...own, venue, dissent: isOwn ? [] : [describeOtherMarket(result, venue), `Current values are those of ${nameVenue(result.market.venue)}: what is in force on ${nameVenue(venue)} was not read.`] };
  if (result.current.furtherReserves || result.current.penaltyShape) throw new UsageError('the run searched more than one reserve’s parameters; a file of values in force can state one reserve’s only', { where: '--in-force', suggestions: ['Leave it out, or run again on each reserve alone.'] });
  const subjects = groupBySubject(inForce.kept).map(([subject]) => subject);
  if (subjects.length > 1 || subjects[0]?.asset !== result.asset) throw new UsageError(`the run is on ${result.asset}; the file of values in force must be of it alone`, { where: '--in-force', suggestions: [`Write \`asset: ${result.asset}\` with every value.`] });
  const recommended = Object.fromEntries((Object.keys(PARAMETER_NAMES) as ParameterKey[]).map((key) => [key, BigInt(result.recommended[key])]));
  const outcome = applyRecommendation(inForce, venue, result.recommended.decision === 'change' ? recommended : {});
  const model = { ...inForce, ...outcome, reason: [own.reason, inForce.reason].join(' ').trim(), dissent: [...(isOwn ? [] : [describeOtherMarket(result, venue)]), ...inForce.dissent] };
  return { ...model, headline: outcome.decision === 'keep' || inForce.headline === '' ? buildHeadline(model) : inForce.headline };
}

/** The values that a model starts from, those it changes and those it keeps, of the reserve under study; of further ones those of the run. */
export function readValuesInForce({ changes, kept }: ProposalModel, { asset, current }: Pick<RunResult, 'asset' | 'current'>): SearchedParameters {
  const stated = [...changes, ...kept].filter(({ subject }) => subject.asset === asset);
  const valueOf = (key: ParameterKey): number => Number((stated.find(({ parameter }) => parameter === key)?.from as bigint | undefined) ?? current[key]);
  return { ...current, ltvBps: valueOf('ltvBps'), liquidationThresholdBps: valueOf('liquidationThresholdBps'), liquidationBonusBps: valueOf('liquidationBonusBps') };
}

function describeOtherMarket({ market }: RunResult, venue: ProposalVenue): string {
  return `The run simulated the accounts of ${nameVenue(market.venue)}. No account of ${nameVenue(venue)} was simulated: every figure here, and whom the change would hit, is of the other market.`;
}
