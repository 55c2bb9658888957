import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { PERP_PRICE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { rescale, toDouble } from '../../mapping/rescale.js';
import { GMX_USD_DECIMALS, wholePriceRaw, type GmxBook } from './markets.js';
import { readPlace, readSizes } from './positions.js';

/** Hourly bars of the index prices at which orders were executed, the mean of the lower and the upper one; quiet hours are filled and marked. */
export async function buildPrices(input: BuildInput, book: GmxBook): Promise<TableRows> {
  const read = new EntityReader('tradeActions');
  const seen = new HourlyObservations();
  for await (const page of input.read('priceActions')) {
    for (const entity of page) {
      const market = book.market(read, entity);
      if (market === null) continue;
      const unitPriceRaw = (read.whole(entity, 'indexTokenPriceMin') + read.whole(entity, 'indexTokenPriceMax')) / 2n;
      const price = toDouble(wholePriceRaw(unitPriceRaw, market.indexToken.decimals), PERP_PRICE_DECIMALS);
      seen.add(book.assets.symbol(market.indexToken.id)!, { unixSeconds: read.count(entity, 'timestamp'), id: entity.id, price });
    }
  }
  return { table: 'prices', rows: seen.rows('USD') };
}

/**
 * Liquidations, with the fee that their trade action states.
 *
 * Units: the fee is in raw units of the collateral token and valued at its lower price of the moment. What is left of the margin after a
 * liquidation is not told.
 */
export async function* buildLiquidations(input: BuildInput, book: GmxBook): AsyncIterable<TableRows> {
  const readAction = new EntityReader('tradeActions');
  const feeUsdRaw = new Map<string, bigint>();
  for await (const page of input.read('liquidationActions')) {
    for (const entity of page) {
      if ((entity['liquidationFeeAmount'] ?? null) === null) continue;
      const usdRaw = readAction.whole(entity, 'liquidationFeeAmount') * readAction.whole(entity, 'collateralTokenPriceMin');
      feeUsdRaw.set(readAction.text(entity, 'orderKey'), rescale(usdRaw, GMX_USD_DECIMALS, USD_DECIMALS));
    }
  }
  const read = new EntityReader('positionDecreases');
  for await (const page of input.read('liquidations')) {
    const rows = page.flatMap((entity) => {
      const market = book.market(read, entity);
      if (market === null) return [];
      return [
        {
          market: market.name,
          account: nameAccount(read.text(entity, 'account')),
          event: entity.id,
          ...readPlace(read, entity),
          liquidator: nameAccount(read.text(entity, 'transaction.from')),
          size_raw: -readSizes(read, entity, market, -1n).deltaRaw,
          price_raw: wholePriceRaw(read.whole(entity, 'executionPrice'), market.indexToken.decimals),
          collateral_usd_raw: null,
          // The id of a decrease is its order key.
          fee_usd_raw: feeUsdRaw.get(entity.id) ?? null,
        },
      ];
    });
    yield { table: 'perp_liquidations', rows };
  }
}
