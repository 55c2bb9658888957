import { DataError } from '../../../core/errors.js';

/** One price that the feed reported. */
export interface FeedPrice {
  readonly unixSeconds: number;
  readonly priceWad: bigint;
}

export const OSM_HOP_SECONDS = 3_600;

/**
 * Gives the price that vaults are valued at: the oracle security module takes the feed's price at each full hour, and makes it current one
 * hour later, so the price in force is one to two hours old.
 *
 * Shape: `history` in rising time.
 * @throws DataError when the history does not reach back far enough
 * @source makerdao/osm `osm.sol`, `poke`
 * @example at 10:59 the price that the feed showed at 9:00 is in force
 */
export function readDelayedPriceWad(history: readonly FeedPrice[], nowUnixSeconds: number): bigint {
  const takenAt = (Math.floor(nowUnixSeconds / OSM_HOP_SECONDS) - 1) * OSM_HOP_SECONDS;
  const known = history.filter(({ unixSeconds }) => unixSeconds <= takenAt).at(-1);
  if (!known) throw new DataError(`the price history starts after ${takenAt}, when the price now in force was taken`, { where: 'prices' });
  return known.priceWad;
}
