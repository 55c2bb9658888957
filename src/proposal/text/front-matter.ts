/** The header of a draft, and what must be known for it. */
import { UsageError } from '../../core/errors.js';

/** What the proposals repositories write for a value still missing: whoever posts the draft fills it in. */
export const PLACEHOLDER = 'TODO';

export interface DraftOptions {
  /** As it should stand in the header, e.g. a forum handle. */
  readonly author: string;
  /** `YYYY-MM-DD`; an argument because a renderer has no clock. */
  readonly createdIsoDate: string;
}

/** A header value in YAML's double quotes, which JSON strings are a subset of; on one line and without markup or links. */
export function renderHeaderValue(text: string): string {
  return JSON.stringify(toOneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('](', '] ('));
}

/** Text on one line: line breaks, Unicode's too, and runs of blanks become one space. */
export function toOneLine(text: string): string {
  return text.replace(/[\s\u0085\u2028\u2029]+/g, ' ').trim();
}

/** YAML between two rules; a value given as it is must be safe. */
export function renderFrontMatter(entries: readonly (readonly [string, string])[]): string {
  return ['---', ...entries.map(([name, value]) => `${name}: ${value}`), '---'].join('\n');
}

/** @throws UsageError when the author is empty or the date is not a day of the calendar */
export function assertDraftOptions({ author, createdIsoDate }: DraftOptions): void {
  if (author.trim() === '') {
    throw new UsageError('a draft needs an author', { where: 'author', suggestions: ['give the name or forum handle that will post it'] });
  }
  const parsed = new Date(`${createdIsoDate}T00:00:00Z`);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(createdIsoDate) && !Number.isNaN(parsed.getTime());
  if (!isDay || parsed.toISOString().slice(0, 10) !== createdIsoDate) {
    throw new UsageError(`the creation date of a draft must be a day as YYYY-MM-DD; it was '${createdIsoDate}'`, { where: 'created' });
  }
}
