import type { PageStore, SourceEntity } from '../../pipeline/pull-ports.js';
import type { BlockSeries } from '../adapter.js';
import type { SubgraphClient } from '../client/subgraph-client.js';
import { LostBlock } from './lost-block.js';
import { LARGEST_PAGE } from './page-query.js';

/** Blocks asked for in one request at first; halved when the server finds it too much. */
const BLOCKS_PER_REQUEST = 16;

interface BlockPull {
  readonly client: SubgraphClient;
  readonly store: PageStore;
  readonly onPage: (collection: string, entities: number) => void;
}

/** Ids of equal length sort as their numbers do. */
export function blockId(blockNumber: number): string {
  return String(blockNumber).padStart(12, '0');
}

/**
 * Pulls the same entities at many blocks, several aliases per request; each block is kept as one entity `{ id, entities }`.
 *
 * @throws SourceError as the client does, or when one block holds more entities than a page; LostBlock when a block is pruned
 */
export async function pullBlocks(series: BlockSeries, pull: BlockPull): Promise<void> {
  const { client, store, onPage } = pull;
  const kept = await store.covered(series.name);
  const isKept = (id: string): boolean => kept.some(({ after, upTo }) => id > after && (upTo === null || id <= upTo));
  const open = [...new Set(series.blocks)].sort((left, right) => left - right).filter((block) => !isKept(blockId(block)));
  let batchSize = BLOCKS_PER_REQUEST;
  const work = async (): Promise<void> => {
    for (;;) {
      const batch = open.splice(0, batchSize);
      if (batch.length === 0) return;
      const entities = await askBatch(series, batch, client);
      if (entities === null) {
        if (batch.length === 1) throw client.refuse('even a single block is too much for the server', subjectOf(series, batch), ['Try again later with --resume.']);
        batchSize = Math.max(1, Math.floor(batch.length / 2));
        open.unshift(...batch);
        continue;
      }
      await store.append(series.name, { after: blockId(batch[0]! - 1), upTo: blockId(batch.at(-1)!) }, entities);
      onPage(series.name, entities.length);
    }
  };
  // All are waited for: a request still under way must not write after the pull has ended.
  const outcomes = await Promise.allSettled(Array.from({ length: client.capacity }, work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

async function askBatch(series: BlockSeries, batch: readonly number[], client: SubgraphClient): Promise<SourceEntity[] | null> {
  const subject = subjectOf(series, batch);
  const answer = await client.ask(writeBlocksQuery(series, batch, client.subgraphErrorArgument), subject, (data) =>
    batch.every((block) => Array.isArray(data[`b${block}`])) ? null : 'a block is missing in the reply',
  );
  if (answer.kind === 'lost-block') throw new LostBlock(answer.verdict);
  if (answer.kind === 'smaller') return null;
  return batch.map((block) => {
    const entities = answer.data[`b${block}`] as unknown[];
    if (entities.length >= LARGEST_PAGE) throw client.refuse('a list is as long as the server allows and may be cut', subject, ['Report it as a fault of this source.']);
    return { id: blockId(block), entities };
  });
}

/** One alias per block. */
export function writeBlocksQuery({ field, selection }: Pick<BlockSeries, 'field' | 'selection'>, blocks: readonly number[], extra: string): string {
  return `{ ${blocks.map((block) => `b${block}: ${field}(first: ${LARGEST_PAGE}, orderBy: id, block: { number: ${block} }${extra}) { id ${selection} }`).join(' ')} }`;
}

function subjectOf({ field }: BlockSeries, batch: readonly number[]): { entity: string; page: string } {
  return { entity: field, page: `blocks ${batch[0]} to ${batch.at(-1)}` };
}
