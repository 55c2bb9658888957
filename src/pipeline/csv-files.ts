import type { Table } from '../frame/table.js';

/** Writes tables as CSV, under the same paths. */
export async function renderCsvFiles(tableByPath: Readonly<Record<string, Table>>): Promise<Record<string, string>> {
  // Loaded when used: no command that writes no table pays for it.
  const { tableToCsv } = await import('../frame/table.js');
  const files: Record<string, string> = {};
  for (const [path, table] of Object.entries(tableByPath)) files[path] = await tableToCsv(table);
  return files;
}
