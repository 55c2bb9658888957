import { UsageError } from '../../core/errors.js';
import type { SourceAdapter } from '../../sources/adapter.js';
import { findAdapter, requireChoices } from '../../sources/adapters/find-adapter.js';
import { parseEndpoint, type Endpoint } from '../../sources/client/endpoint.js';
import { createMappedAdapter } from '../../sources/mapped/mapped-adapter.js';
import { isMappingFile, readMappingFile } from '../config/mapping-file.js';
import { PULL_TABLES, type PullTable, type SourceRequest } from '../pull-ports.js';
import { parseDate } from './parse-date.js';

const DEFAULTS = { network: 'ethereum', confirmations: 64, tables: ['positions', 'prices', 'liquidations'] as PullTable[] };

/** What a user says of one subgraph, by flags or in a market file. */
export interface SourceOptions {
  readonly source: string;
  readonly endpoint: string;
  readonly network?: string | undefined;
  readonly block?: number | undefined;
  readonly at?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly tables?: readonly string[] | undefined;
  readonly choices?: Readonly<Record<string, string>> | undefined;
  readonly confirmations?: number | undefined;
}

/** One subgraph ready to be asked. */
export interface SourceTask {
  readonly adapter: SourceAdapter;
  readonly endpoint: Endpoint;
  readonly request: SourceRequest;
}

/** A source by its name, or by the path of a mapping file. @throws UsageError or DataError */
export async function findSource(nameOrFile: string, workingFolder: string): Promise<SourceAdapter> {
  return isMappingFile(nameOrFile) ? createMappedAdapter(await readMappingFile(nameOrFile, workingFolder)) : findAdapter(nameOrFile);
}

/**
 * Reads what is asked of one subgraph.
 *
 * @param where how the user calls an option, for errors: `--at`, or `subgraphs[0].at`
 * @throws UsageError for what cannot be asked; DataError for an unusable mapping file
 */
export async function readSourceTask(options: SourceOptions, where: (option: string) => string, context: { readonly workingFolder: string; readonly key: string | null }): Promise<SourceTask> {
  const adapter = await findSource(options.source, context.workingFolder);
  const endpoint = parseEndpoint(options.endpoint, context.key);
  if (options.block !== undefined && options.at !== undefined) {
    throw new UsageError(`${where('block')} and ${where('at')} both name the block`, { where: where('at'), suggestions: ['Give one of them.'] });
  }
  const choices = options.choices ?? {};
  requireChoices(adapter, choices);
  const request: SourceRequest = {
    source: adapter.name,
    url: endpoint.url,
    network: options.network ?? DEFAULTS.network,
    tables: options.tables === undefined ? DEFAULTS.tables : readTables(options.tables, where('tables')),
    block: options.block ?? null,
    atUnixSeconds: parseDate(options.at, where('at')),
    confirmations: options.confirmations ?? DEFAULTS.confirmations,
    sinceUnixSeconds: parseDate(options.since, where('since')),
    untilUnixSeconds: parseDate(options.until, where('until')),
    choices,
  };
  return { adapter, endpoint, request };
}

function readTables(named: readonly string[], where: string): PullTable[] {
  const unknown = named.find((name) => !PULL_TABLES.some((table) => table === name));
  if (unknown !== undefined) throw new UsageError(`\`${unknown}\` is nothing that can be pulled`, { where, suggestions: [`Use some of: ${PULL_TABLES.join(', ')}.`] });
  // In a fixed order: how a user writes the list does not change what it means.
  return PULL_TABLES.filter((table) => named.includes(table));
}
