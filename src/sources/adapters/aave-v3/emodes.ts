import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { readAll } from '../../mapping/read-all.js';
import { LISTED_EMODES } from './collections.js';
import type { AaveBook, AaveReserve } from './markets.js';

/** No mode: a user who left one is in category 0. */
const NONE = '0';

/** The efficiency modes that borrowers chose. */
export interface Emodes {
  /** Threshold in bps that holds for a user's collateral in place of the reserve's, or `null`. */
  thresholdFor(userId: string, reserve: AaveReserve): number | null;
  /** Sum of the borrowers' counters of borrowed reserves. */
  readonly statedLoans: bigint;
}

/**
 * Reads categories, what may back a loan in each, and who chose which.
 *
 * Since Aave v3.2 a category lists its collateral; where the subgraph has no such list, the category that a reserve names.
 * Special cases: a category without threshold is a placeholder and changes nothing.
 */
export async function readEmodes(input: BuildInput, { hasLists, book }: { readonly hasLists: boolean; readonly book: AaveBook }): Promise<Emodes> {
  const readCategory = new EntityReader('emodeCategories');
  const thresholds = new Map((await readAll(input, 'emodeCategories')).map((entity) => [entity.id, readCategory.count(entity, 'liquidationThreshold')]));
  const members = new Set<string>();
  const readConfig = new EntityReader(LISTED_EMODES);
  const configs = hasLists ? await readAll(input, LISTED_EMODES) : [];
  for (const entity of configs) {
    if (readConfig.flag(entity, 'collateral')) members.add(`${readConfig.text(entity, 'category.id')}/${readConfig.text(entity, 'asset')}`);
  }
  if (configs.length === 0) for (const { ownEmode, tokenId } of book.reserves.values()) if (ownEmode !== null) members.add(`${ownEmode}/${tokenId}`);

  const readUser = new EntityReader('users');
  const categoryOf = new Map<string, string>();
  let statedLoans = 0n;
  for await (const page of input.read('users')) {
    for (const entity of page) {
      statedLoans += readUser.whole(entity, 'borrowedReservesCount');
      const category = readUser.isNull(entity, 'eModeCategoryId') ? NONE : readUser.text(entity, 'eModeCategoryId.id');
      if (category !== NONE) categoryOf.set(entity.id, category);
    }
  }
  return {
    statedLoans,
    thresholdFor(userId, { tokenId }) {
      const category = categoryOf.get(userId);
      if (category === undefined || !members.has(`${category}/${tokenId}`)) return null;
      return thresholds.get(category) || null;
    },
  };
}
