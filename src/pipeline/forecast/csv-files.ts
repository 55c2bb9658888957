import { tableToCsv, type Table } from '../../frame/table.js';

/** Writes tables out: file name → CSV. */
export async function renderCsvFiles(tables: Readonly<Record<string, Table>>): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const [name, table] of Object.entries(tables)) files[`${name}.csv`] = await tableToCsv(table);
  return files;
}
