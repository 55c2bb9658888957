/** One figure of an outcome that differs: where it stands, and both values as JSON. */
export interface FigureDifference {
  /** `metrics.current.badDebt.value`, list entries by their place. */
  readonly path: string;
  readonly recorded: string;
  readonly now: string;
}

/** More would hide which figure went first. */
const DIFFERENCES_MAX = 20;
const ABSENT = 'absent';

/** Lists the leaves in which two plain values differ, in the order of the first, at most 20. */
export function findDifferences(recorded: unknown, now: unknown): FigureDifference[] {
  const found: FigureDifference[] = [];
  collect(recorded, now, '', found);
  return found;
}

function collect(recorded: unknown, now: unknown, path: string, found: FigureDifference[]): void {
  if (found.length >= DIFFERENCES_MAX) return;
  if (isNode(recorded) && isNode(now) && Array.isArray(recorded) === Array.isArray(now)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(now)])) collect(recorded[key], now[key], path === '' ? key : `${path}.${key}`, found);
    return;
  }
  const [before, after] = [describe(recorded), describe(now)];
  if (before !== after) found.push({ path, recorded: before, now: after });
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function describe(value: unknown): string {
  return value === undefined ? ABSENT : JSON.stringify(value);
}
