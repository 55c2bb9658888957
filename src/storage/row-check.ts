import { DataError } from '../core/errors.js';
import type { CellValue } from '../pipeline/pull-ports.js';
import type { TableSpec } from './table-spec.js';

const LARGEST_RAW = 10n ** 38n - 1n;
const RANGES = { INTEGER: 2 ** 31, BIGINT: 2 ** 53 } as const;

/**
 * Holds one row against a table's declaration.
 *
 * @param where names the row in errors
 * @throws DataError for an unknown or missing column, a number that is not finite or not whole where it must be, or a raw integer that is
 * no bigint or has more than 38 digits
 */
export function checkRow(spec: TableSpec, row: Readonly<Record<string, CellValue>>, where: string): void {
  for (const item of spec.columns) {
    const value = row[item.name] ?? null;
    if (value === null) {
      if (item.nullable) continue;
      throw new DataError(`required column \`${item.name}\` is empty`, { where });
    }
    if (typeof value === 'number' && !Number.isFinite(value)) throw new DataError(`\`${item.name}\` is not a finite number`, { where });
    if (item.type === 'HUGEINT' && typeof value !== 'bigint') throw new DataError(`raw integer \`${item.name}\` must be given as bigint`, { where });
    if (typeof value === 'bigint' && (value > LARGEST_RAW || value < -LARGEST_RAW)) {
      throw new DataError(`raw integer \`${item.name}\` has more than 38 digits`, { where });
    }
    if ((item.type === 'INTEGER' || item.type === 'BIGINT') && !(Number.isInteger(Number(value)) && Math.abs(Number(value)) < RANGES[item.type])) {
      throw new DataError(`\`${item.name}\` is no whole number in range: ${String(value)}`, { where });
    }
  }
  if (Object.keys(row).length <= spec.columns.length && spec.columns.every((item) => item.name in row)) return;
  const known = new Set(spec.columns.map((item) => item.name));
  for (const name of Object.keys(row)) {
    if (!known.has(name)) throw new DataError(`the schema has no column \`${name}\` in table \`${spec.name}\``, { where });
  }
}
