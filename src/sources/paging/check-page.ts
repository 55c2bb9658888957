import type { IdRange, SourceEntity } from '../../pipeline/pull-ports.js';
import { LARGEST_PAGE } from './page-query.js';

/**
 * Says what is wrong with a page, or `null`.
 *
 * A sound page has at most `first` entities, every id strictly above the one before and inside the range: a page sent twice, a page of
 * another range and a mixed order all break one of these.
 */
export function findPageFault(page: unknown, range: IdRange, first: number): string | null {
  if (!Array.isArray(page)) return 'the reply has no page';
  if (page.length > first) return `the page has ${page.length} entities, ${first} were asked for`;
  let before = range.after;
  for (const entity of page as unknown[]) {
    const id = (entity as { id?: unknown } | null)?.id;
    if (typeof id !== 'string') return 'an entity has no id';
    if (id <= before) return `id ${id} comes after ${before}: the page is out of order, repeated or of another range`;
    before = id;
  }
  return range.upTo !== null && before > range.upTo ? `id ${before} is beyond the range` : null;
}

/** Finds a nested list that is exactly as long as the server allows, which means that it may have been cut; gives its path. */
export function findCutList(entities: readonly SourceEntity[]): string | null {
  for (const entity of entities) {
    const path = findFullList(entity);
    if (path !== null) return `${entity.id}: ${path}`;
  }
  return null;
}

/** Every page goes through here: no list of fields is made on the way. */
function findFullList(value: object): string | null {
  for (const name in value) {
    const item = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof item !== 'object' || item === null) continue;
    const below = Array.isArray(item) ? findInList(item) : findFullList(item);
    if (below !== null) return below === '' ? name : `${name}.${below}`;
  }
  return null;
}

/** Path below a list; empty when the list itself is full. */
function findInList(list: readonly unknown[]): string | null {
  if (list.length >= LARGEST_PAGE) return '';
  for (const entry of list) {
    const below = typeof entry === 'object' && entry !== null ? findFullList(entry) : null;
    if (below !== null) return below;
  }
  return null;
}
