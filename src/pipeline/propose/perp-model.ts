import { UsageError } from '../../core/errors.js';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { ProposalModel, ProposedChange } from '../../proposal/model.js';
import { translateTable } from '../../proposal/perps/tier-parameters.js';
import { nameVenue } from '../../proposal/text/model-words.js';
import { formatUtcDay } from '../../report/format-numbers.js';
import { describeTable } from '../../report/words/margin-tables.js';
import { applyRecommendation, assertHeld, sortChanges } from './apply-recommendation.js';
import { readRawUnit } from './parameter-unit.js';
import type { ProposalVenue } from './proposal-request.js';
import { buildHeadline } from './read-changes.js';
import { findVenueRules, nameParameter } from './venue-parameters.js';

/** Markets that a headline names one by one. */
const NAMED_MARKETS_MAX = 3;

/**
 * Builds the proposal that a run on margin tiers makes to a venue.
 *
 * Special cases: on the run's own venue the values in force are the run's; a file of values in force rules over them. For another venue that
 * file is needed: the run does not know what is in force there.
 * @throws UsageError when the file is missing, or the venue cannot hold the recommended table
 */
export function buildPerpModel(result: PerpRunResult, venue: ProposalVenue, inForce: ProposalModel | null): ProposalModel {
  const { market, recommended, dataset } = result;
  const isOwn = venue === market.venue;
  // Asked first: whoever lacks the file should not write one for a venue that could not hold the table.
  const table = translateTable(recommended.table, venue);
  if (recommended.decision === 'change') assertHeld(venue, table);
  if (!inForce && !isOwn) {
    throw new UsageError(`the run is of ${nameVenue(market.venue)}: what is in force on ${nameVenue(venue)} must be said`, {
      where: '--in-force',
      suggestions: [`Give a file of the values in force there: a file of changes without \`to\`, with at least ${Object.keys(table).join(', ')}. docs/guide/propose.md shows one.`],
    });
  }
  const reason = recommended.reason;
  if (!inForce) {
    const outcome = sortChanges(listOwnChanges(result, venue));
    return { venue, network: market.network, ...outcome, headline: describeTiers(result), reason, dissent: [], links: [], asOf: formatUtcDay(dataset.snapshotUnixSeconds) };
  }
  const outcome = applyRecommendation(inForce, venue, recommended.decision === 'change' ? table : {});
  const model = { ...inForce, ...outcome, reason: [reason, inForce.reason].join(' ').trim(), dissent: [...(isOwn ? [] : [describeOtherBook(result, venue)]), ...inForce.dissent] };
  return { ...model, headline: outcome.decision === 'keep' || inForce.headline === '' ? buildHeadline(model) : inForce.headline };
}

function listOwnChanges({ markets, current, recommended }: PerpRunResult, venue: ProposalVenue): ProposedChange[] {
  const [from, to] = [translateTable(current, venue), translateTable(recommended.table, venue)];
  const rules = findVenueRules(venue, { asset: null, id: null }).parameters.filter(({ name }) => Object.hasOwn(to, name));
  return markets.flatMap((market) =>
    rules.map((rule) => ({ parameter: rule.name, name: nameParameter(rule), subject: { market, asset: null, id: null, decimals: null }, from: from[rule.name]!, to: to[rule.name]!, unit: readRawUnit(rule, null) })),
  );
}

/** `Change the margin tiers of 11 markets from 50× to 35×`. */
function describeTiers({ markets, current, recommended }: PerpRunResult): string {
  const where = markets.length > NAMED_MARKETS_MAX ? `${markets.length} markets` : markets.join(', ');
  return recommended.decision === 'keep' ? `Keep the margin tiers of ${where}` : `Change the margin tiers of ${where} from ${describeTable(current)} to ${describeTable(recommended.table)}`;
}

function describeOtherBook({ market, dataset }: PerpRunResult, venue: ProposalVenue): string {
  return `The run simulated the accounts of ${nameVenue(market.venue)} on ${formatUtcDay(dataset.snapshotUnixSeconds)}, under its rules of liquidation. No account of ${nameVenue(venue)} was simulated: every figure here, and whom the change would hit, is of another book.`;
}
