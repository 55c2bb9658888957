import type { RunResult } from '../../src/core/run-result.js';
import { buildSampleResult } from './sample-result.js';

/** Opens a script, breaks a table row and a line, ends an attribute, a YAML string and a code span. */
export const HOSTILE_TEXT = '<script>alert(1)</script>|"x\'`\n# *b* [c](d) &amp; ';

/** Fields with a fixed set of values, and names by which the renderers find things. */
const FIXED_KEYS = new Set(['unit', 'evidence', 'decision', 'metric', 'loss', 'zone']);

function poison(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return FIXED_KEYS.has(key) ? value : `${HOSTILE_TEXT}${value}`;
  if (Array.isArray(value)) return value.map((item) => poison(item));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
}

/** A sample result in which every free text starts with `HOSTILE_TEXT`. */
export function buildHostileResult(): RunResult {
  return poison(buildSampleResult()) as RunResult;
}
