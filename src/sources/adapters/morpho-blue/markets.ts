import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { AssetBook, type SourceToken } from '../../mapping/asset-book.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { nameMarket } from '../../mapping/market-name.js';
import { requireNetwork } from '../../mapping/messari-network.js';
import { readAll } from '../../mapping/read-all.js';
import { computeBonusWad, type BorrowTotals } from './shares.js';

const PRICE_DECIMALS = 18;
const WAD = 10n ** 18n;
const BPS_WAD = 10n ** 14n;
/** The zero address. */
const NO_TOKEN = /^0x0*$/;

/** One isolated market. */
export interface MorphoBookMarket {
  /** Name in the dataset. */
  readonly market: string;
  readonly collateralTokenId: string;
  readonly loanTokenId: string;
  readonly borrowed: BorrowTotals;
  readonly statedCollateralRaw: bigint;
  /** When interest was last added. */
  readonly accruedUnixSeconds: number;
  /** Tokens with a reserve or with events. */
  readonly tokenIds: readonly string[];
  /** Reserves; none where there is nothing to lend against. */
  readonly rows: TableRows['rows'];
}

export interface MorphoBook {
  readonly assets: AssetBook;
  readonly markets: ReadonlyMap<string, MorphoBookMarket>;
}

const read = new EntityReader('markets');
const readToken = new EntityReader('tokens');

/**
 * Reads tokens and markets.
 *
 * Units: `lltv` with 18 decimals; prices USD, taken from feeds that the subgraph matched by symbol rather than from the market's oracle.
 * Special cases: markets without collateral hold idle supply, or stand for loans within a transaction; they have events but no reserves.
 * @throws SourceError when the subgraph is of another network; DataError when a field is unusable
 */
export async function readMorphoBook(input: BuildInput, network: string): Promise<MorphoBook> {
  requireNetwork((await readAll(input, 'lendingProtocols'))[0], network);
  const tokens = await readAll(input, 'tokens');
  const assets = new AssetBook(tokens.map((token): SourceToken => ({ id: token.id, symbol: readToken.text(token, 'symbol'), decimals: readToken.count(token, 'decimals') })));
  const priceRawOf = new Map(tokens.map((token) => [token.id, readPrice(token)]));
  const markets = new Map<string, MorphoBookMarket>();
  for (const entity of await readAll(input, 'markets')) markets.set(entity.id, readMarket(entity, network, assets, priceRawOf));
  const used = new Set([...markets.values()].filter(({ rows }) => rows.length > 0).flatMap(({ tokenIds }) => tokenIds));
  const unpriced = [...used].filter((id) => priceRawOf.get(id) === 0n);
  if (unpriced.length > 0) input.warnings.push(`prices of ${unpriced.length} of ${used.size} tokens are left out of the reserves: the subgraph has none`);
  return { assets, markets };
}

function readPrice(token: SourceEntity): bigint {
  return (token['lastPriceUSD'] ?? null) === null ? 0n : readToken.scaled(token, 'lastPriceUSD', PRICE_DECIMALS);
}

function readMarket(entity: SourceEntity, network: string, assets: AssetBook, priceRawOf: ReadonlyMap<string, bigint>): MorphoBookMarket {
  const market = nameMarket('morpho-blue', network, entity.id);
  const lltvWad = read.whole(entity, 'lltv');
  if (lltvWad < 0n || lltvWad >= WAD) throw read.refuse(entity, 'lltv', `is no ratio below 1 with 18 decimals: ${lltvWad}`);
  const collateralTokenId = read.text(entity, 'inputToken.id');
  const loanTokenId = read.text(entity, 'borrowedToken.id');
  const describe = (path: string, tokenId: string, ratioBps: number, bonusBps: number): TableRows['rows'][number] => {
    const asset = assets.symbol(tokenId);
    if (asset === undefined) throw read.refuse(entity, path, `is no token of the subgraph: ${tokenId}`);
    const oraclePriceRaw = priceRawOf.get(tokenId)!;
    return { market, asset, ltv_bps: ratioBps, liquidation_threshold_bps: ratioBps, liquidation_bonus_bps: bonusBps, usage_as_collateral: ratioBps > 0, oracle_price_raw: oraclePriceRaw };
  };
  const isIdle = NO_TOKEN.test(collateralTokenId);
  const collateral = isIdle ? [] : [describe('inputToken.id', collateralTokenId, Number(lltvWad / BPS_WAD), Number(computeBonusWad(lltvWad) / BPS_WAD))];
  // One token may be both.
  const loan = isIdle || collateralTokenId === loanTokenId ? [] : [describe('borrowedToken.id', loanTokenId, 0, 0)];
  return {
    market,
    collateralTokenId,
    loanTokenId,
    borrowed: { assetsRaw: read.whole(entity, 'totalBorrow'), sharesRaw: read.whole(entity, 'totalBorrowShares') },
    statedCollateralRaw: read.whole(entity, 'totalCollateral'),
    accruedUnixSeconds: read.count(entity, 'lastUpdate'),
    tokenIds: [collateralTokenId, loanTokenId].filter((id) => !NO_TOKEN.test(id)),
    rows: [...collateral, ...loan],
  };
}
