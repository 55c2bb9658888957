import type { RunResult } from '../../core/run-result.js';
import { AAVE_V3_RESERVE_RULES } from '../../protocol/lending/aave-v3/parameters.js';
import { findSetViolations } from '../../protocol/lending/reserve-validity.js';
import { findChangeViolation } from '../../protocol/parameter-rules.js';
import type { AddressBook } from '../../proposal/address-book.js';
import { formatCounted, formatUsd, formatUtcDay } from '../../report/format-numbers.js';
import { listChanges } from '../../report/words/parameters.js';
import { checkFreshness } from './freshness.js';
import type { Gate } from './gate.js';
import { checkAddresses, checkDistinguishable, checkNetworkId, checkUnits } from './payload-gates.js';

/**
 * Checks a result before anything is posted: is there a change, may it be set, does the policy hold, how old are the data, whom does it hit,
 * and could a risk steward make it in one update.
 *
 * `isoDate` is the day of the proposal, YYYY-MM-DD; `maxAgeDays` how many days older the snapshot may be.
 */
export function checkGates(result: RunResult, isoDate: string, book: AddressBook | null = null, maxAgeDays?: number): Gate[] {
  const { recommended, current, newlyLiquidatable, dataset } = result;
  const violations = findSetViolations(recommended);
  const broken = result.constraints.filter(({ holds }) => !holds);
  const moves = listChanges(result).flatMap(({ key, fromBps, toBps }) => {
    const rule = AAVE_V3_RESERVE_RULES.parameters.find((known) => known.name === key);
    if (!rule) return [{ field: key, rule: 'is none of what a risk steward may set' }];
    return findChangeViolation(rule, BigInt(fromBps), BigInt(toBps)) ?? [];
  });
  return [
    { name: 'change', holds: recommended.decision === 'change', detail: recommended.decision === 'change' ? 'the run recommends a change' : 'the run recommends no change', remedy: 'Ask for arfc or snapshot: the draft says why the values stay.' },
    checkDistinguishable(result),
    { name: 'venue-rules', holds: violations.length === 0, detail: violations[0] ? `${violations[0].field}: ${violations[0].rule}` : 'the contract would accept the values', remedy: 'Bound the search in the policy file and run again.' },
    checkUnits(result),
    { name: 'constraints', holds: broken.length === 0, detail: broken.length === 0 ? 'every constraint of the policy holds at its upper bound' : `${formatCounted(broken.length, 'constraint')} of the policy broken`, remedy: 'Run again with a policy that holds, or more --paths.' },
    checkFreshness(formatUtcDay(dataset.snapshotUnixSeconds), isoDate, maxAgeDays),
    checkNetworkId(book),
    checkAddresses(book, [result.asset, ...Object.keys(current.furtherReserves ?? {})], isoDate),
    {
      name: 'nobody-hit',
      holds: newlyLiquidatable.accounts === 0,
      detail: newlyLiquidatable.accounts === 0 ? 'the change itself makes no account liquidatable' : `the change itself makes ${formatCounted(newlyLiquidatable.accounts, 'account')} with ${formatUsd(newlyLiquidatable.debtUsd)} of debt liquidatable`,
      remedy: 'Weigh it, and name the accounts in the thread.',
    },
    { name: 'steward-limits', holds: moves.length === 0, detail: moves[0] ? `${moves[0].field} ${moves[0].rule}` : 'within one update of a risk steward', remedy: 'Ask for the form steward: it cuts the change into updates.' },
  ];
}
