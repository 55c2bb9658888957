import { UsageError } from '../../core/errors.js';
import { describeChange, describeSubject, type ProposalModel, type ProposedChange } from '../../proposal/model.js';
import { toOneLine } from '../../proposal/text/front-matter.js';
import type { RawValue } from '../../proposal/raw-unit.js';
import type { ChangeRequest, RequestedChange } from '../config/change-request-file.js';
import { readRawUnit, toRaw } from './parameter-unit.js';
import type { ProposalVenue } from './proposal-request.js';
import { findVenueRules, nameParameter } from './venue-parameters.js';

/**
 * Builds the proposal that a request describes, in the venue's own integers.
 *
 * @throws UsageError when the venue has no such parameter, a unit does not fit, or a parameter comes twice
 */
export function buildRequestedModel(request: ChangeRequest, venue: ProposalVenue): ProposalModel {
  const stated = request.changes.map((change) => readChange(change, venue));
  assertNoTwins(stated);
  const changes = stated.filter(({ from, to }) => !isEqual(from, to));
  const kept = stated.filter(({ from, to }) => isEqual(from, to));
  const { network, title, motivation, dissent, links, asOf } = request;
  const model: ProposalModel = { venue, network, decision: changes.length === 0 ? 'keep' : 'change', headline: '', reason: motivation, changes, kept, dissent, links, asOf: asOf ?? null };
  return { ...model, headline: title === undefined ? buildHeadline(model) : toOneLine(title) };
}

function readChange({ parameter, market, asset, id, decimals, from, to, unit }: RequestedChange, venue: ProposalVenue): ProposedChange {
  const subject = { market: market ?? null, asset: asset ?? null, id: id ?? null, decimals: decimals ?? null };
  const { parameters } = findVenueRules(venue, subject);
  const rule = parameters.find(({ name }) => name === parameter);
  if (!rule) throw new UsageError(`${venue} has no parameter ${parameter}`, { where: 'changes, parameter', suggestions: [`It has: ${parameters.map(({ name }) => name).join(', ')}.`] });
  const rawUnit = readRawUnit(rule, subject.decimals);
  const readOne = (text: string): bigint => {
    if (text.startsWith('-') && rule.minimum >= 0n) throw new UsageError(`${parameter} cannot be negative: ${text}`, { where: `changes, ${parameter}`, suggestions: [`It is measured in ${rule.unit}, from ${rule.minimum}.`] });
    return toRaw(text, unit, rawUnit, parameter);
  };
  const read = (value: string | string[]): RawValue => (Array.isArray(value) ? value.map(readOne) : readOne(value));
  return { parameter, name: nameParameter(rule), subject, from: read(from), to: read(to ?? from), unit: rawUnit };
}

function assertNoTwins(stated: readonly ProposedChange[]): void {
  const seen = new Set<string>();
  for (const { parameter, subject } of stated) {
    const key = JSON.stringify([parameter, subject.market, subject.asset, subject.id]);
    if (seen.has(key)) throw new UsageError(`${parameter} comes twice for the same thing`, { where: 'changes', suggestions: ['Leave one of them.'] });
    seen.add(key);
  }
}

/** A single change in full, several by their number and places. */
export function buildHeadline(model: Pick<ProposalModel, 'venue' | 'changes'>): string {
  const { changes } = model;
  if (changes.length === 0) return 'Keep the current parameters';
  const places = [...new Set(changes.map(({ subject }) => describeSubject(model.venue, subject)))];
  const where = places.length > 3 ? `${places.slice(0, 3).join(', ')} and ${places.length - 3} more` : places.join(', ');
  return toOneLine(changes.length === 1 ? `Change ${where}: ${describeChange(changes[0]!)}` : `Change ${changes.length} parameters of ${where}`);
}

/** Whether two raw values are the same. */
export function isEqual(a: RawValue, b: RawValue): boolean {
  return String(a) === String(b);
}
