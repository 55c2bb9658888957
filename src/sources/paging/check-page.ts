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

function findFullList(value: object): string | null {
  for (const [name, item] of Object.entries(value)) {
    if (typeof item !== 'object' || item === null) continue;
    if (Array.isArray(item) && item.length >= LARGEST_PAGE) return name;
    const below: string | null = Array.isArray(item) ? item.reduce<string | null>((found, entry) => found ?? (typeof entry === 'object' && entry !== null ? findFullList(entry) : null), null) : findFullList(item);
    if (below !== null) return `${name}.${below}`;
  }
  return null;
}
