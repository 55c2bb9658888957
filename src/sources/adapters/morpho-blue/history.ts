import type { TableRows } from '../../../pipeline/pull-ports.js';
import type { BuildInput } from '../../adapter.js';
import { nameAccount } from '../../mapping/account-name.js';
import { EntityReader } from '../../mapping/entity-reader.js';
import { HourlyObservations } from '../../mapping/hourly-observations.js';
import { readPlace, requireMarket, requireSymbol } from '../../mapping/messari-events.js';
import type { MorphoBook } from './markets.js';

/** Liquidations with both sides; the schema's USD figures take each side for the other's token and are not used. */
export async function* buildLiquidations(input: BuildInput, book: MorphoBook): AsyncIterable<TableRows> {
  const read = new EntityReader('liquidates');
  for await (const page of input.read('liquidates')) {
    const rows = page.map((entity) => {
      const { market, loanTokenId } = requireMarket(read, entity, book.markets);
      return {
        market,
        account: nameAccount(read.text(entity, 'liquidatee.id')),
        liquidator: nameAccount(read.text(entity, 'liquidator.id')),
        collateral_asset: requireSymbol(read, entity, 'collateralAsset.id', book.assets),
        debt_asset: book.assets.symbol(loanTokenId)!,
        ...readPlace(read, entity),
        collateral_seized_raw: read.whole(entity, 'amount'),
        debt_repaid_raw: read.whole(entity, 'repaid'),
      };
    });
    yield { table: 'liquidations', rows };
  }
}

/** Debt that liquidations left without collateral and lenders bear: a change of the borrower's position, in the liquidation's place. */
export async function* buildBadDebt(input: BuildInput, book: MorphoBook): AsyncIterable<TableRows> {
  const read = new EntityReader('badDebtRealizations');
  for await (const page of input.read('badDebtRealizations')) {
    const rows = page.map((entity) => {
      const { market, loanTokenId } = requireMarket(read, entity, book.markets);
      return {
        market,
        account: nameAccount(read.text(entity, 'liquidation.liquidatee.id')),
        asset: book.assets.symbol(loanTokenId)!,
        kind: 'bad-debt',
        ...readPlace(read, entity, 'liquidation.'),
        amount_raw: -read.whole(entity, 'badDebt'),
      };
    });
    yield { table: 'position_events', rows };
  }
}

/** Warns of bad debt that has no place, since the table of liquidations has no column for it. */
export async function warnOfBadDebt(input: BuildInput): Promise<void> {
  let count = 0;
  for await (const page of input.read('badDebtRealizations')) count += page.length;
  if (count > 0) input.warnings.push(`bad debt of ${count} liquidations is left out: the table \`events\` holds it`);
}

/** Hourly prices of collateral; all markets of a token read the same feed, so every snapshot is an observation. */
export async function buildPrices(input: BuildInput, book: MorphoBook): Promise<TableRows> {
  const read = new EntityReader('marketHourlySnapshots');
  const seen = new HourlyObservations();
  for await (const page of input.read('marketHourlySnapshots')) {
    for (const entity of page) {
      const market = requireMarket(read, entity, book.markets);
      if (market.rows.length > 0) seen.add(book.assets.symbol(market.collateralTokenId)!, { unixSeconds: read.count(entity, 'timestamp'), id: entity.id, price: read.double(entity, 'inputTokenPriceUSD') });
    }
  }
  return { table: 'prices', rows: seen.rows('USD') };
}
