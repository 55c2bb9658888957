import { formatCount, formatCounted } from '../../report/format-numbers.js';
import type { Gate } from './gate.js';

const SECONDS_PER_DAY = 86_400;
/** A book older than this has other accounts, and other values may be in force. */
export const FRESH_DAYS = 30;

/**
 * Whether what the proposal rests on is young enough.
 *
 * Days as YYYY-MM-DD. Special cases: one dated before its data is a slip in the date, which would make any data look fresh; data of no
 * known day are not fresh.
 */
export function checkFreshness(dataIsoDate: string | null, isoDate: string, maxAgeDays: number = FRESH_DAYS): Gate {
  const name = 'fresh-data';
  if (dataIsoDate === null) return { name, holds: false, detail: 'it is not said when the values in force were read', remedy: 'Say it: `asOf: YYYY-MM-DD` in the file.' };
  const ageDays = Math.round((Date.parse(isoDate) - Date.parse(dataIsoDate)) / 1000 / SECONDS_PER_DAY);
  return {
    name,
    holds: ageDays >= 0 && ageDays <= maxAgeDays,
    detail: ageDays < 0 ? `the proposal is dated ${formatCounted(-ageDays, 'day')} before its snapshot` : `the snapshot is ${formatCounted(ageDays, 'day')} older than the proposal; ${formatCount(maxAgeDays)} are allowed`,
    remedy: ageDays < 0 ? 'Correct --date.' : 'Run again on a newer snapshot (for a file of changes: read the values in force again), or say with --max-age-days how old it may be.',
  };
}

/** The first of several ages that is too great; else the first. */
export function checkOldest(ages: readonly Gate[]): Gate {
  return ages.find(({ holds }) => !holds) ?? ages[0]!;
}
