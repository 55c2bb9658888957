import { UsageError } from '../../core/errors.js';
import { findRuleViolations } from '../../protocol/parameter-rules.js';
import { describeSubject, groupBySubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import type { RawValue } from '../../proposal/raw-unit.js';
import { nameVenue } from '../../proposal/text/model-words.js';
import type { ProposalVenue } from './proposal-request.js';
import { isEqual } from './read-changes.js';
import { findVenueRules } from './venue-parameters.js';

/**
 * Puts what a run recommends beside the values in force that a file states: a parameter of the recommendation takes its new value, the others
 * stay. Everything of which the file states such a parameter is changed alike.
 *
 * @param inForce what the file says
 * @param recommended parameter → raw value; empty when the run recommends to keep
 * @throws UsageError when the file proposes something itself, or leaves out what the run recommends
 */
export function applyRecommendation(inForce: ProposalModel, venue: ProposalVenue, recommended: Readonly<Record<string, RawValue>>): Pick<ProposalModel, 'changes' | 'kept' | 'decision'> {
  const [own] = inForce.changes;
  if (own) throw new UsageError(`the file of values in force proposes a change of ${own.parameter} itself`, { where: '--in-force', suggestions: ['Leave out every `to`: the run says what to change. To propose without a run, give the file with --changes.'] });
  const names = Object.keys(recommended);
  const groups = groupBySubject(inForce.kept).filter(([, stated]) => stated.some(({ parameter }) => names.includes(parameter)));
  if (names.length > 0 && groups.length === 0) throw new UsageError(`the run recommends ${names.join(', ')}; the file states none of them`, { where: '--in-force', suggestions: ['Add each under `from`.'] });
  for (const [subject, stated] of groups) {
    const missing = names.filter((parameter) => stated.every((change) => change.parameter !== parameter));
    if (missing.length > 0) throw new UsageError(`the run recommends ${missing.join(', ')}; the value in force of ${describeSubject(venue, subject)} is not stated`, { where: '--in-force', suggestions: ['Add it under `from`.'] });
  }
  return sortChanges(inForce.kept.map((change) => (Object.hasOwn(recommended, change.parameter) ? { ...change, to: recommended[change.parameter]! } : change)));
}

/** @throws UsageError when a recommended value is beyond what the venue's contracts take */
export function assertHeld(venue: ProposalVenue, recommended: Readonly<Record<string, RawValue>>): void {
  const [broken] = findRuleViolations(findVenueRules(venue, { asset: null, id: null }), recommended);
  if (broken) throw new UsageError(`${nameVenue(venue)} cannot hold what the run recommends: ${broken.field} ${broken.rule}`, { where: '--venue', suggestions: ['Bound the search in the policy file to what the venue can hold, and run again.'] });
}

/** What changes and what stays, apart. */
export function sortChanges(stated: readonly ProposedChange[]): Pick<ProposalModel, 'changes' | 'kept' | 'decision'> {
  const changes = stated.filter(({ from, to }) => !isEqual(from, to));
  return { changes, kept: stated.filter(({ from, to }) => isEqual(from, to)), decision: changes.length === 0 ? 'keep' : 'change' };
}
