import { SourceError } from '../../../core/errors.js';
import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { PERP_PRICE_DECIMALS } from '../../mapping/perp-book.js';
import { readAll } from '../../mapping/read-all.js';

/** Every base token carries 18 decimals. */
const BASE_DECIMALS = 18;
/** Digits that any block number times 10⁷ fits in: as text of this length they sort as numbers. */
const ORDER_DIGITS = 24;
/** Address digits that name a market which is not known by symbol. */
const NAME_DIGITS = 8;

/**
 * What the contract sets for every market; the subgraph has none of it.
 *
 * @source perpetual-protocol/perp-curie-contract, contracts/ClearingHouseConfig.sol, `initialize`: 0.1e6, 0.0625e6, 0.025e6
 */
const MARGINS = { initial_margin_bps: 1000, maintenance_margin_bps: 625, liquidation_fee_bps: 250 };

/**
 * Virtual tokens on Optimism: the subgraph knows addresses only.
 *
 * @source perpetual-protocol/perp-curie-subgraph @ d9450515b109e2a13d63ba223462529a257d1853, configs/optimism.json (facts: names, addresses)
 */
const SYMBOLS: ReadonlyMap<string, string> = new Map([
  ['0x34235c8489b06482a99bb7fcab6d7c467b92d248', 'AAVE'],
  ['0x9d34f1d15c22e4c0924804e2a38cbe93dfb84bc2', 'APE'],
  ['0x5f714b5347f0b5de9f9598e39840e176ce889b9c', 'ATOM'],
  ['0x5faa136fc58b6136ffdaeaac320076c4865c070f', 'AVAX'],
  ['0xb6599bd362120dc70d48409b8a08888807050700', 'BNB'],
  ['0x86f1e0420c26a858fc203a3645dd1a36868f18e5', 'BTC'],
  ['0x7161c3416e08abaa5cd38e68d9a28e43a694e037', 'CRV'],
  ['0x8711ac690984badc42e7abe71f351b5ac2a2ad0d', 'DOGE'],
  ['0x8c835dfaa34e2ae61775e80ee29e2c724c6ae2bb', 'ETH'],
  ['0x7eada83e15acd08d22ad85a1dce92e5a257acb92', 'FLOW'],
  ['0x2db8d2db86ca3a4c7040e778244451776570359b', 'FTM'],
  ['0x2f198182ec54469195a4a06262a9431a42462373', 'LINK'],
  ['0xb24f50dd9918934ab2228be7a097411ca28f6c14', 'LUNA'],
  ['0xbe5de48197fc974600929196239e264ecb703ee8', 'MATIC'],
  ['0x3fb3282e3ba34a0bff94845f1800eb93cc6850d4', 'NEAR'],
  ['0x77d0cc9568605bfff32f918c8ffaa53f72901416', 'ONE'],
  ['0x5a7ed3ce6096228a9fe1b673830e6a78c9cfb71b', 'OP'],
  ['0x9482aafdced6b899626f465e1fa0cf1b1418d797', 'PERP'],
  ['0x333b1ea429a88d0dd48ce7c06c16609cd76f43a8', 'SAND'],
  ['0x151bb01c79f4516c233948d69dae39869bccb737', 'SOL'],
]);

interface PerpetualMarket {
  readonly name: string;
  readonly base: string;
}

interface LastPrice {
  readonly order: string;
  readonly priceRaw: bigint;
}

/** Markets, and what their trades say of prices. */
export class PerpetualBook {
  private readonly lastPrice = new Map<string, LastPrice>();
  private readonly seen = new HourlyObservations();
  private readonly posted = new Map<string, number>();

  constructor(private readonly markets: ReadonlyMap<string, PerpetualMarket>) {}

  /** @throws DataError when the subgraph has no such market */
  market(read: EntityReader, entity: SourceEntity): PerpetualMarket & { readonly isPriced: boolean } {
    const id = read.text(entity, 'baseToken').toLowerCase();
    const market = this.markets.get(id);
    if (market === undefined) throw read.refuse(entity, 'baseToken', `is no market of the subgraph: ${id}`);
    return { ...market, isPriced: this.lastPrice.has(market.name) };
  }

  /** Takes the price after a trade. */
  observe(read: EntityReader, entity: SourceEntity): void {
    const { name, base } = this.market(read, entity);
    const order = String(read.whole(entity, 'blockNumberLogIndex')).padStart(ORDER_DIGITS, '0');
    const priceRaw = read.scaled(entity, 'marketPriceAfter', PERP_PRICE_DECIMALS);
    if (priceRaw <= 0n) return;
    const before = this.lastPrice.get(name);
    if (before === undefined || order > before.order) this.lastPrice.set(name, { order, priceRaw });
    this.seen.add(base, { unixSeconds: read.count(entity, 'timestamp'), id: order, price: read.double(entity, 'marketPriceAfter') });
  }

  /** Names a token posted as margin. */
  post(symbol: string, decimals: number): string {
    this.posted.set(symbol, decimals);
    return symbol;
  }

  priceRows(): TableRows['rows'] {
    return this.seen.rows('USD');
  }

  /** Rows of `assets` and `perp_markets`; markets without a trade in the time pulled have no mark and are left out. */
  *rows(): Iterable<TableRows> {
    const priced = [...this.markets.values()].filter(({ name }) => this.lastPrice.has(name));
    const bases = priced.map(({ base }) => ({ asset: base, decimals: BASE_DECIMALS, kind: 'volatile' }));
    const others = [...this.posted].filter(([symbol]) => !bases.some(({ asset }) => asset === symbol)).map(([asset, decimals]) => ({ asset, decimals, kind: asset === 'USDC' || asset === 'USDT' ? 'stable' : 'unresolved' }));
    yield { table: 'assets', rows: [...bases, ...others] };
    yield {
      table: 'perp_markets',
      rows: priced.map(({ name, base }) => ({ market: name, venue: 'perpetual-v2', base_asset: base, quote_asset: 'USD', ...MARGINS, mark_price_raw: this.lastPrice.get(name)!.priceRaw })),
    };
  }
}

/**
 * Reads the markets, and from all trades pulled their prices.
 *
 * @throws SourceError when the subgraph is of another network or has no market; DataError when a field is unusable
 */
export async function readPerpetualMarkets(input: BuildInput, network: string): Promise<PerpetualBook> {
  const [protocol] = await readAll(input, 'protocols');
  const stated = protocol?.['network'];
  if (typeof stated === 'string' && stated !== network) {
    throw new SourceError(`the subgraph is of network ${stated}, not ${network}`, { where: '--network', suggestions: [`Give --network ${stated}, or the endpoint for ${network}.`] });
  }
  const readMarket = new EntityReader('markets');
  const markets = new Map(
    (await readAll(input, 'markets')).map((entity) => {
      const id = readMarket.text(entity, 'baseToken').toLowerCase();
      const base = SYMBOLS.get(id) ?? id.replace(/^0x/, '').slice(0, NAME_DIGITS);
      return [id, { name: `v${base}`, base }] as const;
    }),
  );
  if (markets.size === 0) throw new SourceError('the subgraph has no market', { where: 'markets', suggestions: ['Ask for a later --block, or check the endpoint.'] });
  const book = new PerpetualBook(markets);
  const readChange = new EntityReader('positionChangeds');
  for await (const page of input.read('positionChangeds')) for (const entity of page) book.observe(readChange, entity);
  return book;
}
