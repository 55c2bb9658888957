import type { DatasetCheck } from './dataset-check.js';
import { quoteSql, type DuckDbSession } from './duckdb-session.js';
import { tableFile } from './table-check.js';

/** Debt of accounts below a health factor of 1 that can be waiting for liquidators; more means wrong prices, thresholds or e-modes. */
const MOST_UNHEALTHY_DEBT_SHARE = 0.05;
/** A price this many times beyond its neighbours, up or down, that comes back is a fault of the source rather than a market. */
const WICK_RATIO = 3;

/** Size in raw units below which Perpetual v2 counts a position as closed, and drops what is left of it. */
const DUST_SIZE = 10;

type Check = (session: DuckDbSession, folder: string) => Promise<DatasetCheck>;

/** What must hold of the figures themselves, by the tables that each check needs. */
const CHECKS: readonly { readonly tables: readonly string[]; readonly unless?: string; readonly check: Check }[] = [
  { tables: ['lending_positions'], check: checkNegativeAmounts },
  { tables: ['perp_positions'], check: checkEmptyPositions },
  { tables: ['perp_events'], check: checkSizesFollow },
  { tables: ['prices'], check: checkPriceGrid },
  { tables: ['prices'], check: checkWicks },
  // Where the source states account totals, the positions are held against those instead.
  { tables: ['assets', 'reserves', 'lending_positions'], unless: 'lending_accounts', check: checkHealth },
];

/** Runs the checks whose tables are sound. */
export async function runEconomicChecks(session: DuckDbSession, folder: string, sound: ReadonlySet<string>): Promise<DatasetCheck[]> {
  const checks: DatasetCheck[] = [];
  for (const { tables, unless, check } of CHECKS) {
    if (tables.every((table) => sound.has(table)) && !(unless !== undefined && sound.has(unless))) checks.push(await check(session, folder));
  }
  return checks;
}

const from = (folder: string, table: string): string => `read_parquet(${quoteSql(tableFile(folder, table))})`;

async function checkNegativeAmounts(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const [row] = await session.readRows(`SELECT count(*) AS negative, min(account) AS account FROM ${from(folder, 'lending_positions')} WHERE amount_raw < 0`);
  const negative = Number(row!['negative']);
  return { check: 'lending_positions: no amount is below 0', holds: negative === 0, detail: negative === 0 ? '0 below' : `${negative} below, e.g. of ${String(row!['account'])}` };
}

async function checkEmptyPositions(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const [row] = await session.readRows(`SELECT count(*) AS odd, min(account) AS account FROM ${from(folder, 'perp_positions')} WHERE size_raw = 0 OR entry_price_raw <= 0 OR collateral_raw < 0`);
  const odd = Number(row!['odd']);
  return { check: 'perp_positions: every one has a size, an entry price above 0 and no negative margin', holds: odd === 0, detail: odd === 0 ? '0 without' : `${odd} without, e.g. of ${String(row!['account'])}` };
}

/** Events of one moment whose order the source does not tell are left out. */
async function checkSizesFollow(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const order = 'OVER (PARTITION BY market, position ORDER BY unix_seconds, order_index, event)';
  const isTied = (neighbour: string): string => `(${neighbour}(unix_seconds) ${order} = unix_seconds AND ${neighbour}(order_index) ${order} = order_index)`;
  const [row] = await session.readRows(
    `WITH moments AS (SELECT *, coalesce(${isTied('lag')}, false) OR coalesce(${isTied('lead')}, false) AS tied FROM ${from(folder, 'perp_events')}), ` +
      `steps AS (SELECT position, size_delta_raw, size_after_raw, tied OR lag(tied) ${order} AS unsure, lag(size_after_raw) ${order} AS before FROM moments), ` +
      `held AS (SELECT position, before + size_delta_raw <> size_after_raw AND NOT (abs(before + size_delta_raw - size_after_raw) < ${DUST_SIZE} AND 0 IN (before, size_after_raw)) AS is_broken FROM steps WHERE before IS NOT NULL AND size_delta_raw IS NOT NULL AND NOT unsure) ` +
      'SELECT count(*) AS steps, count(*) FILTER (is_broken) AS broken, min(position) FILTER (is_broken) AS position FROM held',
  );
  const broken = Number(row!['broken']);
  return {
    check: 'perp_events: every size is the one before and its change',
    holds: broken === 0,
    detail: broken === 0 ? `${Number(row!['steps'])} steps held` : `${broken} of ${Number(row!['steps'])} steps do not, e.g. of ${String(row!['position'])}`,
  };
}

