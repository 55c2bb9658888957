import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { PerpBook, PERP_PRICE_DECIMALS, SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import type { PerpetualBook } from './markets.js';

const ONE = 10n ** 18n;

/** Signed size of every open position by trader and base token, 18 decimals. */
export type SizeByKey = ReadonlyMap<string, bigint>;

/** Where a position is found: one per trader and market. */
export function keyOf(read: EntityReader, entity: Parameters<EntityReader['text']>[0]): string {
  return `${read.text(entity, 'trader')}-${read.text(entity, 'baseToken')}`.toLowerCase();
}

/**
 * Open taker positions, all cross; returns their sizes, so that events can be held against them.
 *
 * Formula: entry price = |open notional / size|; margin = settlement token balance, deposits and realised profit, funding and fees included.
 * Special cases: what makers hold through their liquidity is no taker position and not listed; tokens other than the settlement token are
 * listed in `perp_collateral` but not valued, and how many accounts have some is a warning; so are positions in markets without a trade.
 */
export async function* buildPositions(input: BuildInput, book: PerpetualBook): AsyncGenerator<TableRows, SizeByKey> {
  const read = new EntityReader('traderMarkets');
  const held = new PerpBook();
  const sizeOf = new Map<string, bigint>();
  const margined = new Set<string>();
  let unpriced = 0;
  for await (const page of input.read('traderMarkets')) {
    for (const entity of page) {
      const { name: market, isPriced } = book.market(read, entity);
      const sizeRaw = read.scaled(entity, 'takerPositionSize', SIZE_DECIMALS);
      sizeOf.set(keyOf(read, entity), sizeRaw);
      const owner = read.text(entity, 'trader').toLowerCase();
      if (!margined.has(owner)) held.addCrossMargin(owner, read.scaled(entity, 'traderRef.settlementTokenBalance', USD_DECIMALS));
      margined.add(owner);
      if (!isPriced) {
        unpriced++;
        continue;
      }
      const notionalRaw = read.scaled(entity, 'openNotional', PERP_PRICE_DECIMALS);
      const entryPriceRaw = magnitude(notionalRaw * ONE) / magnitude(sizeRaw);
      held.addPosition({ market, owner, sizeRaw, entryPriceRaw, isolatedUsdRaw: null });
    }
  }
  const unvalued = await addTokens(input, book, held);
  if (unpriced > 0) input.warnings.push(`${unpriced} positions in markets without a trade in the time pulled are left out`);
  if (unvalued > 0) input.warnings.push(`${unvalued} accounts have margin in other tokens than USDC, whose value is left out of the margin`);
  yield* held.rows(input);
  return sizeOf;
}

async function addTokens(input: BuildInput, book: PerpetualBook, held: PerpBook): Promise<number> {
  const read = new EntityReader('traderTokenBalances');
  const owners = new Set<string>();
  for await (const page of input.read('traderTokenBalances')) {
    for (const entity of page) {
      const owner = read.text(entity, 'trader.id').toLowerCase();
      const decimals = read.count(entity, 'token.decimals');
      const asset = book.post(read.text(entity, 'token.symbol'), decimals);
      held.addPosted({ owner, market: 'all', side: 'all', asset, amountRaw: read.scaled(entity, 'amount', decimals) });
      owners.add(owner);
    }
  }
  return owners.size;
}

function magnitude(raw: bigint): bigint {
  return raw < 0n ? -raw : raw;
}
