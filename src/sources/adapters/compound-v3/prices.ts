import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { PRICES_AT_BLOCKS, readBlockTimes } from './collections.js';
import type { CometBook } from './markets.js';

interface PricedMarket {
  readonly id: string;
  readonly configuration: { readonly baseToken: SourceEntity; readonly collateralTokens: readonly SourceEntity[] };
}

/**
 * Hourly bars of what the markets' price feeds told at the first block with an event of each hour; quiet hours are filled and marked.
 *
 * A price that a market read at an earlier block is older than the block asked for, and no observation. Of several markets with a token the
 * first by id speaks for it, so that bars never mix two feeds.
 */
export async function buildPrices(input: BuildInput, { assets, markets }: CometBook): Promise<TableRows> {
  const times = await readBlockTimes(input.read);
  const read = new EntityReader('tokens with prices');
  const speakers = new Map<string, string>();
  for (const [id, { baseTokenId, tokenOfCollateral }] of [...markets].sort(([left], [right]) => (left < right ? -1 : 1))) {
    for (const tokenId of [baseTokenId, ...tokenOfCollateral.values()]) if (!speakers.has(tokenId)) speakers.set(tokenId, id);
  }
  const seen = new HourlyObservations();
  for await (const page of input.read(PRICES_AT_BLOCKS)) {
    for (const { id: block, entities } of page as readonly { readonly id: string; readonly entities?: readonly PricedMarket[] }[]) {
      const unixSeconds = times.get(Number(block))!;
      for (const { id: marketId, configuration } of entities ?? []) {
        for (const token of [configuration.baseToken, ...configuration.collateralTokens]) {
          const tokenId = read.text(token, 'token.id');
          if (speakers.get(tokenId) !== marketId || read.count(token, 'lastPriceBlockNumber') !== Number(block)) continue;
          seen.add(assets.symbol(tokenId)!, { unixSeconds, id: block, price: read.double(token, 'lastPriceUsd') });
        }
      }
    }
  }
  return { table: 'prices', rows: seen.rows('USD') };
}
