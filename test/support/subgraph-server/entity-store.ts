import { QueryError } from './query-error.js';

/** An entity as it is on the wire, alive from block `from` up to but without block `to`. */
export interface StoredEntity {
  readonly id: string;
  readonly [field: string]: unknown;
}

interface Version {
  readonly entity: StoredEntity;
  readonly from: number;
  readonly to: number;
}

export interface ListArguments {
  readonly first?: number;
  readonly skip?: number;
  readonly orderBy?: string;
  readonly orderDirection?: string;
  readonly where?: Readonly<Record<string, unknown>>;
}

/** Entities of one type with their versions, ascending by id. */
export class EntityStore {
  private versions: Version[] = [];
  private isSorted = true;

  add(entity: StoredEntity, from = 0, to = Infinity): void {
    this.versions.push({ entity, from, to });
    this.isSorted = false;
  }

  find(id: string, block: number): StoredEntity | null {
    const sorted = this.sorted();
    for (let index = this.lowerBound(id); sorted[index]?.entity.id === id; index++) {
      const { from, to, entity } = sorted[index]!;
      if (from <= block && block < to) return entity;
    }
    return null;
  }

  list({ first = 100, skip = 0, orderBy = 'id', orderDirection = 'asc', where = {} }: ListArguments, block: number): StoredEntity[] {
    if (first < 1 || first > 1000) throw new QueryError(`The \`first\` argument must be between 0 and 1000, but is ${first}`);
    if (skip > 5000) throw new QueryError(`The \`skip\` argument must be between 0 and 5000, but is ${skip}`);
    const conditions = Object.entries(where).map(readCondition);
    const matches = (version: Version): boolean => version.from <= block && block < version.to && conditions.every((condition) => condition(version));
    const sorted = this.sorted();
    if (orderBy === 'id' && orderDirection === 'asc') {
      const found: StoredEntity[] = [];
      const start = typeof where['id_gt'] === 'string' ? this.lowerBound(where['id_gt']) : 0;
      // Like an index scan: it ends at the upper bound, not at the end of the table.
      const last = where['id_lte'] ?? where['id_lt'];
      for (let index = start; index < sorted.length && found.length < first + skip; index++) {
        if (typeof last === 'string' && sorted[index]!.entity.id > last) break;
        if (matches(sorted[index]!)) found.push(sorted[index]!.entity);
      }
      return found.slice(skip);
    }
    if (orderBy === 'id') {
      const found: StoredEntity[] = [];
      for (let index = sorted.length - 1; index >= 0 && found.length < first + skip; index--) if (matches(sorted[index]!)) found.push(sorted[index]!.entity);
      return found.slice(skip);
    }
    const sign = orderDirection === 'desc' ? -1 : 1;
    const found = sorted.filter(matches).map(({ entity }) => entity);
    const path = orderBy.split('__');
    return found.sort((left, right) => sign * (compare(at(left, path), at(right, path)) || compareIds(left.id, right.id))).slice(skip, skip + first);
  }

  private sorted(): readonly Version[] {
    if (!this.isSorted) this.versions.sort((left, right) => (left.entity.id < right.entity.id ? -1 : left.entity.id > right.entity.id ? 1 : left.from - right.from));
    this.isSorted = true;
    return this.versions;
  }

  private lowerBound(id: string): number {
    const sorted = this.sorted();
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]!.entity.id < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function readCondition([key, wanted]: [string, unknown]): (version: Version) => boolean {
  if (key === '_change_block') return ({ from }) => from >= (wanted as { number_gte: number }).number_gte;
  const [, name, suffix = ''] = /^(.*?)(_|_not|_gt|_lt|_gte|_lte|_in|_not_in)?$/.exec(key)!;
  if (suffix === '_') {
    const inner = Object.entries(wanted as Readonly<Record<string, unknown>>).map(readCondition);
    return (version) => inner.every((condition) => condition({ ...version, entity: version.entity[name!] as StoredEntity }));
  }
  // Ids are text to the database even where they are digits.
  if (name === 'id') {
    const marked = Array.isArray(wanted) ? wanted.map((item) => `#${String(item)}`) : `#${String(wanted)}`;
    return ({ entity }) => holds(`#${entity.id}`, suffix, marked);
  }
  return ({ entity }) => {
    const value = entity[name!];
    const held = typeof value === 'object' && value !== null && 'id' in value ? (value as { id: unknown }).id : value ?? null;
    return holds(held, suffix, wanted);
  };
}

function holds(held: unknown, suffix: string, wanted: unknown): boolean {
  if (suffix === '') return compare(held, wanted) === 0;
  if (suffix === '_not') return compare(held, wanted) !== 0;
  if (suffix === '_in') return (wanted as unknown[]).some((item) => compare(held, item) === 0);
  if (suffix === '_not_in') return !(wanted as unknown[]).some((item) => compare(held, item) === 0);
  const order = compare(held, wanted);
  return suffix === '_gt' ? order > 0 : suffix === '_lt' ? order < 0 : suffix === '_gte' ? order >= 0 : order <= 0;
}

/** Numbers by value even as text, as the database does for BigInt and BigDecimal; other text by code point. */
function compare(left: unknown, right: unknown): number {
  if (left === right) return 0;
  if (left === null || left === undefined) return 1;
  if (right === null || right === undefined) return -1;
  const areNumbers = isNumeric(left) && isNumeric(right);
  if (areNumbers) return Number(left) - Number(right);
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}

function compareIds(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
}

function at(entity: StoredEntity, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], entity);
}
