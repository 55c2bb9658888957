import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import { findAdapter, requireChoices } from '../sources/adapters/find-adapter.js';
import { parseEndpoint } from '../sources/client/endpoint.js';
import { createMappedAdapter } from '../sources/mapped/mapped-adapter.js';
import { SubgraphClient, type ClientStatistics } from '../sources/client/subgraph-client.js';
import { pullSource } from '../sources/pull-source.js';
import { explainDiskFull } from '../storage/disk-full.js';
import { publishDataset, requireFreeName } from '../storage/pulled-dataset.js';
import { openPullStaging } from '../storage/pull-staging.js';
import { isMappingFile, readMappingFile } from './config/mapping-file.js';
import { parseDate } from './pull/parse-date.js';
import { readSubgraphKey } from './pull/subgraph-key.js';
import { runStage, type Progress } from './progress.js';
import { PULL_TABLES, type BuiltSource, type PullTable, type SourceRequest } from './pull-ports.js';

export const PULL_STAGES = { pull: 'Pull the subgraph', publish: 'Build and publish the dataset' } as const;

const DEFAULTS = { network: 'ethereum', confirmations: 64, inFlight: 16, timeLimitSeconds: 60, attempts: 16, tables: ['positions', 'prices', 'liquidations'] as PullTable[] };
const BACK_OFF = { baseMs: 250, mostMs: 20_000 };
/** The jitter between requests; it changes nothing that is pulled. */
const JITTER_SEED = 1;

export interface PullOptions {
  readonly source: string;
  readonly endpoint: string;
  readonly name: string;
  readonly network?: string | undefined;
  readonly block?: number | undefined;
  readonly at?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly tables?: string | undefined;
  readonly choose?: readonly string[] | undefined;
  readonly 'in-flight'?: number | undefined;
  readonly confirmations?: number | undefined;
  readonly 'time-limit'?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly 'allow-indexing-errors'?: boolean | undefined;
}

export interface PullContext {
  readonly workingFolder: string;
  readonly version: string;
  readonly progress: Progress;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Monotone clock in milliseconds. */
  readonly nowMs: () => number;
}

export interface PullReply {
  readonly dataset: string;
  readonly folder: string;
  readonly sha256: string;
  readonly deployment: string;
  readonly block: number;
  readonly rows: Readonly<Record<string, number>>;
  readonly requests: number;
  readonly retries: Readonly<Record<string, number>>;
  readonly bytesReceived: number;
  readonly bytesOnDisk: number;
  readonly seconds: number;
  readonly warnings: readonly string[];
}

/**
 * Pulls one subgraph into a new dataset in `data/local/`.
 *
 * @throws UsageError for what the flags ask; SourceError when the subgraph refuses; DataError when its data is unusable or the disk is full
 */
