import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { PERP_PRICE_DECIMALS } from '../../mapping/perp-book.js';
import { toDouble } from '../../mapping/rescale.js';
import type { SynthetixBook } from './markets.js';

const LOG_DIGITS = 9;

/** Hourly bars of the oracle price at which markets were updated; quiet hours are filled and marked. */
export async function buildPrices(input: BuildInput, book: SynthetixBook): Promise<TableRows> {
  const read = new EntityReader('marketUpdateds');
  const seen = new HourlyObservations();
  for await (const page of input.read('marketUpdateds')) {
    for (const entity of page) {
      const { row } = book.market(read, entity);
      const price = toDouble(read.whole(entity, 'price'), PERP_PRICE_DECIMALS);
      // The id ends in the place in the block, which decides among updates of one block.
      const id = entity.id.slice(entity.id.lastIndexOf('-') + 1).padStart(LOG_DIGITS, '0');
      seen.add(String(row['base_asset']), { unixSeconds: read.count(entity, 'timestamp'), id, price });
    }
  }
  return { table: 'prices', rows: seen.rows('USD') };
}
