import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../core/errors.js';
import { hashSha256 } from '../core/hash.js';
import type { DuckDbSession, TableRow } from './duckdb-session.js';
import { MANIFEST_FILE, type Manifest, type TableEntry } from './manifest.js';
import { checkRow } from './row-check.js';
import { SCHEMA_VERSION } from './schema.js';
import { requireTableSpec, tableFile } from './table-check.js';
import type { TableSpec } from './table-spec.js';

/** What the maker of a dataset says about it; rows, hashes and time ranges are worked out here. */
export type DatasetHeader = Omit<Manifest, 'schemaVersion' | 'tables' | 'tool'> & { readonly toolVersion: string };

/** Where a table's rows come from. */
export interface TableProvenance {
  readonly licence: string;
  readonly source: readonly string[];
}

/**
 * Takes rows in any order and any number, and writes them as a dataset.
 *
 * Rows are held in the session's database, not in memory; each table is sorted by its key when it is written, so that equal
 * content gives equal bytes.
 */
export class DatasetBuilder {
  private readonly rowsOf = new Map<string, number>();

  /** @param compressionLevel of zstd: equal rows make equal bytes at one level only */
  constructor(
    private readonly session: DuckDbSession,
    private readonly compressionLevel: number,
  ) {}

  /** Tables that have been named so far. */
  get tables(): string[] {
    return [...this.rowsOf.keys()].sort();
  }

  /** @throws DataError when a row breaks the schema */
  async add(table: string, rows: readonly TableRow[]): Promise<void> {
    const spec = requireTableSpec(table);
    const before = this.rowsOf.get(table);
    for (const [index, row] of rows.entries()) checkRow(spec, row, `${table}, row ${(before ?? 0) + index}`);
    if (before === undefined) await this.session.createTable(spec);
    this.rowsOf.set(table, (before ?? 0) + rows.length);
    await this.session.appendRows(spec, rows);
  }

  /** Adds the rows of a table of the same columns. @param selection the query from its FROM on */
  async addSelection(table: string, selection: string): Promise<void> {
    // Parquet has no 128-bit integer: such columns are stored as decimals.
    const columns = requireTableSpec(table).columns.map(({ name, type }) => `${name}::${type}`);
    await this.addRows(table, `SELECT ${columns.join(', ')} ${selection}`);
  }

  /** Adds what a query selects, in the order of the table's columns. */
  async addRows(table: string, query: string): Promise<void> {
    if (!this.rowsOf.has(table)) await this.session.createTable(requireTableSpec(table));
    await this.session.run(`INSERT INTO ${table} ${query}`);
    const [row] = await this.session.readRows(`SELECT count(*)::DOUBLE AS count FROM ${table}`);
    this.rowsOf.set(table, Number(row!['count']));
  }

  /**
   * Writes one Parquet file per table, then the manifest: a folder whose writing broke off is not a dataset.
   *
   * @throws DataError when a key comes twice
   */
  async write(folder: string, header: DatasetHeader, provenance: Readonly<Record<string, TableProvenance>>): Promise<Manifest> {
    for (const table of this.tables) await this.checkKeys(requireTableSpec(table));
    await mkdir(folder, { recursive: true });
    await rm(join(folder, MANIFEST_FILE), { force: true });
    const tables: Record<string, TableEntry> = {};
    for (const table of this.tables) tables[table] = await this.writeTable(folder, requireTableSpec(table), provenance[table]!);
    const { toolVersion, ...said } = header;
    const manifest: Manifest = { schemaVersion: SCHEMA_VERSION, ...said, tool: { name: 'plimsoll', version: toolVersion }, tables };
    await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  }

  private async checkKeys({ name, key }: TableSpec): Promise<void> {
    const [repeated] = await this.session.readRows(
      `SELECT ${key.map((item) => `${item}::VARCHAR AS ${item}`).join(', ')} FROM ${name} GROUP BY ${key.join(', ')} HAVING count(*) > 1 LIMIT 1`,
    );
    if (repeated === undefined) return;
    throw new DataError(`the key ${JSON.stringify(key.map((item) => repeated[item]))} comes twice in table \`${name}\``, { where: name });
  }

  private async writeTable(folder: string, spec: TableSpec, { licence, source }: TableProvenance): Promise<TableEntry> {
    const file = tableFile(folder, spec.name);
    await this.session.copyToParquet(spec, file, this.compressionLevel);
    const bytes = await readFile(file);
    return {
      rows: this.rowsOf.get(spec.name)!,
      bytes: bytes.length,
      sha256: hashSha256(bytes),
      timeRange: await this.findTimeRange(spec),
      licence,
      source: [...source],
    };
  }

  private async findTimeRange({ name, timeColumn }: TableSpec): Promise<TableEntry['timeRange']> {
    if (timeColumn === null || this.rowsOf.get(name) === 0) return null;
    const [range] = await this.session.readRows(`SELECT min(${timeColumn})::DOUBLE AS low, max(${timeColumn})::DOUBLE AS high FROM ${name}`);
    return { fromUnixSeconds: Number(range!['low']), toUnixSeconds: Number(range!['high']) };
  }
}
