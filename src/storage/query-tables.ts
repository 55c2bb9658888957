import { UsageError } from '../core/errors.js';
import type { CellValue } from '../pipeline/pull-ports.js';
import { DuckDbSession, quoteSql } from './duckdb-session.js';

export interface QueryResult {
  readonly columns: readonly string[];
  /** Integers beyond 2^53 are text. */
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

const QUESTION = /^\s*(select|with|from|describe|summarize|show)\b/i;

/**
 * Runs one SQL question over Parquet files, each seen as a table of its name.
 *
 * Special cases: only questions are taken; the database is in memory and cut off from files and network before the question runs.
 * @throws UsageError with the database's own message when the question cannot be answered
 */
export async function queryTables(sql: string, fileByTable: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<QueryResult> {
  if (!QUESTION.test(sql)) throw new UsageError('only questions are answered: SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or SHOW', { where: sql });
  return DuckDbSession.use(async (session) => {
    for (const [table, file] of Object.entries(fileByTable)) await session.run(`CREATE TABLE ${table} AS SELECT * FROM read_parquet(${quoteSql(file)})`);
    await session.run('SET enable_external_access = false');
    await session.run('SET lock_configuration = true');
    try {
      const { columns, rows } = await session.readTable(sql);
      return { columns, rows: rows.map((row) => row.map(toPlain)) };
    } catch (cause) {
      signal?.throwIfAborted();
      throw new UsageError((cause as Error).message.split('\n')[0]!, { where: sql, suggestions: [`Tables there: ${Object.keys(fileByTable).join(', ')}.`], cause });
    }
  }, { signal });
}

/** A cell that JSON can hold without losing a digit. */
function toPlain(value: CellValue | object): string | number | boolean | null {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  if (typeof value === 'object' && value !== null) return String(value);
  if (typeof value === 'number' && !Number.isFinite(value)) return null;
  return value;
}
