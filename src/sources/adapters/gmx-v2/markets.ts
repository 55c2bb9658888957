import { SourceError } from '../../../core/errors.js';
import type { BuildFindings, SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { MarginRow } from '../../mapping/margin-choices.js';
import { PERP_PRICE_DECIMALS } from '../../mapping/perp-book.js';
import { readAll } from '../../mapping/read-all.js';
import { rescale } from '../../mapping/rescale.js';
import { TOKEN_CHOICE } from './tokens.js';

/** USD amounts carry 30 decimals; the price of one raw unit of a token does too. */
export const GMX_USD_DECIMALS = 30;

export interface GmxMarket {
  readonly name: string;
  readonly indexToken: SourceToken;
  readonly markPriceRaw: bigint;
}

/** Markets whose tokens are known and priced. */
export class GmxBook {
  private readonly unusable = new Map<string, string>();
  private readonly missed = new Map<string, number>();
  private readonly posted = new Set<string>();

  constructor(
    readonly assets: AssetBook,
    private readonly markets: ReadonlyMap<string, GmxMarket>,
    private readonly minPriceRawOf: ReadonlyMap<string, bigint>,
    unusable: ReadonlyMap<string, string>,
  ) {
    this.unusable = new Map(unusable);
  }

  /** `null`, counted with its reason, for a market that cannot be read. @throws DataError when the subgraph has no such market */
  market(read: EntityReader, entity: SourceEntity): GmxMarket | null {
    const id = read.text(entity, 'marketAddress').toLowerCase();
    const market = this.markets.get(id);
    if (market !== undefined) return market;
    const reason = this.unusable.get(id);
    if (reason === undefined) throw read.refuse(entity, 'marketAddress', `is no market of the subgraph: ${id}`);
    this.miss(reason);
    return null;
  }

  /** Symbol of a token posted as margin and the price of one raw unit of it, the lower of the two; `null`, counted with its reason, when unknown. */
  collateral(address: string): { readonly symbol: string; readonly minPriceRaw: bigint } | null {
    const symbol = this.assets.symbol(address);
    const minPriceRaw = this.minPriceRawOf.get(address);
    if (symbol !== undefined && minPriceRaw !== undefined) {
      this.posted.add(address);
      return { symbol, minPriceRaw };
    }
    this.miss(symbol === undefined ? tellDecimals(address) : tellPrice(address));
    return null;
  }

  /** Rows of `assets` and `perp_markets`, and a warning for each reason for which entities could not be read. */
  *rows(margins: MarginRow, findings: BuildFindings): Iterable<TableRows> {
    const markets = [...this.markets.values()];
    yield { table: 'assets', rows: this.assets.rows([...this.posted, ...markets.map(({ indexToken }) => indexToken.id)], findings) };
    yield {
      table: 'perp_markets',
      rows: markets.map(({ name, indexToken, markPriceRaw }) => ({ market: name, venue: 'gmx-v2', base_asset: this.assets.symbol(indexToken.id)!, quote_asset: 'USD', ...margins, mark_price_raw: markPriceRaw })),
    };
    for (const [reason, count] of this.missed) findings.warnings.push(`${count} entities are left out: ${reason}`);
  }

  private miss(reason: string): void {
    this.missed.set(reason, (this.missed.get(reason) ?? 0) + 1);
  }
}

/**
 * Reads markets and prices.
 *
 * Units: the price of one whole token in USD is price / 10^(30 − decimals of the token); the mark is the mean of the lower and the upper price.
 * Special cases: markets for swaps only have no index token and are skipped.
 * @throws SourceError when the subgraph has no market; DataError when a field is unusable
 */
export async function readGmxBook(input: BuildInput, tokens: readonly SourceToken[]): Promise<GmxBook> {
  const assets = new AssetBook(tokens);
  const readPrice = new EntityReader('tokenPrices');
  const prices = new Map((await readAll(input, 'tokenPrices')).map((entity) => [entity.id.toLowerCase(), { min: readPrice.whole(entity, 'minPrice'), max: readPrice.whole(entity, 'maxPrice') }]));
  const readMarket = new EntityReader('marketInfos');
  const markets = new Map<string, GmxMarket>();
  const unusable = new Map<string, string>();
  const entities = await readAll(input, 'marketInfos');
  if (entities.length === 0) throw new SourceError('the subgraph has no market', { where: 'marketInfos', suggestions: ['Ask for a later --block, or check that the endpoint is of GMX’s synthetics-stats.'] });
  const names = new Set<string>();
  for (const entity of entities) {
    const id = entity.id.toLowerCase();
    const address = readMarket.text(entity, 'indexToken').toLowerCase();
    const indexToken = assets.token(address);
    const price = prices.get(address);
    if (indexToken === undefined || price === undefined) {
      unusable.set(id, indexToken === undefined ? tellDecimals(address) : tellPrice(address));
      continue;
    }
    const pool = ['longToken', 'shortToken'].map((field) => assets.symbol(readMarket.text(entity, field).toLowerCase()) ?? readMarket.text(entity, field).slice(2, 8));
    const plain = [assets.symbol(address)!, ...pool].join('-');
    const name = names.has(plain) ? `${plain}-${id.slice(2, 8)}` : plain;
    names.add(name);
    markets.set(id, { name, indexToken, markPriceRaw: wholePriceRaw((price.min + price.max) / 2n, indexToken.decimals) });
  }
  return new GmxBook(assets, markets, new Map([...prices].map(([address, { min }]) => [address, min])), unusable);
}

function tellDecimals(address: string): string {
  return `the decimals of token ${address} are unknown; name it with --choose ${TOKEN_CHOICE}=…`;
}

function tellPrice(address: string): string {
  return `the subgraph has no price of token ${address}`;
}

/** Price of one whole token with 18 decimals, from the price of one raw unit with 30. */
export function wholePriceRaw(unitPriceRaw: bigint, tokenDecimals: number): bigint {
  return rescale(unitPriceRaw * 10n ** BigInt(tokenDecimals), GMX_USD_DECIMALS, PERP_PRICE_DECIMALS);
}
