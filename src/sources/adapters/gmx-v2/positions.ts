import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { PERP_PRICE_DECIMALS, PerpBook, SIZE_DECIMALS, USD_DECIMALS } from '../../mapping/perp-book.js';
import { namePosition, PositionFold, type SizeChange } from '../../mapping/perp-fold.js';
import { rescale } from '../../mapping/rescale.js';
import { CHANGES, LIQUIDATION_ORDER } from './collections.js';
import { GMX_USD_DECIMALS, wholePriceRaw, type GmxBook, type GmxMarket } from './markets.js';

/** More than any block holds; the product with a block number stays exact. */
const TRANSACTIONS_PER_BLOCK = 1_000_000;

interface GmxPosition {
  readonly market: GmxMarket;
  readonly owner: string;
  readonly isLong: boolean;
  readonly collateralToken: string;
  readonly collateralRaw: bigint;
}

interface TimeSpan {
  readonly sinceUnixSeconds: number;
  readonly untilUnixSeconds: number;
}

/**
 * Reads every change of positions once: events of the time span as rows, and all changes folded into the open positions.
 *
 * Units: sizes in USD with 30 decimals and in raw units of the index token; entry price = size in USD / size in tokens; the margin is the
 * collateral at the lower price at the block. Every position is isolated.
 * Special cases: positions in, or backed by, tokens of unknown decimals or price are left out and counted; those whose increases less
 * decreases are not the stated size are counted in a warning and keep the stated size.
 */
export async function* buildPositions(input: BuildInput, book: GmxBook, parts: { readonly positions: boolean; readonly events: boolean }, span: TimeSpan): AsyncIterable<TableRows> {
  const fold = new PositionFold<GmxPosition>();
  for (const { field, kind, sign } of CHANGES) {
    const read = new EntityReader(field);
    for await (const page of input.read(field)) {
      const known = page.flatMap((entity) => {
        const market = book.market(read, entity);
        return market === null ? [] : [{ entity, market }];
      });
      if (parts.positions) for (const { entity, market } of known) fold.add(readChange(read, entity, market, sign));
      if (parts.events) yield { table: 'perp_events', rows: known.filter(({ entity }) => isWithin(read, entity, span)).map(({ entity, market }) => describeEvent(read, entity, market, kind, sign)) };
    }
  }
  if (parts.positions) yield* listOpen(fold, input, book);
}

function readChange(read: EntityReader, entity: SourceEntity, market: GmxMarket, sign: bigint): SizeChange<GmxPosition> {
  return {
    position: read.text(entity, 'positionKey'),
    id: `${entity.id}/${sign}`,
    order: read.count(entity, 'transaction.blockNumber') * TRANSACTIONS_PER_BLOCK + read.count(entity, 'transaction.transactionIndex'),
    deltas: [sign * read.whole(entity, 'sizeDeltaUsd'), sign * read.whole(entity, 'sizeDeltaInTokens')],
    after: [read.whole(entity, 'sizeInUsd'), read.whole(entity, 'sizeInTokens')],
    state: {
      market,
      owner: read.text(entity, 'account'),
      isLong: entity['isLong'] === true,
      collateralToken: read.text(entity, 'collateralTokenAddress').toLowerCase(),
      collateralRaw: read.whole(entity, 'collateralAmount'),
    },
  };
}

function* listOpen(fold: PositionFold<GmxPosition>, input: BuildInput, book: GmxBook): Iterable<TableRows> {
  const { open, differing, known } = fold.finish();
  const held = new PerpBook();
  let empty = 0;
  for (const { state, after } of open) {
    const { market, owner, isLong, collateralToken, collateralRaw } = state;
    const { decimals } = market.indexToken;
    const [usdRaw, tokensRaw] = after as [bigint, bigint];
    const sizeRaw = rescale(tokensRaw, decimals, SIZE_DECIMALS);
    if (sizeRaw === 0n || usdRaw === 0n) {
      empty++;
      continue;
    }
    const collateral = book.collateral(collateralToken);
    if (collateral === null) continue;
    const isolatedUsdRaw = rescale(collateralRaw * collateral.minPriceRaw, GMX_USD_DECIMALS, USD_DECIMALS);
    const entryPriceRaw = rescale(usdRaw * 10n ** BigInt(decimals), GMX_USD_DECIMALS, PERP_PRICE_DECIMALS) / tokensRaw;
    held.addPosition({ market: market.name, owner, sizeRaw: isLong ? sizeRaw : -sizeRaw, entryPriceRaw, isolatedUsdRaw });
    held.addPosted({ owner, market: market.name, side: isLong ? 'long' : 'short', asset: collateral.symbol, amountRaw: collateralRaw });
  }
  if (differing > 0) input.warnings.push(`in ${differing} of ${known} positions increases less decreases are not the size that the subgraph states`);
  if (empty > 0) input.warnings.push(`${empty} positions with a size in USD or in tokens only are left out`);
  yield* held.rows(input);
}

function isWithin(read: EntityReader, entity: SourceEntity, { sinceUnixSeconds, untilUnixSeconds }: TimeSpan): boolean {
  const unixSeconds = read.count(entity, 'transaction.timestamp');
  return unixSeconds >= sinceUnixSeconds && unixSeconds <= untilUnixSeconds;
}

function describeEvent(read: EntityReader, entity: SourceEntity, market: GmxMarket, kind: string, sign: bigint): TableRows['rows'][number] {
  const { afterRaw, deltaRaw } = readSizes(read, entity, market, sign);
  return {
    market: market.name,
    account: nameAccount(read.text(entity, 'account')),
    event: entity.id,
    ...readPlace(read, entity),
    position: namePosition(read.text(entity, 'positionKey')),
    kind: read.count(entity, 'orderType') === LIQUIDATION_ORDER ? 'liquidation' : kind,
    size_delta_raw: deltaRaw,
    size_after_raw: afterRaw,
    price_raw: wholePriceRaw(read.whole(entity, 'executionPrice'), market.indexToken.decimals),
  };
}

/** Signed sizes of 18 decimals; the change is the difference of the rounded sizes, so that they add up for tokens of more decimals too. */
export function readSizes(read: EntityReader, entity: SourceEntity, { indexToken }: GmxMarket, sign: bigint): { readonly afterRaw: bigint; readonly deltaRaw: bigint } {
  const side = entity['isLong'] === true ? 1n : -1n;
  const after = read.whole(entity, 'sizeInTokens');
  const before = after - sign * read.whole(entity, 'sizeDeltaInTokens');
  const scaled = (raw: bigint): bigint => side * rescale(raw, indexToken.decimals, SIZE_DECIMALS);
  return { afterRaw: scaled(after), deltaRaw: scaled(after) - scaled(before) };
}

export function readPlace(read: EntityReader, entity: SourceEntity): { unix_seconds: number; block_number: number; order_index: number } {
  return {
    unix_seconds: read.count(entity, 'transaction.timestamp'),
    block_number: read.count(entity, 'transaction.blockNumber'),
    order_index: read.count(entity, 'transaction.transactionIndex'),
  };
}