async function checkPriceGrid(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const [row] = await session.readRows(
    `WITH steps AS (SELECT asset, quote, unix_seconds - lag(unix_seconds) OVER (PARTITION BY asset, quote ORDER BY unix_seconds) AS step FROM ${from(folder, 'prices')}), ` +
      'broken AS (SELECT asset, quote, count(DISTINCT step) AS widths FROM steps WHERE step IS NOT NULL GROUP BY asset, quote HAVING count(DISTINCT step) > 1) ' +
      `SELECT (SELECT count(*) FROM broken) AS broken, (SELECT min(asset || '/' || quote) FROM broken) AS series, avg(filled::DOUBLE) AS filled FROM ${from(folder, 'prices')}`,
  );
  const broken = Number(row!['broken']);
  const filled = `${(Number(row!['filled'] ?? 0) * 100).toFixed(1)} % of bars filled`;
  return { check: 'prices: every series is on a grid without gaps', holds: broken === 0, detail: broken === 0 ? filled : `${broken} series with gaps, e.g. ${String(row!['series'])}; ${filled}` };
}

/** Highs and lows of real exchanges do have such wicks: they are counted, and only closes are held against the bound. */
async function checkWicks(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const around = 'OVER (PARTITION BY asset, quote ORDER BY unix_seconds)';
  const beyond = (high: string, low: string): string => `(${high} > ${WICK_RATIO} * greatest(before, after) OR ${low} < least(before, after) / ${WICK_RATIO})`;
  const [row] = await session.readRows(
    `WITH bars AS (SELECT asset, unix_seconds, high, low, close, lag(close) ${around} AS before, lead(close) ${around} AS after FROM ${from(folder, 'prices')}), ` +
      `odd AS (SELECT * FROM bars WHERE close <= 0 OR ${beyond('close', 'close')}) ` +
      `SELECT count(*) AS odd, min(asset) AS asset, min(unix_seconds)::DOUBLE AS unix_seconds, (SELECT count(*) FROM bars WHERE ${beyond('high', 'low')}) AS within FROM odd`,
  );
  const odd = Number(row!['odd']);
  const example = odd === 0 ? '' : `, e.g. ${String(row!['asset'])} in the bar that closes at ${new Date(Number(row!['unix_seconds']) * 1000).toISOString()}`;
  return { check: `prices: no close is at or below 0 or ${WICK_RATIO} times beyond its neighbours`, holds: odd === 0, detail: `${odd} such closes${example}; ${Number(row!['within'])} bars whose high or low is` };
}

async function checkHealth(session: DuckDbSession, folder: string): Promise<DatasetCheck> {
  const value = 'p.amount_raw::DOUBLE / power(10, a.decimals) * r.oracle_price_raw::DOUBLE / 1e18';
  const [row] = await session.readRows(
    `WITH accounts AS (SELECT p.market, p.account, sum(CASE WHEN p.side = 'debt' THEN ${value} ELSE 0 END) AS debt, ` +
      `sum(CASE WHEN p.side = 'collateral' THEN ${value} * coalesce(p.liquidation_threshold_bps, r.liquidation_threshold_bps) / 1e4 ELSE 0 END) AS backed ` +
      `FROM ${from(folder, 'lending_positions')} p JOIN ${from(folder, 'assets')} a USING (asset) JOIN ${from(folder, 'reserves')} r USING (market, asset) GROUP BY p.market, p.account) ` +
      'SELECT count(*) FILTER (debt > 0)::DOUBLE AS borrowers, count(*) FILTER (debt > backed)::DOUBLE AS below, coalesce(sum(debt), 0) AS debt, coalesce(sum(debt) FILTER (debt > backed), 0) AS debt_below FROM accounts',
  );
  const share = Number(row!['debt']) > 0 ? Number(row!['debt_below']) / Number(row!['debt']) : 0;
  return {
    check: `health factors at the snapshot: at most ${MOST_UNHEALTHY_DEBT_SHARE * 100} % of the debt is of accounts below 1`,
    holds: share <= MOST_UNHEALTHY_DEBT_SHARE,
    detail: `${Number(row!['below'])} of ${Number(row!['borrowers'])} borrowers below 1, with ${(share * 100).toFixed(2)} % of the debt`,
  };
}
