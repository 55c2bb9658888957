import type { IdRange, PageStore, SourceEntity } from '../../pipeline/pull-ports.js';
import type { Answer, Subject, SubgraphClient } from '../client/subgraph-client.js';
import { findCutList, findPageFault } from './check-page.js';
import { findGaps, shareBelow, splitRange } from './id-ranges.js';
import { LostBlock } from './lost-block.js';
import { PageSize } from './page-size.js';
import { readPage, writeLastIdQuery, writePageQuery, type Collection } from './page-query.js';

export interface CollectionPull {
  readonly client: SubgraphClient;
  readonly store: PageStore;
  readonly blockNumber: number;
  /** Called after every page with the number of entities it brought. */
  readonly onPage: (collection: string, entities: number) => void;
}

interface OpenRange extends IdRange {
  /** Entities expected in it, from the density of the page before; `Infinity` when nothing is known. */
  readonly expected: number;
}

/**
 * Pulls every entity of a collection at the pinned block that the store does not hold yet.
 *
 * The id space is cut into ranges that are paged in parallel: whenever a place for a request is free, the range with the most entities
 * expected is cut in two. Each page is checked and kept before the next of its range is asked for.
 * @throws SourceError as the client does; LostBlock when the pinned block is not to be had any more
 */
export async function pullCollection(collection: Collection, pull: CollectionPull): Promise<void> {
  const open: OpenRange[] = findGaps(await pull.store.covered(collection.name), collection.idKind).map((range) => ({ ...range, expected: Infinity }));
  const pages = new PagePuller(collection, pull);
  const running = new Set<Promise<void>>();
  let failure: unknown = null;
  const start = (range: OpenRange): void => {
    const task: Promise<void> = pages
      .pull(range)
      .then((rest) => void open.push(...rest))
      .catch((error: unknown) => void (failure ??= error))
      .finally(() => running.delete(task));
    running.add(task);
  };
  while (failure === null && (open.length > 0 || running.size > 0)) {
    cutUntilEnough(open, pull.client.capacity - running.size, collection, pages.size.first);
    while (open.length > 0 && running.size < pull.client.capacity) start(open.shift()!);
    await Promise.race(running);
  }
  await Promise.all(running);
  if (failure !== null) throw failure;
}

/** Cuts the ranges with the most entities expected until there is one for every free place, or none is worth a cut. */
function cutUntilEnough(open: OpenRange[], places: number, { idKind }: Collection, pageSize: number): void {
  while (open.length > 0 && open.length < places) {
    const largest = open.reduce((best, range, index) => (range.expected > open[best]!.expected ? index : best), 0);
    const range = open[largest]!;
    // Where nothing is known yet, one page comes first: most collections fit into it.
    if (range.expected === Infinity || range.expected < 1.5 * pageSize) return;
    const parts = splitRange(range, idKind);
    if (parts === null) return;
    open.splice(largest, 1, ...parts.map((part) => ({ ...part, expected: range.expected / 2 })));
  }
}

class PagePuller {
  readonly size = new PageSize();

  constructor(
    private readonly collection: Collection,
    private readonly pull_: CollectionPull,
  ) {}

  /** Pulls one page of a range and gives what is left of it. */
  async pull(range: OpenRange): Promise<OpenRange[]> {
    const { client, store, onPage } = this.pull_;
    const { collection } = this;
    const first = this.size.first;
    const page = await this.askPage(range, first);
    if (page === null) return [range];
    const cut = findCutList(page);
    if (cut !== null) throw client.refuse('a nested list is as long as the server allows and may be cut', this.subject(range), [`Report it as a fault of this source: ${cut}.`]);
    const isLast = page.length < first;
    const reached = isLast ? range.upTo : page.at(-1)!.id;
    await store.append(collection.name, { after: range.after, upTo: reached }, page);
    onPage(collection.name, page.length);
    if (isLast) return [];
    const rest = { after: page.at(-1)!.id, upTo: range.upTo };
    return rest.upTo === null ? this.boundRest(rest, page.length, range) : [{ ...rest, expected: this.expect(rest.after, page.length, range) }];
  }

  /** A range without end is cut at the last id: up to there it can be cut further, beyond it nothing should be left. */
  private async boundRest(rest: IdRange, entities: number, range: OpenRange): Promise<OpenRange[]> {
    const last = await this.askLastId(range);
    const lastId = last?.[0]?.id;
    if (lastId === undefined || lastId <= rest.after) return [{ ...rest, expected: Infinity }];
    const bounded = { after: rest.after, upTo: lastId };
    return [
      { ...bounded, expected: this.expect(rest.after, entities, { after: range.after, upTo: lastId }) },
      { after: lastId, upTo: null, expected: 0 },
    ];
  }

  /** Entities left in a range, if they lie as densely as those of the page. */
  private expect(reached: string, entities: number, range: IdRange): number {
    const share = shareBelow(reached, range, this.collection.idKind);
    return share > 0 ? (entities * (1 - share)) / share : entities * 1000;
  }

  /** `null` when the page was too large and is to be asked for again, smaller. */
  private async askPage(range: IdRange, first: number): Promise<SourceEntity[] | null> {
    const { client, blockNumber } = this.pull_;
    const query = writePageQuery(this.collection, range, first, blockNumber, client.subgraphErrorArgument);
    const answer = await client.ask(query, this.subject(range), (data) => findPageFault(readPage(query, data), range, first));
    return this.take(answer, query, range);
  }

  /** A hint for cutting only: whatever comes, no id is left out. */
  private async askLastId(range: IdRange): Promise<SourceEntity[] | null> {
    const { client, blockNumber } = this.pull_;
    const query = writeLastIdQuery(this.collection, blockNumber, client.subgraphErrorArgument);
    const check = (data: Readonly<Record<string, unknown>>): string | null => (Array.isArray(readPage(query, data)) ? null : 'the reply is not the last id');
    return this.take(await client.ask(query, { entity: this.collection.field, page: 'last id' }, check), query, range);
  }

  private take(answer: Answer, query: string, range: IdRange): SourceEntity[] | null {
    if (answer.kind === 'lost-block') throw new LostBlock(answer.verdict);
    if (answer.kind === 'data') {
      this.size.noteSuccess();
      return readPage(query, answer.data) as SourceEntity[];
    }
    if (!this.size.halve()) {
      throw this.pull_.client.refuse(`even the smallest page fails: ${answer.message}`, this.subject(range), ['Nothing is lost: run the same command with --resume later, or with a smaller --in-flight.']);
    }
    return null;
  }

  private subject(range: IdRange): Subject {
    return { entity: this.collection.field, page: range.after === '' || range.after === '0x' ? 'first page' : `page after ${range.after}` };
  }
}
