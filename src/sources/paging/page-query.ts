import { hashSha256 } from '../../core/hash.js';
import type { IdRange } from '../../pipeline/pull-ports.js';
import type { IdKind } from './id-ranges.js';

/** Largest `first` that graph-node allows by default. */
export const LARGEST_PAGE = 1000;

/** One kind of entity to be pulled whole, in pages by id. */
export interface Collection {
  /** Unique in the pull; names the kept pages. */
  readonly name: string;
  /** Query field, e.g. `positions`: graph-node's camel case of the type, in the plural. */
  readonly field: string;
  readonly idKind: IdKind;
  /** Conditions as they stand in the query, e.g. `hashClosed: null`; never `or`, which graph-node refuses beside others. */
  readonly where: readonly string[];
  /** What is asked of each entity beside `id`. */
  readonly selection: string;
}

/** Asks for up to `first` entities of a range at a block, ascending by id. */
export function writePageQuery(collection: Collection, range: IdRange, first: number, blockNumber: number, extra: string): string {
  const { field, where, selection } = collection;
  const bounds = [`id_gt: ${JSON.stringify(range.after)}`, ...(range.upTo === null ? [] : [`id_lte: ${JSON.stringify(range.upTo)}`])];
  const conditions = [...where, ...bounds].join(', ');
  return nameAnswer(`${field}(first: ${first}, orderBy: id, orderDirection: asc, where: { ${conditions} }, block: { number: ${blockNumber} }${extra}) { id ${selection} }`);
}

/** Asks for the last id of a collection, so that its id space can be cut into parts. */
export function writeLastIdQuery(collection: Collection, blockNumber: number, extra: string): string {
  const { field, where } = collection;
  return nameAnswer(`${field}(first: 1, orderBy: id, orderDirection: desc, where: { ${where.join(', ')} }, block: { number: ${blockNumber} }${extra}) { id }`);
}

/** The page in a reply, by the name that its query gave it; `undefined` when the reply is to another query. */
export function readPage(query: string, data: Readonly<Record<string, unknown>>): unknown {
  return data[/page_[0-9a-f]+/.exec(query)![0]];
}

/** Each question names its answer: a page of another collection can look sound, and caches and proxies do mix replies up. */
function nameAnswer(question: string): string {
  return `{ page_${hashSha256(question).slice(0, 12)}: ${question} }`;
}

/** Hash of what is asked of a collection, whatever the page and block. */
export function hashQuery({ field, where, selection }: Collection): string {
  return hashSha256(JSON.stringify({ field, where, selection: selection.split(/\s+/).filter(Boolean).join(' ') }));
}
