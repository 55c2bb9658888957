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
 * @param tokens symbol → id of the tokens that are being built
 * @returns tables of which rows were carried
 * @throws DataError when the earlier version was altered, or a symbol of it stands for another token now
 */
export async function carryRows(builder: DatasetBuilder, base: BaseDataset, tokens: ReadonlyMap<string, string>): Promise<string[]> {
  const manifest = await readManifest(base.folder);
  requireSameTokens(base, manifest.tokens ?? {}, tokens);
  const carriedTables: string[] = [];
  for (const table of Object.keys(manifest.tables).sort()) {
    const carried = describeCarried(table, base, builder.tables.includes(table));
    await checkTableBytes(base.folder, table, manifest.tables[table]!);
    if (carried === null) continue;
    carriedTables.push(table);
    await builder.addSelection(table, `FROM read_parquet(${quoteSql(tableFile(base.folder, table))}) WHERE ${carried}`);
  }
  if (builder.tables.includes('prices')) await fillBetween(builder, base.cutUnixSeconds);
  if (manifest.tables['assets'] !== undefined && builder.tables.includes('assets')) await carryAssets(builder, base.folder);
  return carriedTables;
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
async function carryAssets(builder: DatasetBuilder, folder: string): Promise<void> {
  await builder.addSelection('assets', `FROM read_parquet(${quoteSql(tableFile(folder, 'assets'))}) WHERE asset NOT IN (SELECT asset FROM assets)`);
}

/** History is joined by symbol, and which token has a symbol can change: of two that share one, the first by address keeps it. */
function requireSameTokens({ name, folder }: BaseDataset, before: Readonly<Record<string, string>>, now: ReadonlyMap<string, string>): void {
  const changed = Object.keys(before).find((symbol) => (now.get(symbol) ?? before[symbol]) !== before[symbol]);
  if (changed === undefined) return;
  throw new DataError(`${changed} is the token ${before[changed]} in ${name}, and ${now.get(changed)} now`, {
    where: join(folder, MANIFEST_FILE),
    suggestions: ['Pull a dataset of its own, without --since latest.'],
  });
}
