import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { PerpBook, SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { rescale } from '../../mapping/rescale.js';
import { readBlock } from './collections.js';
import { ownerOf, type ReplayedPosition } from './history.js';
import { SNX_USD_ID, type SynthetixBook } from './markets.js';

/**
 * Open positions and the margin that those of an account share.
 *
 * Formula: margin = Σ snxUSD posted less withdrawn + Σ what settlements charged, since the account was last liquidated, which takes all of it.
 * Units: 18 decimals. Special cases: the schema does not tell the interest on open interest, so that margins are that much too high;
 * other synths are listed in `perp_collateral` but not valued, and how many accounts have some is a warning.
 */
export async function* buildPositions(input: BuildInput, book: SynthetixBook, positions: readonly ReplayedPosition[]): AsyncIterable<TableRows> {
  const held = new PerpBook();
  const seizedAt = findSeizures(positions);
  const chargedRaw = new Map<string, bigint>();
  let reduced = 0;
  for (const { market, owner, sizeRaw, entryPriceRaw, steps } of positions) {
    for (const step of steps) {
      if (step.blockNumber > (seizedAt.get(owner) ?? -1)) chargedRaw.set(owner, (chargedRaw.get(owner) ?? 0n) + step.chargedRaw);
    }
    if (sizeRaw === 0n || market.markPriceRaw === null) continue;
    if (steps.at(-1)!.isLiquidation) reduced++;
    held.addPosition({ market: market.name, owner, sizeRaw, entryPriceRaw, isolatedUsdRaw: null });
  }
  const unvalued = await addPosted(input, book, held, chargedRaw, seizedAt);
  for (const [owner, raw] of chargedRaw) held.addCrossMargin(owner, rescale(raw, SIZE_DECIMALS, USD_DECIMALS));
  input.warnings.push('margins are without the interest on open interest, which the subgraph does not tell');
  if (reduced > 0) input.warnings.push(`${reduced} positions were liquidated in part: their entry price is that of the last trade`);
  if (unvalued > 0) input.warnings.push(`${unvalued} accounts have margin in other synths than snxUSD, whose value is left out of the margin`);
  yield* held.rows(input);
}

/** The last block in which an account was liquidated: its margin was taken whole then, or before. */
function findSeizures(positions: readonly ReplayedPosition[]): Map<string, number> {
  const seizedAt = new Map<string, number>();
  for (const { owner, steps } of positions) {
    for (const { isLiquidation, blockNumber } of steps) if (isLiquidation) seizedAt.set(owner, Math.max(blockNumber, seizedAt.get(owner) ?? -1));
  }
  return seizedAt;
}

/** Adds posted snxUSD to what was charged, lists every token, and counts the accounts with other tokens. */
async function addPosted(input: BuildInput, book: SynthetixBook, held: PerpBook, chargedRaw: Map<string, bigint>, seizedAt: ReadonlyMap<string, number>): Promise<number> {
  const read = new EntityReader('collateralModifieds');
  const otherRaw = new Map<string, bigint>();
  for await (const page of input.read('collateralModifieds')) {
    for (const entity of page) {
      const owner = ownerOf(read.whole(entity, 'accountId'));
      if (readBlock(entity, 1, 'collateralModifieds') <= (seizedAt.get(owner) ?? -1)) continue;
      const synthId = String(read.whole(entity, 'synthMarketId'));
      const amountRaw = read.whole(entity, 'amount');
      held.addPosted({ owner, market: 'all', side: 'all', asset: book.collateral(synthId), amountRaw });
      if (synthId === SNX_USD_ID) chargedRaw.set(owner, (chargedRaw.get(owner) ?? 0n) + amountRaw);
      else otherRaw.set(`${owner}/${synthId}`, (otherRaw.get(`${owner}/${synthId}`) ?? 0n) + amountRaw);
    }
  }
  return new Set([...otherRaw].filter(([, raw]) => raw !== 0n).map(([key]) => key.slice(0, key.lastIndexOf('/')))).size;
}
