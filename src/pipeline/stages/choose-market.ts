import { DataError, UsageError } from '../../core/errors.js';
import type { MarketFile } from '../config/market-file.js';
import type { LendingDataset } from '../ports.js';

/**
 * Gives the dataset with one lending market, and of its reserves those that are held, owed or under study.
 *
 * @throws UsageError when the dataset holds several markets and the market file names none of them; DataError when the market has no position
 */
export function chooseMarket(dataset: LendingDataset, { lendingMarket, asset }: MarketFile): LendingDataset {
  const names = [...new Set(dataset.reserves.map(({ market }) => market))].sort();
  const chosen = lendingMarket ?? (names.length === 1 ? names[0]! : undefined);
  if (chosen === undefined || !names.includes(chosen)) {
    throw new UsageError(chosen === undefined ? 'the dataset holds several lending markets' : `the dataset has no lending market ${chosen}`, {
      where: 'lendingMarket',
      suggestions: [`Write one of these into the market file, \`lendingMarket: …\`: ${names.join(', ')}.`],
    });
  }
  const ofMarket = <Row extends { readonly market: string }>(rows: readonly Row[]): Row[] => rows.filter(({ market }) => market === chosen);
  const positions = ofMarket(dataset.positions);
  if (positions.length === 0) throw new DataError(`the market ${chosen} has no positions`, { where: dataset.name, suggestions: ['Pull or import them too: `--tables positions`.'] });
  const held = new Set([asset, ...positions.map((row) => row.asset)]);
  return { ...dataset, positions, accounts: ofMarket(dataset.accounts), reserves: ofMarket(dataset.reserves).filter((row) => held.has(row.asset)) };
}
