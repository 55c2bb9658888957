import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { ClientStatistics } from '../sources/client/subgraph-client.js';
import { runStage, type StageContext, type Progress } from './progress.js';
import { planIncrement, type Increment } from './pull/increment.js';
import { PULL_DEFAULTS, pullDataset, type PulledSources } from './pull/pull-dataset.js';
import { findSource, readSourceTask, type SourceOptions } from './pull/read-request.js';
import { readSubgraphKey } from './pull/subgraph-key.js';
import type { BuiltSource } from './pull-ports.js';

export const PULL_STAGES = { pull: 'Pull the subgraph', publish: 'Build and publish the dataset' } as const;

export interface PullOptions extends Omit<SourceOptions, 'tables' | 'choices'> {
  readonly name: string;
  /** With commas between. */
  readonly tables?: string | undefined;
  /** `name=value` each. */
  readonly choose?: readonly string[] | undefined;
  readonly 'in-flight'?: number | undefined;
  readonly 'time-limit'?: number | undefined;
  readonly resume?: boolean | undefined;
  readonly 'allow-indexing-errors'?: boolean | undefined;
}

export interface PullContext extends StageContext {
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
 * Pulls one subgraph into a new dataset in `data/local/`, or with `since: 'latest'` what is new into the next version of one.
 *
 * @throws UsageError for what the flags ask; SourceError when the subgraph refuses; DataError when its data is unusable or the disk is full
 */
export async function pullPipeline(options: PullOptions, context: PullContext): Promise<PullReply> {
  const startedMs = context.nowMs();
  const { progress } = context;
  const asked = { ...options, tables: options.tables?.split(',').map((name) => name.trim()), choices: Object.fromEntries((options.choose ?? []).map(readChoice)) };
  const increment = options.since === 'latest' ? await planNext(options.name, asked, context.workingFolder) : null;
  const task = {
    name: increment?.name ?? options.name,
    base: increment?.base ?? null,
    tasks: [await readSourceTask(increment?.options ?? asked, (option) => `--${option}`, { workingFolder: context.workingFolder, key: readSubgraphKey(context.environment) })],
    inFlight: options['in-flight'] ?? PULL_DEFAULTS.inFlight,
    timeLimitMs: options['time-limit'] === undefined ? PULL_DEFAULTS.timeLimitMs : options['time-limit'] * 1000,
    allowIndexingErrors: options['allow-indexing-errors'] ?? false,
    resume: options.resume ?? false,
  };
  const pulled = await pullDataset(task, context, {
    pull: (work) => runStage(context, PULL_STAGES.pull, work, noteOf),
    publish: (work) => runStage(context, PULL_STAGES.publish, work, ({ manifest }) => `${Object.keys(manifest.tables).length} tables`),
    note: (text) => progress.update(PULL_STAGES.pull, null, text),
  });
  return describeReply(task.name, pulled, (context.nowMs() - startedMs) / 1000);
}

async function planNext(name: string, asked: SourceOptions, workingFolder: string): Promise<Increment> {
  return planIncrement(join(workingFolder, 'data', 'local'), name, await findSource(asked.source, workingFolder), asked);
}

function describeReply(dataset: string, { built, published: { folder, sha256, manifest }, traffic }: PulledSources, seconds: number): PullReply {
  const { pin } = built[0]!.report;
  return {
    dataset,
    folder,
    sha256,
    deployment: pin.deployment,
    block: pin.blockNumber,
    rows: Object.fromEntries(Object.entries(manifest.tables).map(([table, { rows }]) => [table, rows])),
    ...describeTraffic(traffic[0]!),
    bytesOnDisk: Object.values(manifest.tables).reduce((sum, { bytes }) => sum + bytes, 0),
    seconds,
    warnings: [...traffic[0]!.warnings, ...manifest.notes.filter((note) => /left out|the subgraph states/.test(note))],
  };
}

function readChoice(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(`\`${text}\` is no choice`, { where: '--choose', suggestions: ['Write name=value.'] });
  return [text.slice(0, at), text.slice(at + 1)];
}

function noteOf(built: readonly BuiltSource[]): string {
  const entities = built.flatMap(({ report }) => report.collections).reduce((sum, collection) => sum + collection.entities, 0);
  return `${entities} entities at block ${built[0]!.report.pin.blockNumber}`;
}

function describeTraffic({ requests, retries, bytes }: ClientStatistics): Pick<PullReply, 'requests' | 'retries' | 'bytesReceived'> {
  return { requests, retries: { ...retries }, bytesReceived: bytes };
}
