import { DataError } from '../../core/errors.js';
import type { SourceEntity } from '../../pipeline/pull-ports.js';

const WHOLE = /^-?\d{1,78}$/;
const DECIMAL = /^(-?)(\d{1,78})(?:\.(\d{1,120}))?$/;
const BPS_DECIMALS = 4;

/** Reads fields of one kind of entity exactly, and names kind, id and field when one is not what it should be. */
export class EntityReader {
  constructor(private readonly field: string) {}

  /** A text; `path` may lead into children, e.g. `market.id`. */
  text(entity: SourceEntity, path: string): string {
    const value = follow(entity, path);
    if (typeof value !== 'string' || value === '') throw this.refuse(entity, path, 'is empty');
    return value;
  }

  /** Whether a field, or a child on the way to it, is empty. */
  isNull(entity: SourceEntity, path: string): boolean {
    return (follow(entity, path) ?? null) === null;
  }

  flag(entity: SourceEntity, path: string): boolean {
    const value = follow(entity, path);
    if (typeof value !== 'boolean') throw this.refuse(entity, path, `is neither true nor false: ${show(value)}`);
    return value;
  }

  /** A whole number, as text or number on the wire. */
  whole(entity: SourceEntity, path: string): bigint {
    const value = follow(entity, path);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
    if (typeof value !== 'string' || !WHOLE.test(value)) throw this.refuse(entity, path, `is no whole number: ${show(value)}`);
    return BigInt(value);
  }

  /** A whole number small enough for a double: times, blocks, indexes. */
  count(entity: SourceEntity, path: string): number {
    const value = Number(this.whole(entity, path));
    if (!Number.isSafeInteger(value) || value < 0) throw this.refuse(entity, path, `is no plausible count or time: ${value}`);
    return value;
  }

  /** A decimal scaled by 10^decimals; digits beyond that are dropped, as a contract would. */
  scaled(entity: SourceEntity, path: string, decimals: number): bigint {
    const value = follow(entity, path);
    const match = typeof value === 'string' ? DECIMAL.exec(value) : null;
    if (!match) throw this.refuse(entity, path, `is no plain decimal number: ${show(value)}`);
    const [, sign, whole, fraction = ''] = match;
    const raw = BigInt(whole! + fraction.slice(0, decimals).padEnd(decimals, '0'));
    return sign === '-' ? -raw : raw;
  }

  /** A decimal as double, for prices and other figures that no payload rests on. */
  double(entity: SourceEntity, path: string): number {
    const value = Number(follow(entity, path));
    if (!Number.isFinite(value)) throw this.refuse(entity, path, `is no finite number: ${show(follow(entity, path))}`);
    return value;
  }

  /** A ratio in whole bps: `unit` says what the source writes for 100 %. Parts of a bps are dropped. */
  bps(entity: SourceEntity, path: string, unit: 'fraction' | 'percent'): number {
    const bps = Number(this.scaled(entity, path, unit === 'fraction' ? BPS_DECIMALS : BPS_DECIMALS - 2));
    if (bps < 0 || bps > 1_000_000) throw this.refuse(entity, path, `is no plausible ratio in ${unit}: ${show(follow(entity, path))}`);
    return bps;
  }

  refuse(entity: SourceEntity, path: string, what: string): DataError {
    return new DataError(`\`${path}\` ${what}`, {
      where: `${this.field} ${entity.id}`,
      suggestions: ['Check that the source fits the subgraph; if it does, the subgraph’s data is broken there: ask for another --block or deployment.'],
    });
  }
}

function follow(entity: SourceEntity, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], entity);
}

function show(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 60);
}
