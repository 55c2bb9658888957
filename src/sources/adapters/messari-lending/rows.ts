import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { layOutBars, type HourBar } from '../../mapping/hourly-bars.js';
import { readPlace, requireMarket, requireSymbol } from '../../mapping/messari-events.js';
import type { MessariBook, MessariMarket } from './markets.js';

const HOUR_SECONDS = 3600;

interface PositionRow {
  readonly market: string;
  readonly account: string;
  readonly asset: string;
  readonly side: 'collateral' | 'debt';
  readonly amount_raw: bigint;
  readonly liquidation_threshold_bps: null;
}

/** A token that is held or owed in a market. */
export interface HeldToken {
  readonly market: string;
  readonly tokenId: string;
}

/**
 * Open positions, one row per account, asset and side.
 *
 * Loans at stable and at variable rate are positions of their own; their ids differ in the tail only, so they come one after the other
 * and are added up. Special cases: supply that is not used as collateral backs no debt and is left out; the count is a warning.
 */
export async function* buildPositions(input: BuildInput, book: MessariBook): AsyncIterable<TableRows & { readonly held: readonly HeldToken[] }> {
  const read = new EntityReader('positions');
  const pulled = new Map<string, number>();
  // Asserted, since control flow analysis does not follow a variable through `yield`.
  let open = null as PositionRow | null;
  let notCollateral = 0;
  for await (const page of input.read('positions')) {
    const rows: PositionRow[] = [];
    const held = new Map<string, HeldToken>();
    for (const entity of page) {
      const market = requireMarket(read, entity, book.markets);
      const marketId = read.text(entity, 'market.id');
      pulled.set(marketId, (pulled.get(marketId) ?? 0) + 1);
      const row = readPosition(read, entity, market, book);
      if (row === null) {
        notCollateral++;
        continue;
      }
      held.set(`${row.row.market}/${row.tokenId}`, { market: row.row.market, tokenId: row.tokenId });
      if (open !== null && isSameKey(open, row.row)) {
        open = { ...open, amount_raw: open.amount_raw + row.row.amount_raw };
        continue;
      }
      if (open !== null && open.amount_raw > 0n) rows.push(open);
      open = row.row;
    }
    yield { table: 'lending_positions', rows: rows.map((row) => ({ ...row })), held: [...held.values()] };
  }
  if (open !== null && open.amount_raw > 0n) yield { table: 'lending_positions', rows: [{ ...open }], held: [] };
  if (notCollateral > 0) input.warnings.push(`${notCollateral} supply positions are not used as collateral and are left out`);
  for (const [id, { statedPositions }] of book.markets) {
    input.reconciliations.push({ what: `open positions of market ${id}`, stated: BigInt(statedPositions), pulled: BigInt(pulled.get(id) ?? 0) });
  }
}

function readPosition(read: EntityReader, entity: SourceEntity, market: MessariMarket, book: MessariBook): { row: PositionRow; tokenId: string } | null {
  const side = read.text(entity, 'side');
  const isDebt = side === 'BORROWER';
  if (!isDebt && (side !== 'COLLATERAL' || entity['isCollateral'] === false || !market.canBeCollateral)) return null;
  const tokenId = (entity['asset'] ?? null) === null ? market.tokenId : read.text(entity, 'asset.id');
  const asset = book.assets.symbol(tokenId);
  if (asset === undefined) throw read.refuse(entity, 'asset.id', `is no token of the subgraph: ${tokenId}`);
  const amountRaw = read.whole(entity, 'balance');
  if (amountRaw < 0n) throw read.refuse(entity, 'balance', `is negative: ${amountRaw}`);
  const account = nameAccount(read.text(entity, 'account.id'));
  return { row: { market: market.market, account, asset, side: isDebt ? 'debt' : 'collateral', amount_raw: amountRaw, liquidation_threshold_bps: null }, tokenId };
}

function isSameKey(left: PositionRow, right: PositionRow): boolean {
  return left.account === right.account && left.asset === right.asset && left.side === right.side && left.market === right.market;
}

/** Hourly oracle prices; snapshots exist only for hours with an event, the others are filled and marked. */
export async function buildPrices(input: BuildInput, book: MessariBook): Promise<TableRows> {
  const read = new EntityReader('marketHourlySnapshots');
  const barsOf = new Map<string, Map<number, HourBar>>();
  const marketOf = new Map<string, string>();
  for await (const page of input.read('marketHourlySnapshots')) {
    for (const entity of page) {
      const { tokenId } = requireMarket(read, entity, book.markets);
      const marketId = read.text(entity, 'market.id');
      // A token may have several markets: the first by id speaks for it, so that bars never mix two oracles.
      const speaker = marketOf.get(tokenId) ?? [...book.markets].find(([, market]) => market.tokenId === tokenId)![0];
      marketOf.set(tokenId, speaker);
      if (marketId !== speaker) continue;
      const hour = Math.floor(read.count(entity, 'timestamp') / HOUR_SECONDS);
      const bars = barsOf.get(tokenId) ?? new Map<number, HourBar>();
      barsOf.set(tokenId, bars.set(hour, { open: null, high: null, low: null, close: read.double(entity, 'inputTokenPriceUSD'), volume: null }));
    }
  }
  return { table: 'prices', rows: [...barsOf].flatMap(([tokenId, bars]) => layOutBars(book.assets.symbol(tokenId)!, 'USD', bars)) };
}

/** Liquidations; this schema tells the collateral side only. */
export async function* buildLiquidations(input: BuildInput, book: MessariBook): AsyncIterable<TableRows> {
  const read = new EntityReader('liquidates');
  for await (const page of input.read('liquidates')) {
    const rows = page.map((entity) => ({
      market: requireMarket(read, entity, book.markets).market,
      account: nameAccount(read.text(entity, 'liquidatee.id')),
      liquidator: nameAccount(read.text(entity, 'liquidator.id')),
      collateral_asset: requireSymbol(read, entity, 'asset.id', book.assets),
      debt_asset: null,
      ...readPlace(read, entity),
      collateral_seized_raw: read.whole(entity, 'amount'),
      debt_repaid_raw: null,
    }));
    yield { table: 'liquidations', rows };
  }
}
