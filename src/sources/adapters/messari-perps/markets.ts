import { SourceError } from '../../../core/errors.js';
import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { MarginRow } from '../../mapping/margin-choices.js';
import { requireNetwork } from '../../mapping/messari-network.js';
import { PERP_PRICE_DECIMALS } from '../../mapping/perp-book.js';
import { readAll } from '../../mapping/read-all.js';

/** Margins of the notional in bps describe these protocols best. */
const VENUE = 'generic-brackets';

/** One traded token of one pool: pools of one token each, as of Kwenta, and pools of many, as of GMX v1, both become markets. */
interface PerpMarket {
  readonly name: string;
  readonly tokenId: string;
  readonly decimals: number;
  /** 18 decimals; `null` where the subgraph has no price of the token: such a market is left out of every table. */
  readonly markPriceRaw: bigint | null;
}

/** Pools, tokens, and the markets that positions name so far. */
export class MarketBook {
  private readonly markets = new Map<string, PerpMarket>();
  private readonly posted = new Set<string>();

  constructor(
    readonly assets: AssetBook,
    readonly pools: ReadonlyMap<string, number>,
    private readonly priceRawOf: ReadonlyMap<string, bigint>,
  ) {}

  /** The market of a position, or of the position below `path`. */
  market(read: EntityReader, entity: SourceEntity, path = ''): PerpMarket {
    const poolId = read.text(entity, `${path}liquidityPool.id`);
    const tokenId = read.text(entity, `${path}asset.id`);
    const known = this.markets.get(`${poolId}/${tokenId}`);
    if (known !== undefined) return known;
    if (!this.pools.has(poolId)) throw read.refuse(entity, `${path}liquidityPool.id`, `is no pool of the subgraph: ${poolId}`);
    const token = this.assets.token(tokenId);
    if (token === undefined) throw read.refuse(entity, `${path}asset.id`, `is no token of the subgraph: ${tokenId}`);
    const symbol = this.assets.symbol(tokenId)!;
    const market = { name: this.pools.size === 1 ? symbol : `${symbol}-${poolId.replace(/^0x/, '').slice(0, 8)}`, tokenId, decimals: token.decimals, markPriceRaw: this.priceRawOf.get(tokenId) ?? null };
    this.markets.set(`${poolId}/${tokenId}`, market);
    return market;
  }

  /** Symbol of a token posted as margin. */
  collateral(read: EntityReader, entity: SourceEntity): string {
    const tokenId = read.text(entity, 'collateral.id');
    const symbol = this.assets.symbol(tokenId);
    if (symbol === undefined) throw read.refuse(entity, 'collateral.id', `is no token of the subgraph: ${tokenId}`);
    this.posted.add(tokenId);
    return symbol;
  }

  /** Tokens that any table names. */
  named(): string[] {
    return [...this.posted, ...this.priced().map(({ tokenId }) => tokenId)];
  }

  /** Rows of `perp_markets`. */
  rows(margins: MarginRow): TableRows['rows'] {
    return this.priced().map(({ name, tokenId, markPriceRaw }) => ({
      market: name,
      venue: VENUE,
      base_asset: this.assets.symbol(tokenId)!,
      quote_asset: 'USD',
      ...margins,
      mark_price_raw: markPriceRaw,
    }));
  }

  private priced(): PerpMarket[] {
    return [...this.markets.values()].filter(({ markPriceRaw }) => markPriceRaw !== null);
  }
}

/**
 * Reads protocol, tokens and pools.
 *
 * @throws SourceError when the subgraph is of another network or has no pool; DataError when a field is unusable
 */
export async function readMarkets(input: BuildInput, network: string): Promise<MarketBook> {
  requireNetwork((await readAll(input, 'derivPerpProtocols'))[0], network);
  const tokens = await readAll(input, 'tokens');
  const readToken = new EntityReader('tokens');
  const assets = new AssetBook(tokens.map((token): SourceToken => ({ id: token.id, symbol: readToken.text(token, 'symbol'), decimals: readToken.count(token, 'decimals') })));
  const priced = tokens.filter((token) => (token['lastPriceUSD'] ?? null) !== null);
  const priceRawOf = new Map(priced.map((token) => [token.id, readToken.scaled(token, 'lastPriceUSD', PERP_PRICE_DECIMALS)] as const).filter(([, raw]) => raw > 0n));
  const readPool = new EntityReader('liquidityPools');
  const pools = new Map((await readAll(input, 'liquidityPools')).map((pool) => [pool.id, readPool.count(pool, 'openPositionCount')]));
  if (pools.size === 0) throw new SourceError('the subgraph has no pool', { where: 'liquidityPools', suggestions: ['Ask for a later --block, or another deployment.'] });
  return new MarketBook(assets, pools, priceRawOf);
}
