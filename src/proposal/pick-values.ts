/** Parameters picked for a call, and clear errors where a venue cannot take them. */
import { UsageError } from '../core/errors.js';
import { describeSubject, type ChangeSubject, type ProposalModel, type ProposedChange } from './model.js';

function isSame(a: ChangeSubject, b: ChangeSubject): boolean {
  return a.market === b.market && a.asset === b.asset && a.id === b.id;
}

/**
 * Gives every value that a call sets at once: proposed ones, and those in force for the rest.
 *
 * @throws UsageError naming the values that were not stated: the call would set them all, so none may be guessed
 */
export function pickWholeSet({ venue, changes, kept }: Pick<ProposalModel, 'venue' | 'changes' | 'kept'>, subject: ChangeSubject, names: readonly string[], call: string): bigint[] {
  const stated = [...changes, ...kept].filter((change) => isSame(change.subject, subject));
  const missing = names.filter((name) => !stated.some(({ parameter }) => parameter === name));
  if (missing.length > 0) {
    throw new UsageError(`${call} sets ${names.length} values at once; ${missing.join(', ')} of ${describeSubject(venue, subject)} ${missing.length === 1 ? 'is' : 'are'} not stated`, {
      where: 'changes',
      suggestions: ['Name each with its value in force under `from` and no `to`: it then stays as it is.'],
    });
  }
  return names.map((name) => stated.find(({ parameter }) => parameter === name)!.to as bigint);
}

/** @throws UsageError that a venue's form has no place for a parameter */
export function refuseParameter({ parameter }: ProposedChange, form: string, known: readonly string[]): never {
  throw new UsageError(`${form} cannot hold ${parameter}`, { where: 'changes', suggestions: [`It takes: ${known.join(', ')}.`] });
}

/** @throws UsageError naming the field that a change must have for this venue */
export function requireSubject<K extends keyof ChangeSubject>({ parameter, subject }: ProposedChange, field: K): NonNullable<ChangeSubject[K]> {
  const value = subject[field];
  if (value !== null) return value;
  throw new UsageError(`${parameter} needs ${field}`, { where: `changes, ${parameter}`, suggestions: [`Add \`${field}:\` to the change.`] });
}
