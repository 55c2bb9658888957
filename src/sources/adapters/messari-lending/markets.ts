import type { SourceEntity } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { nameMarket } from '../../mapping/market-name.js';
import { requireNetwork } from '../../mapping/messari-network.js';
import { readAll } from '../../mapping/read-all.js';

const PRICE_DECIMALS = 18;

/** One market of the schema: one reserve of a pooled protocol, or a market of its own where risk is isolated. */
export interface MessariMarket {
  /** Name in the dataset. */
  readonly market: string;
  readonly tokenId: string;
  readonly canBeCollateral: boolean;
  readonly statedPositions: number;
  readonly row: Readonly<Record<string, string | number | bigint | boolean>>;
}

/** Everything small that the other tables refer to. */
export interface MessariBook {
  readonly assets: AssetBook;
  readonly priceRawOf: ReadonlyMap<string, bigint>;
  readonly markets: ReadonlyMap<string, MessariMarket>;
}

/**
 * Reads protocol, tokens and markets.
 *
 * Units: thresholds, LTV and penalty are percent in this schema (80 = 80 %); prices are USD.
 * @throws SourceError when the subgraph is of another network; DataError when a field is unusable
 */
export async function readMessariBook(input: BuildInput, network: string): Promise<MessariBook> {
  const protocol = (await readAll(input, 'lendingProtocols'))[0];
  requireNetwork(protocol, network);
  const tokens = await readAll(input, 'tokens');
  const readToken = new EntityReader('tokens');
  const assets = new AssetBook(tokens.map((token): SourceToken => ({ id: token.id, symbol: readToken.text(token, 'symbol'), decimals: readToken.count(token, 'decimals') })));
  const priceRawOf = new Map(tokens.filter((token) => (token['lastPriceUSD'] ?? null) !== null).map((token) => [token.id, readToken.scaled(token, 'lastPriceUSD', PRICE_DECIMALS)]));
  const slug = String(protocol?.['slug'] ?? 'messari-lending');
  const isIsolated = protocol?.['riskType'] === 'ISOLATED';
  const markets = new Map<string, MessariMarket>();
  for (const entity of await readAll(input, 'markets')) {
    markets.set(entity.id, readMarket(entity, isIsolated ? nameMarket(slug, network, entity.id) : `${slug}-${network}`, assets));
  }
  return { assets, priceRawOf, markets };
}

function readMarket(entity: SourceEntity, market: string, assets: AssetBook): MessariMarket {
  const read = new EntityReader('markets');
  const tokenId = read.text(entity, 'inputToken.id');
  const asset = assets.symbol(tokenId);
  if (asset === undefined) throw read.refuse(entity, 'inputToken.id', `is no token of the subgraph: ${tokenId}`);
  const canBeCollateral = entity['canUseAsCollateral'] === true;
  return {
    market,
    tokenId,
    canBeCollateral,
    statedPositions: read.count(entity, 'openPositionCount'),
    row: {
      market,
      asset,
      ltv_bps: read.bps(entity, 'maximumLTV', 'percent'),
      liquidation_threshold_bps: read.bps(entity, 'liquidationThreshold', 'percent'),
      liquidation_bonus_bps: read.bps(entity, 'liquidationPenalty', 'percent'),
      usage_as_collateral: canBeCollateral,
      oracle_price_raw: read.scaled(entity, 'inputTokenPriceUSD', PRICE_DECIMALS),
    },
  };
}
