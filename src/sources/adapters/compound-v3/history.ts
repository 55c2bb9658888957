import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { readAll } from '../../mapping/read-all.js';
import { MOVES } from './collections.js';
import { requireComet, type CometBook } from './markets.js';

type Row = TableRows['rows'][number];

/**
 * Absorptions, one row per collateral, and the protocol's sales of what it absorbed.
 *
 * One absorption clears one debt against all collateral at once: the debt stands in the row of the collateral first taken, the others leave
 * it empty, so that sums are right. It includes what the reserves bear. Special cases: a debt absorbed without any collateral has no
 * row; sales are rows of the market's own account, with the buyer as liquidator.
 */
export async function* buildLiquidations(input: BuildInput, book: CometBook): AsyncIterable<TableRows> {
  const readDebt = new EntityReader('absorbDebtInteractions');
  const debtOf = new Map<string, bigint>();
  for (const entity of await readAll(input, 'absorbDebtInteractions')) {
    const key = absorptionKey(readDebt, entity);
    debtOf.set(key, (debtOf.get(key) ?? 0n) + readDebt.whole(entity, 'amount'));
  }
  const read = new EntityReader('absorbCollateralInteractions');
  const seized = (await readAll(input, 'absorbCollateralInteractions')).map((entity) => ({ entity, place: readPlace(read, entity) }));
  seized.sort((left, right) => left.place.block_number - right.place.block_number || left.place.log_index - right.place.log_index);
  const rows = seized.map(({ entity, place }): Row => {
    const { market, baseTokenId } = requireComet(read, entity, book);
    const key = absorptionKey(read, entity);
    const debtRaw = debtOf.get(key);
    debtOf.delete(key);
    return {
      market,
      account: nameAccount(read.text(entity, 'position.account.id')),
      liquidator: nameAccount(read.text(entity, 'absorber')),
      collateral_asset: requireSymbol(read, entity, book),
      debt_asset: debtRaw === undefined ? null : book.assets.symbol(baseTokenId)!,
      ...place,
      collateral_seized_raw: read.whole(entity, 'amount'),
      debt_repaid_raw: debtRaw ?? null,
    };
  });
  yield { table: 'liquidations', rows };
  if (debtOf.size > 0) input.warnings.push(`${debtOf.size} absorptions took no collateral and are left out of the liquidations`);
  yield* buildSales(input, book);
}

async function* buildSales(input: BuildInput, book: CometBook): AsyncIterable<TableRows> {
  const read = new EntityReader('buyCollateralInteractions');
  for await (const page of input.read('buyCollateralInteractions')) {
    const rows = page.map((entity): Row => {
      const { market, baseTokenId } = requireComet(read, entity, book);
      return {
        market,
        account: nameAccount(read.text(entity, 'market.id')),
        liquidator: nameAccount(read.text(entity, 'buyer')),
        collateral_asset: requireSymbol(read, entity, book),
        debt_asset: book.assets.symbol(baseTokenId)!,
        ...readPlace(read, entity),
        collateral_seized_raw: read.whole(entity, 'collateralAmount'),
        debt_repaid_raw: read.whole(entity, 'baseAmount'),
      };
    });
    yield { table: 'liquidations', rows };
  }
}

/**
 * Changes of balances. The base balance is one signed number: a withdrawal beyond the supply is a loan, a deposit into a loan repays it.
 *
 * Special cases: a transfer of collateral is one log with two accounts, for which the table has no place; the count is a warning.
 */
export async function* buildEvents(input: BuildInput, book: CometBook): AsyncIterable<TableRows> {
  for (const { field, kind, sign } of MOVES) {
    const read = new EntityReader(field);
    for await (const page of input.read(field)) {
      yield { table: 'position_events', rows: page.map((entity) => describeEvent(read, entity, book, { kind, party: 'position', amountRaw: sign * read.whole(entity, 'amount') })) };
    }
  }
  const read = new EntityReader('transferBaseInteractions');
  for await (const page of input.read('transferBaseInteractions')) {
    // Each side is a log of its own; the sender's amount is below 0.
    const rows = page.map((entity) => describeEvent(read, entity, book, { kind: 'transfer', party: (entity['fromPosition'] ?? null) === null ? 'toPosition' : 'fromPosition', amountRaw: read.whole(entity, 'amount') }));
    yield { table: 'position_events', rows };
  }
  let transfers = 0;
  for await (const page of input.read('transferCollateralInteractions')) transfers += page.length;
  if (transfers > 0) input.warnings.push(`${transfers} transfers of collateral between accounts are left out of the events`);
}

function describeEvent(read: EntityReader, entity: SourceEntity, book: CometBook, move: { readonly kind: string; readonly party: string; readonly amountRaw: bigint }): Row {
  return {
    market: requireComet(read, entity, book).market,
    account: nameAccount(read.text(entity, `${move.party}.account.id`)),
    asset: requireSymbol(read, entity, book),
    kind: move.kind,
    ...readPlace(read, entity),
    amount_raw: move.amountRaw,
  };
}

function absorptionKey(read: EntityReader, entity: SourceEntity): string {
  return `${read.text(entity, 'transaction.id')}/${read.text(entity, 'position.id')}`;
}

/** An interaction's id is its transaction's, followed by the place of the log, lowest byte first. */
function readPlace(read: EntityReader, entity: SourceEntity): { unix_seconds: number; block_number: number; log_index: number } {
  const transaction = read.text(entity, 'transaction.id');
  const bytes = entity.id.startsWith(transaction) ? (entity.id.slice(transaction.length).match(/../g) ?? []) : [];
  if (bytes.length < 1 || bytes.length > 4) throw read.refuse(entity, 'id', `does not tell the place in the block as expected: ${entity.id}`);
  const logIndex = parseInt([...bytes].reverse().join(''), 16);
  return { unix_seconds: read.count(entity, 'transaction.timestamp'), block_number: read.count(entity, 'transaction.blockNumber'), log_index: logIndex };
}

function requireSymbol(read: EntityReader, entity: SourceEntity, { assets }: CometBook): string {
  const symbol = assets.symbol(read.text(entity, 'asset.token.id'));
  if (symbol === undefined) throw read.refuse(entity, 'asset.token.id', 'is no token of a market');
  return symbol;
}
