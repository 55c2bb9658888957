import { UsageError } from '../../core/errors.js';

const DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?Z?)?$/;

/**
 * Reads a date, or a date with a time, in UTC as unix seconds; `null` when there is none.
 *
 * @throws UsageError when it is no such date
 */
export function parseDate(text: string | undefined, flag: string): number | null {
  if (text === undefined) return null;
  const unixMs = DATE.test(text) ? Date.parse(text.includes('T') && !text.endsWith('Z') ? `${text}Z` : text) : NaN;
  if (Number.isNaN(unixMs)) throw new UsageError(`"${text}" is no date`, { where: flag, suggestions: ['Write YYYY-MM-DD or YYYY-MM-DDTHH:MM, in UTC.'] });
  return unixMs / 1000;
}
