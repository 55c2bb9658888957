/** The DuckDB type that a query sees; how it is laid down in Parquet is `parquetType`. */
type ColumnType = 'VARCHAR' | 'BOOLEAN' | 'INTEGER' | 'BIGINT' | 'HUGEINT' | 'DOUBLE';

export interface ColumnSpec {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: string;
  readonly description: string;
  readonly nullable: boolean;
}

export interface TableSpec {
  readonly name: string;
  readonly description: string;
  /** Unique, and the order of the rows in the file: equal rows make equal bytes. */
  readonly key: readonly string[];
  /** The column the manifest's time range is taken over. */
  readonly timeColumn: string | null;
  readonly columns: readonly ColumnSpec[];
}

/** Declares a column that every row fills. */
export function column(name: string, type: ColumnType, unit: string, description: string): ColumnSpec {
  return { name, type, unit, description, nullable: false };
}

/** Declares a column that a row may leave empty. */
export function nullableColumn(name: string, type: ColumnType, unit: string, description: string): ColumnSpec {
  return { name, type, unit, description, nullable: true };
}

/**
 * Tells the type that a column has inside the Parquet file.
 *
 * Special cases: Parquet has no 128-bit integer and DuckDB would write HUGEINT as DOUBLE, which loses digits, so raw integers
 * are laid down as DECIMAL(38,0) and cast back when read.
 */
export function parquetType(spec: ColumnSpec): string {
  return spec.type === 'HUGEINT' ? 'DECIMAL(38,0)' : spec.type;
}
