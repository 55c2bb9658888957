import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import type { CellValue } from '../pipeline/pull-ports.js';
import { parquetType, type TableSpec } from './table-spec.js';

export type TableRow = Readonly<Record<string, CellValue>>;

/** Quotes a text for SQL. */
export function quoteSql(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A database on disk, for more rows than memory should hold. */
export interface OnDisk {
  readonly file: string;
  readonly memoryLimitMb: number;
}

export interface SessionOptions {
  readonly onDisk?: OnDisk;
  readonly signal?: AbortSignal | undefined;
}

/** The only door to DuckDB: one database, one thread, so that equal rows make equal files. */
export class DuckDbSession {
  private constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
  ) {}

  /** Loads the native library ahead of work that should be short: it costs a fifth of a second. */
  static async load(): Promise<void> {
    await import('@duckdb/node-api');
  }

  /** Opens a session, in memory or on disk, hands it to `work` and closes it whatever happens. @throws the signal's reason: what is being asked then is broken off */
  static async use<T>(work: (session: DuckDbSession) => Promise<T>, { onDisk, signal }: SessionOptions = {}): Promise<T> {
    // Loaded when used: the native library costs a fifth of a second, which `--version` must not pay.
    const duckdb = await import('@duckdb/node-api');
    const instance = await duckdb.DuckDBInstance.create(onDisk?.file ?? ':memory:', {
      threads: '1',
      ...(onDisk && { memory_limit: `${onDisk.memoryLimitMb}MB` }),
    });
    const session = new DuckDbSession(instance, await instance.connect());
    const interrupt = (): void => session.connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      return await work(session);
    } catch (error) {
      signal?.throwIfAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', interrupt);
      session.connection.closeSync();
      session.instance.closeSync();
    }
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** Reads the rows of a query; raw integers must be selected as HUGEINT and come back as `bigint`. */
  async readRows(sql: string): Promise<Record<string, DuckDBValue>[]> {
    return (await this.connection.run(sql)).getRowObjects();
  }

  /** Reads any query: the names of its columns, and its rows in their order. */
  async readTable(sql: string): Promise<{ readonly columns: string[]; readonly rows: (CellValue | object)[][] }> {
    const result = await this.connection.run(sql);
    return { columns: result.columnNames(), rows: (await result.getRows()) as (CellValue | object)[][] };
  }

  /** Reads a query whose columns are all DOUBLE without NULL; one array per column. */
  async readDoubleColumns(sql: string): Promise<Float64Array[]> {
    const result = await this.connection.run(sql);
    const columns = Array.from({ length: result.columnCount }, () => new Float64Array(result.rowCount));
    let offset = 0;
    for (const chunk of await result.fetchAllChunks()) {
      for (const [index, values] of columns.entries()) values.set(chunk.getColumnValues(index) as number[], offset);
      offset += chunk.rowCount;
    }
    return columns;
  }

  /** Creates the empty table of a declaration. */
  async createTable(spec: TableSpec): Promise<void> {
    const columns = spec.columns.map((item) => `${item.name} ${item.type}`);
    await this.run(`CREATE TEMP TABLE ${spec.name} (${columns.join(', ')})`);
  }

  /** Appends rows to a table made by `createTable`, each cell in the column's storage type. */
  async appendRows(spec: TableSpec, rows: readonly TableRow[]): Promise<void> {
    const appender = await this.connection.createAppender(spec.name);
    for (const row of rows) {
      for (const item of spec.columns) {
        const value = row[item.name] ?? null;
        if (value === null) appender.appendNull();
        else if (item.type === 'VARCHAR') appender.appendVarchar(String(value));
        else if (item.type === 'BOOLEAN') appender.appendBoolean(Boolean(value));
        else if (item.type === 'INTEGER') appender.appendInteger(Number(value));
        else if (item.type === 'BIGINT') appender.appendBigInt(BigInt(value));
        else if (item.type === 'HUGEINT') appender.appendHugeInt(BigInt(value));
        else appender.appendDouble(Number(value));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Writes a table made by `createTable` as Parquet (zstd, levels 1 to 22), rows in the order of its key. */
  async copyToParquet(spec: TableSpec, file: string, compressionLevel: number): Promise<void> {
    const columns = spec.columns.map((item) => `${item.name}::${parquetType(item)} AS ${item.name}`);
    await this.run(
      `COPY (SELECT ${columns.join(', ')} FROM ${spec.name} ORDER BY ${spec.key.join(', ')}) ` +
        `TO ${quoteSql(file)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL ${compressionLevel}, PARQUET_VERSION v2)`,
    );
  }
}
