import type { RunResult } from '../../core/run-result.js';
import { AAVE_V2_RESERVE_RULES, AAVE_V3_RESERVE_RULES } from '../../protocol/lending/aave-v3/parameters.js';
import { findSetViolations, type SetViolation } from '../../protocol/lending/reserve-validity.js';
import { findChangeViolation } from '../../protocol/parameter-rules.js';
import type { AddressBook } from '../../proposal/address-book.js';
import { buildProposalModel, type ProposalModel } from '../../proposal/model.js';
import { nameVenue } from '../../proposal/text/model-words.js';
import { formatUsd, formatUtcDay } from '../../report/format-numbers.js';
import { listParameters } from '../../report/words/parameters.js';
import { checkFreshness, checkOldest } from './freshness.js';
import type { Gate } from './gate.js';
import { readValuesInForce } from './lending-model.js';
import { checkAddresses, checkConstraints, checkDistinguishable, checkNetworkId, checkNobodyHit, checkOwnBook, checkUnits } from './payload-gates.js';

/**
 * Checks a result before anything is posted: is there a change, may it be set, does the policy hold, how old are the data, whom does it hit,
 * and could a risk steward make it in one update.
 *
 * `isoDate` is the day of the proposal, YYYY-MM-DD; `maxAgeDays` how many days older the snapshot may be; `model` what is proposed, where it
 * is not the run's own.
 */
export function checkGates(result: RunResult, isoDate: string, book: AddressBook | null = null, maxAgeDays?: number, model: ProposalModel = buildProposalModel(result)): Gate[] {
  const { recommended, newlyLiquidatable, dataset } = result;
  const sets = { asset: result.asset, current: readValuesInForce(model, result), recommended };
  const isSameChange = model.venue === result.market.venue && listParameters({ asset: result.asset, current: sets.current, recommended: result.current }).every(({ fromBps, toBps }) => fromBps === toBps);
  const isChange = model.decision === 'change';
  const ages = [formatUtcDay(dataset.snapshotUnixSeconds), model.asOf].map((day) => checkFreshness(day, isoDate, maxAgeDays));
  const violations = [...findForeignParameters(model), ...findSetViolations(recommended)];
  const moves = listParameters(sets).flatMap(({ key, asset, fromBps, toBps }) => {
    if (fromBps === toBps) return [];
    const field = asset === null || asset === result.asset ? key : `${asset}.${key}`;
    const rule = AAVE_V3_RESERVE_RULES.parameters.find((known) => known.name === key);
    if (!rule) return [{ field, rule: 'is none of what a risk steward may set' }];
    const violation = findChangeViolation(rule, BigInt(fromBps), BigInt(toBps));
    return violation ? [{ field, rule: violation.rule }] : [];
  });
  return [
    { name: 'change', holds: isChange, detail: isChange ? 'the run recommends a change' : recommended.decision === 'keep' ? 'the run recommends no change' : 'what the run recommends is in force already', remedy: 'Ask for arfc or snapshot: the draft says why the values stay.' },
    checkDistinguishable(result),
    { name: 'venue-rules', holds: violations.length === 0, detail: violations[0] ? `${violations[0].field}: ${violations[0].rule}` : 'the contract would accept the values', remedy: 'Bound the search in the policy file and run again.' },
    checkUnits(sets),
    checkConstraints(result),
    checkOldest(ages),
    checkNetworkId(book),
    checkAddresses(book, [result.asset, ...Object.keys(result.current.furtherReserves ?? {})], isoDate),
    checkNobodyHit({ accounts: newlyLiquidatable.accounts, owing: `${formatUsd(newlyLiquidatable.debtUsd)} of debt`, isSameChange }),
    { name: 'steward-limits', holds: moves.length === 0, detail: moves[0] ? `${moves[0].field} ${moves[0].rule}` : 'within one update of a risk steward', remedy: 'Ask for the form steward: it cuts the change into updates.' },
    checkOwnBook(result.market.venue, model.venue),
  ];
}

/** Changes of what the venue's contracts do not have: the shape of a penalty can be simulated where no contract holds it. */
function findForeignParameters({ venue, changes }: ProposalModel): SetViolation[] {
  const { parameters } = venue === 'aave-v2' ? AAVE_V2_RESERVE_RULES : AAVE_V3_RESERVE_RULES;
  return changes
    .filter(({ parameter }) => parameters.every(({ name }) => name !== parameter))
    .map(({ parameter }) => ({ field: parameter, rule: `is no parameter of ${nameVenue(venue)}` }));
}
