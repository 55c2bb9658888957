import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { pullSource, type PullEvents } from '../../sources/pull-source.js';
import { SubgraphClient, type ClientStatistics } from '../../sources/client/subgraph-client.js';
import { explainDiskFull } from '../../storage/disk-full.js';
import { hasPullStaging, openPullStaging } from '../../storage/pull-staging.js';
import { publishDataset, requireFreeName, type PublishedDataset } from '../../storage/pulled-dataset.js';
import type { BaseDataset, BuiltSource, Pin } from '../pull-ports.js';
import { mergeSources } from './merge-sources.js';
import { withDepthQuotes } from './quote-depth.js';
import type { SourceTask } from './read-request.js';

const ATTEMPTS = 16;
const BACK_OFF = { baseMs: 250, mostMs: 20_000 };
/** The jitter between requests; it changes nothing that is pulled. */
const JITTER_SEED = 1;

/** What a pull does where the user does not say. */
export const PULL_DEFAULTS = { inFlight: 16, timeLimitMs: 60_000 };

export interface DatasetTask {
  readonly name: string;
  readonly tasks: readonly SourceTask[];
  readonly inFlight: number;
  readonly timeLimitMs: number;
  readonly allowIndexingErrors: boolean;
  /** The version that is added to, or `null`. */
  readonly base: BaseDataset | null;
  /** Whether to go on with a pull that was begun: as the user says, or if there is one. */
  readonly resume: boolean | 'if-begun';
}

/** How the two parts of the work are shown. */
export interface PullStages {
  pull(work: () => Promise<BuiltSource[]>): Promise<BuiltSource[]>;
  publish(work: () => Promise<PublishedDataset>): Promise<PublishedDataset>;
  note(text: string): void;
}

export interface PulledSources {
  readonly built: readonly BuiltSource[];
  readonly published: PublishedDataset;
  /** One per source. */
  readonly traffic: readonly ClientStatistics[];
}

/**
 * Pulls one or more subgraphs into a new dataset in `data/local/`, each at its own pinned block.
 *
 * @throws UsageError when the name is taken; SourceError when a subgraph refuses; DataError when its data is unusable or the disk is full
 */
export async function pullDataset(task: DatasetTask, context: { readonly workingFolder: string; readonly version: string }, stages: PullStages): Promise<PulledSources> {
  const { name, tasks, base } = task;
  const datasetsFolder = join(context.workingFolder, 'data', 'local');
  await requireFreeName(datasetsFolder, name);
  const plan = { toolVersion: context.version, requests: tasks.map(({ request }) => request), base: base && { name: base.name, sha256: base.sha256 } };
  const resume = task.resume === 'if-begun' ? await hasPullStaging(datasetsFolder, name) : task.resume;
  const staging = await openPullStaging(datasetsFolder, name, plan, resume);
  const traffic: ClientStatistics[] = [];
  try {
    const built = await stages.pull(async () => {
      const sources: BuiltSource[] = [];
      for (const [index, { adapter, endpoint, request }] of tasks.entries()) {
        const { inFlight, timeLimitMs, allowIndexingErrors } = task;
        const client = new SubgraphClient({ endpoint, inFlight, timeLimitMs, attempts: ATTEMPTS, backOff: BACK_OFF, seed: JITTER_SEED, allowIndexingErrors });
        traffic.push(client.statistics);
        const events = showPages(stages, tasks.length > 1 ? `${adapter.name}: ` : '');
        const onPin: PullEvents['onPin'] = (pin, reason) => {
          if (base !== null) requireContinuation(base, pin);
          events.onPin(pin, reason);
        };
        sources.push(await pullSource(client, adapter, request, staging.stores[index]!, { ...events, onPin }));
      }
      return sources;
    });
    const sources = mergeSources(built.map(withDepthQuotes));
    const published = await stages.publish(() => publishDataset(datasetsFolder, staging.buildFolder, { name, description: describe(built), toolVersion: context.version, sources, base }));
    await staging.remove();
    return { built, published, traffic };
  } catch (error) {
    // What cannot go on where the base ends is of no use later either.
    await (error instanceof NoContinuation ? staging.remove() : staging.close());
    throw explainDiskFull(error, datasetsFolder, task.resume === 'if-begun' ? 'Free some space, then run the same command again: the pages are kept.' : 'Free some space, then run the same command with --resume: the pages are kept.');
  }
}

/** What the subgraph has does not go on where the base ends. */
class NoContinuation extends DataError {}

function requireContinuation(base: BaseDataset, pin: Pin): void {
  if (pin.deployment !== base.deployment) throw new NoContinuation(`${base.name} is of deployment ${base.deployment}, and the endpoint serves ${pin.deployment}: their history may differ`, { where: '--endpoint', suggestions: ['Pull a dataset of its own, without --since latest.'] });
  if (pin.blockNumber <= base.blockNumber) throw new NoContinuation(`${base.name} is of block ${base.blockNumber}, and block ${pin.blockNumber} is no later`, { where: '--since latest', suggestions: ['Wait until the subgraph has gone on, or ask for a later --block.'] });
}

function showPages(stages: PullStages, prefix: string): PullEvents {
  let entities = 0;
  return {
    onPin: (pin, reason) => stages.note(`${prefix}${reason === null ? `at block ${pin.blockNumber}` : `again: ${reason}`}`),
    onPage: (collection, more) => {
      entities += more;
      stages.note(`${prefix}${entities} entities, ${collection}`);
    },
  };
}

function describe(built: readonly BuiltSource[]): string {
  return built
    .map(({ report: { source, network, host, pin } }) => `${source} on ${network}, pulled from ${host} at block ${pin.blockNumber} (${new Date(pin.unixSeconds * 1000).toISOString().slice(0, 16)} UTC)`)
    .join('; ');
}
