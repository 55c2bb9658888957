import type { Table } from '../../frame/table.js';
import type { LendingBook } from '../../simulation/book.js';
import { healthFactorOf } from '../../simulation/valuation.js';

/** One row per account: what it holds and owes at the snapshot's oracle prices, and its health under both parameter sets. Without debt the health is empty. */
export function buildAccountsTable(current: LendingBook, recommended: LendingBook): Table {
  const priceUsd = Float64Array.from(current.assets, ({ startPriceUsd }) => startPriceUsd);
  const health = (book: LendingBook, account: number): number | null => {
    const value = healthFactorOf(book, book, priceUsd, account);
    return value === Infinity ? null : value;
  };
  return {
    columns: ['account', 'collateralUsd', 'debtUsd', 'debtRecommendedUsd', 'healthFactorCurrent', 'healthFactorRecommended'],
    rows: current.accounts.map((account, index) => [account, sumSideUsd(current, 'collateral', index), sumSideUsd(current, 'debt', index), sumSideUsd(recommended, 'debt', index), health(current, index), health(recommended, index)]),
  };
}

/** Positions added up by asset and side. */
export async function summarisePositions(book: LendingBook): Promise<Table> {
  const rows = (['collateral', 'debt'] as const).flatMap((side) => {
    const [assets, amounts] = side === 'collateral' ? [book.collateralAsset, book.collateralAmount] : [book.debtAsset, book.debtAmount];
    return Array.from(assets, (asset, row) => [book.assets[asset]!.asset, side, amounts[row]!, amounts[row]! * book.assets[asset]!.startPriceUsd] as const);
  });
  // Loaded when used, as every table is.
  const { summariseByGroup } = await import('../../frame/table.js');
  const grouped = await summariseByGroup({ columns: ['asset', 'side', 'amount', 'valueUsd'], rows }, { by: ['asset', 'side'], aggregate: { amount: ['count', 'sum'], valueUsd: ['sum', 'max'] } });
  return { columns: ['asset', 'side', 'positions', 'amountSum', 'valueSumUsd', 'valueMaxUsd'], rows: grouped.rows };
}

function sumSideUsd(book: LendingBook, side: 'collateral' | 'debt', account: number): number {
  const [starts, assets, amounts] = side === 'collateral' ? [book.collateralStart, book.collateralAsset, book.collateralAmount] : [book.debtStart, book.debtAsset, book.debtAmount];
  let sumUsd = 0;
  for (let row = starts[account]!; row < starts[account + 1]!; row++) sumUsd += amounts[row]! * book.assets[assets[row]!]!.startPriceUsd;
  return sumUsd;
}
