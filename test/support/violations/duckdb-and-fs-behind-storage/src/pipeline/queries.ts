import { DuckDBInstance } from '@duckdb/node-api';

export const used = DuckDBInstance;
