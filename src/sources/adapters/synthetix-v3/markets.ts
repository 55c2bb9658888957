import { SourceError } from '../../../core/errors.js';
import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { rescale } from '../../mapping/rescale.js';
import { readAll } from '../../mapping/read-all.js';

const WAD_DECIMALS = 18;
const BPS_DECIMALS = 4;
const ONE = 10n ** 18n;
/** The number of the settlement currency among the collaterals. */
export const SNX_USD_ID = '0';

export interface SynthetixMarket {
  readonly name: string;
  /** `null` before the first trade. */
  readonly markPriceRaw: bigint | null;
  readonly row: TableRows['rows'][number];
}

/** Markets by their number, and the synths posted as margin. */
export class SynthetixBook {
  private readonly posted = new Set<string>();

  constructor(private readonly markets: ReadonlyMap<string, SynthetixMarket>) {}

  /** @throws DataError when the subgraph has no such market */
  market(read: EntityReader, entity: SourceEntity): SynthetixMarket {
    const id = String(read.whole(entity, 'marketId'));
    const market = this.markets.get(id);
    if (market === undefined) throw read.refuse(entity, 'marketId', `is no market of the subgraph: ${id}`);
    return market;
  }

  /** Name of a synth posted as margin: the perps subgraph knows its number only. */
  collateral(synthId: string): string {
    const name = synthId === SNX_USD_ID ? 'snxUSD' : `synth-${synthId}`;
    this.posted.add(name);
    return name;
  }

  /** Rows of `assets` and `perp_markets`; markets that were never traded are left out. */
  *rows(): Iterable<TableRows> {
    const traded = [...this.markets.values()].filter(({ markPriceRaw }) => markPriceRaw !== null);
    const bases = [...new Set(traded.map(({ row }) => String(row['base_asset'])))].filter((asset) => !this.posted.has(asset));
    yield {
      table: 'assets',
      rows: [
        ...[...this.posted].map((asset) => ({ asset, decimals: WAD_DECIMALS, kind: asset === 'snxUSD' ? 'stable' : 'unresolved' })),
        ...bases.map((asset) => ({ asset, decimals: WAD_DECIMALS, kind: 'volatile' })),
      ],
    };
    yield { table: 'perp_markets', rows: traded.map(({ row }) => row) };
  }
}

/**
 * Reads the markets.
 *
 * Formula: the margins are those of a position without impact on the skew: initial = `minimumInitialMarginRatioD18`, maintenance = initial ×
 * `maintenanceMarginRatioD18`, which holds the scalar of the contract's event and no ratio; larger positions need more.
 * Units: ratios of 18 decimals, as whole bps. @throws SourceError when there is no market; DataError when a field is unusable
 */
export async function readSynthetixMarkets(input: BuildInput): Promise<SynthetixBook> {
  const read = new EntityReader('markets');
  const entities = await readAll(input, 'markets');
  if (entities.length === 0) throw new SourceError('the subgraph has no market', { where: 'markets', suggestions: ['Ask for a later --block, or check the endpoint.'] });
  const symbols = entities.map((entity) => String(entity['marketSymbol'] ?? entity.id));
  return new SynthetixBook(
    new Map(
      entities.map((entity, index) => {
        const symbol = symbols[index]!;
        const name = symbols.indexOf(symbol) === index ? symbol : `${symbol}-${entity.id}`;
        return [entity.id, { name, ...describeMarket(read, entity, name, symbol) }];
      }),
    ),
  );
}

function describeMarket(read: EntityReader, entity: SourceEntity, name: string, symbol: string): Omit<SynthetixMarket, 'name'> {
  const optional = (field: string): bigint | null => ((entity[field] ?? null) === null ? null : read.whole(entity, field));
  const bps = (raw: bigint | null): number | null => (raw === null ? null : Number(rescale(raw, WAD_DECIMALS, BPS_DECIMALS)));
  const initialRaw = optional('minimumInitialMarginRatioD18');
  const scalarRaw = optional('maintenanceMarginRatioD18');
  const price = optional('price');
  const markPriceRaw = price === null || price <= 0n ? null : price;
  return {
    markPriceRaw,
    row: {
      market: name,
      venue: 'synthetix-v3',
      base_asset: symbol,
      quote_asset: 'USD',
      initial_margin_bps: bps(initialRaw),
      maintenance_margin_bps: initialRaw === null || scalarRaw === null ? null : bps((initialRaw * scalarRaw) / ONE),
      liquidation_fee_bps: bps(optional('flagRewardRatioD18')),
      mark_price_raw: markPriceRaw,
    },
  };
}