export async function pullPipeline(options: PullOptions, context: PullContext): Promise<PullReply> {
  const startedMs = context.nowMs();
  const { progress } = context;
  const datasetsFolder = join(context.workingFolder, 'data', 'local');
  await requireFreeName(datasetsFolder, options.name);
  const adapter = isMappingFile(options.source) ? createMappedAdapter(await readMappingFile(options.source, context.workingFolder)) : findAdapter(options.source);
  const endpoint = parseEndpoint(options.endpoint, readSubgraphKey(context.environment));
  const request = readRequest(options, adapter.name, endpoint.url);
  requireChoices(adapter, request.choices);
  const staging = await openPullStaging(datasetsFolder, options.name, { toolVersion: context.version, requests: [request] }, options.resume ?? false);
  const client = new SubgraphClient({
    endpoint,
    inFlight: options['in-flight'] ?? DEFAULTS.inFlight,
    timeLimitMs: (options['time-limit'] ?? DEFAULTS.timeLimitSeconds) * 1000,
    attempts: DEFAULTS.attempts,
    backOff: BACK_OFF,
    seed: JITTER_SEED,
    allowIndexingErrors: options['allow-indexing-errors'] ?? false,
  });
  try {
    const built = await runStage(progress, PULL_STAGES.pull, () => pullSource(client, adapter, request, staging.stores[0]!, showPages(progress)), noteOf);
    const published = await runStage(
      progress,
      PULL_STAGES.publish,
      () => publishDataset(datasetsFolder, staging.buildFolder, { name: options.name, description: describe(built), toolVersion: context.version, sources: [built] }),
      ({ manifest }) => `${Object.keys(manifest.tables).length} tables`,
    );
    await staging.remove();
    const { manifest } = published;
    return {
      dataset: options.name,
      folder: published.folder,
      sha256: published.sha256,
      deployment: built.report.pin.deployment,
      block: built.report.pin.blockNumber,
      rows: Object.fromEntries(Object.entries(manifest.tables).map(([table, { rows }]) => [table, rows])),
      ...describeTraffic(client.statistics),
      bytesOnDisk: Object.values(manifest.tables).reduce((sum, { bytes }) => sum + bytes, 0),
      seconds: (context.nowMs() - startedMs) / 1000,
      warnings: [...client.statistics.warnings, ...manifest.notes.filter((note) => /left out|the subgraph states/.test(note))],
    };
  } catch (error) {
    await staging.close();
    throw explainDiskFull(error, datasetsFolder, 'Free some space, then run the same command with --resume: the pages are kept.');
  }
}

function readRequest(options: PullOptions, source: string, url: string): SourceRequest {
  if (options.block !== undefined && options.at !== undefined) throw new UsageError('--block and --at both name the block', { where: '--at', suggestions: ['Give one of them.'] });
  return {
    source,
    url,
    network: options.network ?? DEFAULTS.network,
    tables: options.tables === undefined ? DEFAULTS.tables : readTables(options.tables),
    block: options.block ?? null,
    atUnixSeconds: parseDate(options.at, '--at'),
    confirmations: options.confirmations ?? DEFAULTS.confirmations,
    sinceUnixSeconds: parseDate(options.since, '--since'),
    untilUnixSeconds: parseDate(options.until, '--until'),
    choices: Object.fromEntries((options.choose ?? []).map(readChoice)),
  };
}

function readTables(text: string): PullTable[] {
  const named = text.split(',').map((name) => name.trim());
  const unknown = named.find((name) => !PULL_TABLES.some((table) => table === name));
  if (unknown !== undefined) throw new UsageError(`\`${unknown}\` is nothing that can be pulled`, { where: '--tables', suggestions: [`Use some of: ${PULL_TABLES.join(', ')}.`] });
  // In a fixed order: how a user writes the list does not change what it means.
  return PULL_TABLES.filter((table) => named.includes(table));
}

function readChoice(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`\`${text}\` is no choice`, { where: '--choose', suggestions: ['Write name=value.'] });
  return [text.slice(0, at), text.slice(at + 1)];
}

function showPages(progress: Progress): Parameters<typeof pullSource>[4] {
  let entities = 0;
  return {
    onPin: (pin, reason) => progress.update(PULL_STAGES.pull, 0, reason === null ? `at block ${pin.blockNumber}` : `again: ${reason}`),
    onPage: (collection, more) => {
      entities += more;
      progress.update(PULL_STAGES.pull, 0, `${entities} entities, ${collection}`);
    },
  };
}

function noteOf({ report }: BuiltSource): string {
  return `${report.collections.reduce((sum, { entities }) => sum + entities, 0)} entities at block ${report.pin.blockNumber}`;
}

function describe({ report }: BuiltSource): string {
  const { source, network, host, pin } = report;
  return `${source} on ${network}, pulled from ${host} at block ${pin.blockNumber} (${new Date(pin.unixSeconds * 1000).toISOString().slice(0, 16)} UTC)`;
}

function describeTraffic({ requests, retries, bytes }: ClientStatistics): Pick<PullReply, 'requests' | 'retries' | 'bytesReceived'> {
  return { requests, retries: { ...retries }, bytesReceived: bytes };
}
