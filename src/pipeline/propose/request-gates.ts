import { findChangeViolation, findRuleViolations, type RuleViolation } from '../../protocol/parameter-rules.js';
import type { AddressBook } from '../../proposal/address-book.js';
import { formatCounted } from '../../report/format-numbers.js';
import { describeSubject, groupBySubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import { isPriceCap } from '../../proposal/aave/price-cap-calls.js';
import { LST_SNAPSHOT } from './steward-schedule.js';
import { checkFreshness } from './freshness.js';
import type { Gate } from './gate.js';
import { checkAddresses, checkNetworkId, isSlip } from './payload-gates.js';
import type { ProposalVenue } from './proposal-request.js';
import { findVenueRules } from './venue-parameters.js';

/**
 * Checks a request before anything is posted: is there a change, may it be set, are units plausible, how old are the values in force, do the
 * addresses fit, could a risk steward make it in one update; and that no run stands behind it.
 *
 * `isoDate` is the day of the proposal, YYYY-MM-DD; `maxAgeDays` how many days older the values in force may be.
 */
export function checkRequestGates(model: ProposalModel, venue: ProposalVenue, isoDate: string, book: AddressBook | null, maxAgeDays: number | undefined): Gate[] {
  const assets = [...new Set(model.changes.filter((change) => !isPriceCap(change)).flatMap(({ subject }) => subject.asset ?? []))];
  return [
    { name: 'change', holds: model.decision === 'change', detail: model.decision === 'change' ? `${formatCounted(model.changes.length, 'value')} to change` : 'every value stays as it is', remedy: 'Give another value under `to`.' },
    checkModelRules(model, venue),
    checkModelUnits(model),
    checkFreshness(model.asOf, isoDate, maxAgeDays),
    checkNetworkId(book),
    checkAddresses(book, assets, isoDate),
    ...(venue === 'aave-v3' ? [checkStewardLimits(model)] : []),
    { name: 'evidence', holds: false, detail: 'no run stands behind the request: risk, backtest and accounts hit are not known', remedy: 'Run plimsoll on the market and propose from its folder, where the venue can be simulated.' },
  ];
}

/** Whether the venue would take what would be in force afterwards. */
export function checkModelRules(model: ProposalModel, venue: ProposalVenue): Gate {
  const violations = findViolations(model, venue);
  return { name: 'venue-rules', holds: violations.length === 0, detail: violations[0] ? `${violations[0].field}: ${violations[0].rule}` : 'the venue would accept the values, and no rule of prudence is broken', remedy: 'Correct the values in the file.' };
}

/** Whether values are of the size of those in force. */
export function checkModelUnits({ changes }: ProposalModel): Gate {
  const slips = changes.flatMap(findSlip);
  return { name: 'units', holds: slips.length === 0, detail: slips[0] ?? 'values are of the size of those in force', remedy: 'Correct `unit`, `from` or `to` in the file.' };
}

/** Rules broken by what would be in force afterwards, subject by subject. */
function findViolations(model: ProposalModel, venue: ProposalVenue): RuleViolation[] {
  return groupBySubject([...model.changes, ...model.kept]).flatMap(([subject, group]) => {
    const values = Object.fromEntries(group.map(({ parameter, to }) => [parameter, to]));
    return findRuleViolations(findVenueRules(venue, subject), values).map(({ field, rule }) => ({ field: `${describeSubject(model.venue, subject)}, ${field}`, rule }));
  });
}

/** Special cases: columns of a tier table may well change their length or begin at 0; a label has no size. */
function findSlip({ parameter, from, to, unit }: ProposedChange): string[] {
  if (unit.kind === 'label' || unit.kind === 'time' || typeof from !== 'bigint' || typeof to !== 'bigint' || !isSlip(Number(from), Number(to))) return [];
  return [`${parameter} goes from ${from} to ${to} raw, tenfold or more: a wrong unit?`];
}

function checkStewardLimits(model: ProposalModel): Gate {
  const moves = model.changes.flatMap(({ parameter, subject, from, to }) => {
    const rule = findVenueRules('aave-v3', subject).parameters.find(({ name }) => name === parameter)!;
    if (LST_SNAPSHOT.includes(parameter)) return [];
    if (!rule.changeLimit) return [{ field: parameter, rule: 'is not a steward’s to set' }];
    return findChangeViolation(rule, from as bigint, to as bigint) ?? [];
  });
  return { name: 'steward-limits', holds: moves.length === 0, detail: moves[0] ? `${moves[0].field} ${moves[0].rule}` : 'within one update of a risk steward', remedy: 'Ask for the form steward: it cuts the change into updates.' };
}
