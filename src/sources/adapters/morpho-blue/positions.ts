import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { requireMarket } from '../../mapping/messari-events.js';
import type { MorphoBook, MorphoBookMarket } from './markets.js';
import { toAssetsUp } from './shares.js';

const DAY_SECONDS = 86_400;

interface Sums {
  collateralRaw: bigint;
  sharesRaw: bigint;
}

/**
 * Open positions: collateral as it is held, debt as shares of what the market has lent.
 *
 * Interest is that of the market's last event, since the rate between events is not in the subgraph; a warning says how long ago that was.
 */
export async function* buildPositions(input: BuildInput, book: MorphoBook, unixSeconds: number): AsyncIterable<TableRows> {
  const read = new EntityReader('positions');
  const pulled = new Map<MorphoBookMarket, Sums>();
  for await (const page of input.read('positions')) {
    const rows = page.map((entity) => {
      const market = requireMarket(read, entity, book.markets);
      const sums = pulled.get(market) ?? { collateralRaw: 0n, sharesRaw: 0n };
      pulled.set(market, sums);
      const isDebt = read.text(entity, 'side') === 'BORROWER';
      const heldRaw = readHeld(read, entity, isDebt ? 'shares' : 'balance');
      if (isDebt) sums.sharesRaw += heldRaw;
      else sums.collateralRaw += heldRaw;
      return {
        market: market.market,
        account: nameAccount(read.text(entity, 'account.id')),
        asset: book.assets.symbol(isDebt ? market.loanTokenId : market.collateralTokenId)!,
        side: isDebt ? 'debt' : 'collateral',
        amount_raw: isDebt ? toAssetsUp(heldRaw, market.borrowed) : heldRaw,
        liquidation_threshold_bps: null,
      };
    });
    yield { table: 'lending_positions', rows: rows.filter((row) => row.amount_raw > 0n) };
  }
  for (const market of book.markets.values()) reconcile(input, market, pulled.get(market) ?? { collateralRaw: 0n, sharesRaw: 0n });
  const ages = [...pulled].filter(([, { sharesRaw }]) => sharesRaw > 0n).map(([{ accruedUnixSeconds }]) => Math.max(0, unixSeconds - accruedUnixSeconds));
  const oldest = ages.reduce((most, age) => Math.max(most, age), 0);
  if (oldest > 0) input.warnings.push(`interest since the last event of each market is left out: at most ${(oldest / DAY_SECONDS).toFixed(1)} days of it`);
}

function readHeld(read: EntityReader, entity: SourceEntity, path: string): bigint {
  const heldRaw = read.whole(entity, path);
  if (heldRaw < 0n) throw read.refuse(entity, path, `is negative: ${heldRaw}`);
  return heldRaw;
}

function reconcile(input: BuildInput, { market, borrowed, statedCollateralRaw }: MorphoBookMarket, { collateralRaw, sharesRaw }: Sums): void {
  input.reconciliations.push({ what: `borrow shares of ${market}, raw`, stated: borrowed.sharesRaw, pulled: sharesRaw });
  input.reconciliations.push({ what: `collateral of ${market}, raw`, stated: statedCollateralRaw, pulled: collateralRaw });
}
