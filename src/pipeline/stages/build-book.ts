import { DataError, UsageError } from '../../core/errors.js';
import { assertInvariant } from '../../core/assert.js';
import type { ReserveParameters } from '../../core/reserve-parameters.js';
import type { BookAsset, LendingBook } from '../../simulation/book.js';
import type { MarketFile } from '../config/market-file.js';
import type { LendingDataset, PositionRow } from '../ports.js';
import { assertParametersValid } from './parameter-space.js';

const BPS = 10_000;
const PRICE_SCALE = 1e18;

/**
 * Turns a dataset's positions into the simulation's book, priced at the oracle of the snapshot.
 *
 * Units: token amounts = raw / 10^decimals; USD price = oracle price in the base currency × its USD price at the snapshot.
 * @throws DataError when a position's asset is unknown; UsageError when the market file leaves an asset without price factors
 */
export function buildBook(dataset: LendingDataset, market: MarketFile, baseCurrencyUsd: number): LendingBook {
  const factors = Object.keys(market.factors);
  const decimalsOf = new Map(dataset.assets.map(({ asset, decimals }) => [asset, decimals]));
  const unmoved = dataset.reserves.map(({ asset }) => asset).filter((asset) => market.assets[asset] === undefined);
  if (unmoved.length > 0) {
    throw new UsageError(`assets: nothing says what moves the price of ${unmoved.join(', ')}`, {
      where: market.name,
      suggestions: [`Add a line such as \`${unmoved[0]}: [${factors[0]}]\` for each to the market file, or \`[]\` for a constant dollar price.`],
    });
  }
  const assets = dataset.reserves.map((reserve): BookAsset => ({
    asset: reserve.asset,
    factors: market.assets[reserve.asset]!.map((name) => factorIndex(factors, name, reserve.asset)),
    startPriceUsd: (Number(reserve.oraclePriceRaw) / PRICE_SCALE) * baseCurrencyUsd,
    liquidationBonusRatio: reserve.liquidationBonusBps / BPS,
  }));
  const assetIndex = new Map(assets.map(({ asset }, index) => [asset, index]));
  const thresholdOf = new Map(dataset.reserves.map((reserve) => [reserve.asset, reserve.liquidationThresholdBps]));
  const ltvOf = new Map(dataset.reserves.map((reserve) => [reserve.asset, reserve.ltvBps]));
  const accounts = dataset.accounts.map(({ account }) => account);
  const rowsOf = groupByAccount(dataset.positions);
  const collateral = layOut(accounts, rowsOf, 'collateral', assetIndex, decimalsOf);
  const debt = layOut(accounts, rowsOf, 'debt', assetIndex, decimalsOf);
  return {
    accounts,
    assets,
    collateralStart: collateral.start,
    collateralAsset: collateral.asset,
    collateralAmount: collateral.amount,
    collateralThresholdRatio: Float64Array.from(
      collateral.rows,
      (row) => (row.liquidationThresholdBps ?? thresholdOf.get(row.asset)!) / BPS,
    ),
    collateralLtvRatio: Float64Array.from(collateral.rows, (row) => readLtvBps(row, ltvOf.get(row.asset)!) / BPS),
    debtStart: debt.start,
    debtAsset: debt.asset,
    debtAmount: debt.amount,
  };
}

/**
 * Gives the dataset with the market file's `parametersInForce` on the reserve under study, where it states any.
 *
 * @throws UsageError when the dataset has no such reserve, or the values in force break the venue's rules
 */
export function applyParametersInForce(dataset: LendingDataset, market: MarketFile): LendingDataset {
  const parameters = market.parametersInForce ?? readCurrentParameters(dataset, market.asset);
  assertParametersValid(parameters, `the parameters in force on ${market.asset}`);
  return { ...dataset, reserves: dataset.reserves.map((row) => (row.asset === market.asset ? { ...row, ...parameters } : row)) };
}

/** Parameters in force on one reserve. @throws UsageError when the dataset has no such reserve */
export function readCurrentParameters(dataset: LendingDataset, asset: string): ReserveParameters {
  const reserve = dataset.reserves.find((row) => row.asset === asset);
  if (!reserve) {
    throw new UsageError(`asset: the dataset has no reserve ${asset}`, {
      where: dataset.name,
      suggestions: [`Reserves there: ${dataset.reserves.map((row) => row.asset).join(', ')}.`],
    });
  }
  const { ltvBps, liquidationThresholdBps, liquidationBonusBps } = reserve;
  return { ltvBps, liquidationThresholdBps, liquidationBonusBps };
}

/** LTV of a row; where the source does not know it (0 beside a threshold) the threshold stands in: the most that could be allowed. */
function readLtvBps(row: PositionRow, reserveLtvBps: number): number {
  if (reserveLtvBps > 0 || row.liquidationThresholdBps === null) return reserveLtvBps;
  return row.liquidationThresholdBps;
}

function factorIndex(factors: readonly string[], name: string, asset: string): number {
  const index = factors.indexOf(name);
  if (index < 0) {
    throw new UsageError(`assets.${asset}: ${name} is not among the factors`, {
      suggestions: [`Factors of the market file: ${factors.join(', ')}.`],
    });
  }
  return index;
}

function groupByAccount(positions: readonly PositionRow[]): Map<string, PositionRow[]> {
  const rows = new Map<string, PositionRow[]>();
  for (const position of positions) {
    const known = rows.get(position.account);
    if (known) known.push(position);
    else rows.set(position.account, [position]);
  }
  return rows;
}

interface SideLayout {
  readonly start: Int32Array;
  readonly asset: Int32Array;
  readonly amount: Float64Array;
  readonly rows: readonly PositionRow[];
}

function layOut(
  accounts: readonly string[],
  rowsOf: ReadonlyMap<string, readonly PositionRow[]>,
  side: PositionRow['side'],
  assetIndex: ReadonlyMap<string, number>,
  decimalsOf: ReadonlyMap<string, number>,
): SideLayout {
  const start = new Int32Array(accounts.length + 1);
  const rows: PositionRow[] = [];
  accounts.forEach((account, index) => {
    for (const row of rowsOf.get(account) ?? []) {
      if (row.side !== side) continue;
      if (!assetIndex.has(row.asset) || !decimalsOf.has(row.asset)) {
        throw new DataError(`position of ${account} is in ${row.asset}, which is not among the reserves and assets`);
      }
      rows.push(row);
    }
    start[index + 1] = rows.length;
  });
  assertInvariant(start[accounts.length] === rows.length, 'every position row belongs to one account');
  return {
    start,
    asset: Int32Array.from(rows, (row) => assetIndex.get(row.asset)!),
    amount: Float64Array.from(rows, (row) => Number(row.amountRaw) / 10 ** decimalsOf.get(row.asset)!),
    rows,
  };
}
