import type { SourceEntity, TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { presentValue } from './accrual.js';
import { requireComet, type CometBook, type CometBookMarket } from './markets.js';

type Row = TableRows['rows'][number];

const read = new EntityReader('positions');
const readBalance = new EntityReader('positionCollateralBalances');

/**
 * Open positions: what each account owes of the base asset, interest included, and its collateral.
 *
 * Special cases: base that is supplied backs no loan and is left out; the count is a warning.
 */
export async function* buildPositions(input: BuildInput, book: CometBook): AsyncIterable<TableRows> {
  const borrowedOf = new Map<CometBookMarket, bigint>();
  let suppliers = 0;
  for await (const page of input.read('positions')) {
    const rows: Row[] = [];
    for (const entity of page) {
      const market = requireComet(read, entity, book);
      const principal = read.whole(entity, 'accounting.basePrincipal');
      if (principal > 0n) suppliers++;
      if (principal < 0n) borrowedOf.set(market, (borrowedOf.get(market) ?? 0n) - principal);
      rows.push(...describePosition(entity, market, book, presentValue(principal, market.indexes)));
    }
    yield { table: 'lending_positions', rows };
  }
  if (suppliers > 0) input.warnings.push(`${suppliers} supplies of a base asset back no loan and are left out`);
  for (const market of book.markets.values()) {
    input.reconciliations.push({ what: `principal owed in ${market.market}, raw`, stated: market.statedBorrowPrincipal, pulled: borrowedOf.get(market) ?? 0n });
  }
}

function describePosition(entity: SourceEntity, { market, baseTokenId, tokenOfCollateral }: CometBookMarket, { assets }: CometBook, balanceRaw: bigint): Row[] {
  const account = nameAccount(read.text(entity, 'account.id'));
  const row = (tokenId: string, side: string, amountRaw: bigint): Row => ({ market, account, asset: assets.symbol(tokenId)!, side, amount_raw: amountRaw, liquidation_threshold_bps: null });
  const rows = balanceRaw < 0n ? [row(baseTokenId, 'debt', -balanceRaw)] : [];
  for (const balance of (entity['accounting'] as { collateralBalances: SourceEntity[] }).collateralBalances) {
    const amountRaw = readBalance.whole(balance, 'balance');
    if (amountRaw < 0n) throw readBalance.refuse(balance, 'balance', `is negative: ${amountRaw}`);
    if (amountRaw === 0n) continue;
    const tokenId = tokenOfCollateral.get(readBalance.text(balance, 'collateralToken.id'));
    if (tokenId === undefined) throw readBalance.refuse(balance, 'collateralToken.id', 'is no collateral of the market');
    rows.push(row(tokenId, 'collateral', amountRaw));
  }
  return rows;
}
