import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import type { BaseDataset } from '../pipeline/pull-ports.js';
import type { DatasetBuilder } from './dataset-builder.js';
import { quoteSql } from './duckdb-session.js';
import { MANIFEST_FILE, readManifest } from './manifest.js';
import { checkTableBytes, tableFile } from './table-check.js';

/** Tables of what happened: what was pulled of the time before stays as it is. */
const HISTORY = ['position_events', 'parameter_changes', 'liquidations', 'perp_events', 'perp_liquidations'];
/** Tables of what was seen at a snapshot: each version adds its own. */
const OBSERVATIONS = ['pools', 'pool_ticks', 'pool_balances', 'depth_quotes'];
const HOUR_SECONDS = 3600;

/**
 * Adds to a dataset that is being built the history of an earlier version: every row before the cut, which is a full hour, and so the bars
 * that close until then. Where the newer bars of a series begin later, the hours between are filled and marked, as a whole pull would.
 *
 * @throws DataError when the earlier version was altered, or an asset of it has other decimals now
 */
export async function carryRows(builder: DatasetBuilder, base: BaseDataset): Promise<void> {
  const manifest = await readManifest(base.folder);
  for (const table of Object.keys(manifest.tables).sort()) {
    const carried = describeCarried(table, base, builder.tables.includes(table));
    if (carried === null) continue;
    await checkTableBytes(base.folder, table, manifest.tables[table]!);
    await builder.addSelection(table, `FROM read_parquet(${quoteSql(tableFile(base.folder, table))}) WHERE ${carried}`);
  }
  if (builder.tables.includes('prices')) await fillBetween(builder, base.cutUnixSeconds);
  if (manifest.tables['assets'] !== undefined && builder.tables.includes('assets')) await carryAssets(builder, base);
}

/** Which rows of a table are carried, as a condition; `null` for tables of the snapshot alone. */
function describeCarried(table: string, { cutUnixSeconds }: BaseDataset, isBuilt: boolean): string | null {
  if (table === 'prices') return `unix_seconds <= ${cutUnixSeconds}`;
  if (HISTORY.includes(table)) return `unix_seconds < ${cutUnixSeconds}`;
  if (!OBSERVATIONS.includes(table)) return null;
  // Two versions may be of one time, where nothing happened between their blocks: the newer stands.
  return isBuilt ? `unix_seconds NOT IN (SELECT unix_seconds FROM ${table})` : 'true';
}

async function fillBetween(builder: DatasetBuilder, cutUnixSeconds: number): Promise<void> {
  const last = `SELECT asset, quote, max(unix_seconds) AS at, arg_max(close, unix_seconds) AS close FROM prices WHERE unix_seconds <= ${cutUnixSeconds} GROUP BY asset, quote`;
  const first = `SELECT asset, quote, min(unix_seconds) AS at FROM prices WHERE unix_seconds > ${cutUnixSeconds} GROUP BY asset, quote`;
  await builder.addRows(
    'prices',
    `SELECT asset, quote, unnest(generate_series(last.at + ${HOUR_SECONDS}, first.at - ${HOUR_SECONDS}, ${HOUR_SECONDS})), NULL, NULL, NULL, last.close, NULL, true ` +
      `FROM (${last}) AS last JOIN (${first}) AS first USING (asset, quote)`,
  );
}

/** Assets that history names and the snapshot does not any more. */
async function carryAssets(builder: DatasetBuilder, base: BaseDataset): Promise<void> {
  const file = `read_parquet(${quoteSql(tableFile(base.folder, 'assets'))})`;
  const [changed] = await builder.read(`SELECT old.asset AS asset, old.decimals AS before, assets.decimals AS now FROM ${file} AS old JOIN assets USING (asset) WHERE old.decimals <> assets.decimals LIMIT 1`);
  if (changed !== undefined) {
    throw new DataError(`${String(changed['asset'])} had ${String(changed['before'])} decimals in ${base.name} and has ${String(changed['now'])} now: the name stands for another token`, {
      where: join(base.folder, MANIFEST_FILE),
      suggestions: ['Pull a dataset of its own, without --since latest.'],
    });
  }
  await builder.addSelection('assets', `FROM ${file} WHERE asset NOT IN (SELECT asset FROM assets)`);
}
