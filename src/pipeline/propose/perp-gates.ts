import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { AddressBook } from '../../proposal/address-book.js';
import type { ProposalModel } from '../../proposal/model.js';
import { translateTable } from '../../proposal/perps/tier-parameters.js';
import { formatUsd, formatUtcDay } from '../../report/format-numbers.js';
import { describeFirstTable } from '../../report/perps/tier-reasons.js';
import { checkFreshness, checkOldest } from './freshness.js';
import type { Gate } from './gate.js';
import { checkAddresses, checkConstraints, checkDistinguishable, checkNetworkId, checkNobodyHit, checkOwnBook } from './payload-gates.js';
import { checkModelRules, checkModelUnits } from './request-gates.js';
import type { ProposalVenue } from './proposal-request.js';
import { isEqual } from './read-changes.js';

/**
 * Checks the proposal of a run on margin tiers before anything is posted: is there a change whose effect can be told, may it be set, does the
 * policy hold, how old are book and values in force, whom does it hit, and is it this venue's book that was simulated.
 *
 * `isoDate` is the day of the proposal, YYYY-MM-DD; `maxAgeDays` how many days older the data may be.
 */
export function checkPerpGates(result: PerpRunResult, model: ProposalModel, venue: ProposalVenue, isoDate: string, book: AddressBook | null, maxAgeDays?: number): Gate[] {
  const { recommended, newlyLiquidatable, dataset, market } = result;
  const inForce = translateTable(result.current, market.venue);
  const isSameChange = venue === market.venue && [...model.changes, ...model.kept].every(({ parameter, from }) => isEqual(from, inForce[parameter] ?? from));
  const isChange = recommended.decision === 'change' && model.decision === 'change';
  const detail = isChange ? 'the run recommends a change' : recommended.decision === 'keep' ? 'the run recommends no change' : 'what the run recommends is in force already';
  const ages = [formatUtcDay(dataset.snapshotUnixSeconds), model.asOf].map((day) => checkFreshness(day, isoDate, maxAgeDays));
  return [
    { name: 'change', holds: isChange, detail, remedy: 'Ask for the draft for people: it says why the values stay.' },
    checkDistinguishable(result),
    checkModelRules(model, venue),
    checkModelUnits(model),
    checkConstraints(result),
    checkOldest(ages),
    checkNetworkId(book),
    checkAddresses(book, [], isoDate),
    checkNobodyHit({ accounts: newlyLiquidatable.accounts, owing: `${formatUsd(newlyLiquidatable.notionalUsd)} of positions`, isSameChange }),
    ...checkSchedule(result, venue),
    checkOwnBook(market.venue, venue),
  ];
}

/** Whether the policy's own limits let one update set all of it; no gate where it names none, or the venue is another. */
function checkSchedule({ updateSchedule, market }: PerpRunResult, venue: ProposalVenue): Gate[] {
  if (updateSchedule === null || venue !== market.venue) return [];
  return [{ name: 'steward-limits', holds: updateSchedule.clipped.length === 0, detail: describeFirstTable({ updateSchedule }), remedy: 'Propose the first table of the schedule now, and each next one after the wait.' }];
}
