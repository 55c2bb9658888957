import { createDatasetStore } from '../storage/dataset-store.js';
import { queryTables, type QueryResult as QueryReply } from '../storage/query-tables.js';
import { listDatasetFolders, type DataContext } from './data.js';
import { runStage, type StageContext } from './progress.js';

export type { QueryReply };

export const QUERY_STAGES = { ask: 'Answer the question' } as const;

/**
 * Answers an SQL question over the tables of one dataset, each under its own name.
 *
 * The tables are checked against their hashes and copied into memory first; the query reaches nothing else.
 * @throws UsageError when the SQL is wrong or not a question; DataError when the dataset is unknown or altered
 */
export async function queryDataset(sql: string, dataset: string, context: DataContext & StageContext): Promise<QueryReply> {
  const store = createDatasetStore({ folders: listDatasetFolders(context) });
  const { tables } = await store.readDatasetManifest(dataset);
  const files: Record<string, string> = {};
  for (const table of Object.keys(tables)) files[table] = await store.checkTable(dataset, table);
  return runStage(context, QUERY_STAGES.ask, () => queryTables(sql, files, context.signal), ({ rows }) => `${rows.length} rows`);
}
