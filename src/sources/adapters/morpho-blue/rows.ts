import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import type { MorphoBook, MorphoBookMarket } from './markets.js';
import { owedAssets } from './shares.js';

type Row = TableRows['rows'][number];

const read = new EntityReader('positions');
const readLiquidate = new EntityReader('liquidates');

/**
 * Open loans and what backs them; supplies of the loan token back nothing in Morpho and are left out.
 *
 * Loans hold the interest up to their market's last event. Special cases: positions of idle markets are left out with those.
 */
export async function* buildPositions(input: BuildInput, book: MorphoBook): AsyncIterable<TableRows> {
  const sharesOf = new Map<MorphoBookMarket, bigint>();
  for await (const page of input.read('positions')) {
    const rows: Row[] = [];
    for (const entity of page) {
      const side = read.text(entity, 'side');
      const market = book.markets.get(read.text(entity, 'market.id'));
      if (market === undefined || (side !== 'COLLATERAL' && side !== 'BORROWER')) continue;
      const isDebt = side === 'BORROWER';
      const stated = read.whole(entity, isDebt ? 'shares' : 'balance');
      if (stated < 0n) throw read.refuse(entity, isDebt ? 'shares' : 'balance', `is negative: ${stated}`);
      if (isDebt) sharesOf.set(market, (sharesOf.get(market) ?? 0n) + stated);
      const amountRaw = isDebt ? owedAssets(stated, market.totals) : stated;
      if (amountRaw === 0n) continue;
      rows.push({
        market: market.market,
        account: nameAccount(read.text(entity, 'account.id')),
        asset: isDebt ? market.loanAsset : market.collateralAsset,
        side: isDebt ? 'debt' : 'collateral',
        amount_raw: amountRaw,
        liquidation_threshold_bps: null,
      });
    }
    yield { table: 'lending_positions', rows };
  }
  for (const market of book.markets.values()) {
    input.reconciliations.push({ what: `borrow shares in ${market.market}`, stated: Number(market.totals.shares), pulled: Number(sharesOf.get(market) ?? 0n) });
  }
}

/** Liquidations: `amount` is collateral, `repaid` the loan token, each in its own raw units. */
export async function* buildLiquidations(input: BuildInput, book: MorphoBook): AsyncIterable<TableRows> {
  for await (const page of input.read('liquidates')) {
    const rows = page.map((entity): Row => {
      const market = book.markets.get(readLiquidate.text(entity, 'market.id'));
      if (market === undefined) throw readLiquidate.refuse(entity, 'market.id', 'is no market that lends');
      return {
        market: market.market,
        account: nameAccount(readLiquidate.text(entity, 'liquidatee.id')),
        liquidator: nameAccount(readLiquidate.text(entity, 'liquidator.id')),
        collateral_asset: market.collateralAsset,
        debt_asset: market.loanAsset,
        unix_seconds: readLiquidate.count(entity, 'timestamp'),
        block_number: readLiquidate.count(entity, 'blockNumber'),
        log_index: readLiquidate.count(entity, 'logIndex'),
        collateral_seized_raw: readLiquidate.whole(entity, 'amount'),
        debt_repaid_raw: readLiquidate.whole(entity, 'repaid'),
      };
    });
    yield { table: 'liquidations', rows };
  }
}
