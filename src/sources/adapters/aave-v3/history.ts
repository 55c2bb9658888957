import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { toDouble } from '../../mapping/rescale.js';
import { MOVES, readEventPlace } from './collections.js';
import { PRICE_DECIMALS, requireReserve, type AaveBook } from './markets.js';

/**
 * Hourly bars of the feeds' answers; hours without one are filled and marked.
 *
 * Special cases: the subgraph follows plain feeds alone; an asset priced by an adapter, e.g. one with a capped ratio, has no bars, and is named in a warning.
 */
export async function buildPrices(input: BuildInput, { assets, reserves }: AaveBook): Promise<TableRows> {
  const read = new EntityReader('priceHistoryItems');
  const seen = new HourlyObservations();
  const priced = new Set<string>();
  for await (const page of input.read('priceHistoryItems')) {
    for (const entity of page) {
      const asset = assets.symbol(read.text(entity, 'asset.id'));
      if (asset === undefined) continue;
      priced.add(asset);
      seen.add(asset, { unixSeconds: read.count(entity, 'timestamp'), id: entity.id, price: toDouble(read.whole(entity, 'price'), PRICE_DECIMALS) });
    }
  }
  const without = [...new Set([...reserves.values()].map(({ asset }) => asset))].filter((asset) => !priced.has(asset)).sort();
  if (without.length > 0) input.warnings.push(`prices of ${without.length} assets are left out: the subgraph has no answer of their feeds in this time: ${without.join(', ')}`);
  return { table: 'prices', rows: seen.rows('USD') };
}

/** Liquidations with both sides. */
export async function* buildLiquidations(input: BuildInput, book: AaveBook): AsyncIterable<TableRows> {
  const read = new EntityReader('liquidationCalls');
  for await (const page of input.read('liquidationCalls')) {
    const rows = page.map((entity) => {
      const collateral = requireReserve(read, entity, 'collateralReserve.id', book);
      return {
        market: collateral.market,
        account: nameAccount(read.text(entity, 'user.id')),
        liquidator: nameAccount(read.text(entity, 'liquidator')),
        collateral_asset: collateral.asset,
        debt_asset: requireReserve(read, entity, 'principalReserve.id', book).asset,
        ...readEventPlace(read, entity),
        collateral_seized_raw: read.whole(entity, 'collateralAmount'),
        debt_repaid_raw: read.whole(entity, 'principalAmount'),
      };
    });
    yield { table: 'liquidations', rows };
  }
}

/** Deposits, withdrawals, loans and repayments; the schema has no event for supply that is passed on to another account. */
export async function* buildEvents(input: BuildInput, book: AaveBook): AsyncIterable<TableRows> {
  for (const { field, kind, sign } of MOVES) {
    const read = new EntityReader(field);
    for await (const page of input.read(field)) {
      const rows = page.map((entity) => {
        const { market, asset } = requireReserve(read, entity, 'reserve.id', book);
        return { market, account: nameAccount(read.text(entity, 'user.id')), asset, kind, ...readEventPlace(read, entity), amount_raw: sign * read.whole(entity, 'amount') };
      });
      yield { table: 'position_events', rows };
    }
  }
  input.warnings.push('transfers of supply between accounts are left out of the events: the subgraph has none');
}
