import { z } from 'zod';
import { parseConfig } from './parse-config.js';

/** A number as written, or a list of them; a hand-made check, because a union of types would only say that none fits. */
const valueOrList = z.unknown().transform((value, context): string | string[] => {
  const entries: unknown[] = Array.isArray(value) ? value : [value];
  const problem = entries.length === 0 ? 'needs an entry' : entries.map(findNumberProblem).find((found) => found !== null);
  if (problem) {
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  }
  const texts = entries.map(String);
  return Array.isArray(value) ? texts : texts[0]!;
});

function findNumberProblem(value: unknown): string | null {
  if (value === undefined || value === null) return 'is required';
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) return 'quote it: as a number it would lose digits';
  if ((typeof value === 'number' || typeof value === 'string') && /^-?\d+(\.\d+)?$/.test(String(value))) return null;
  return 'must be a plain number, such as 82.5; quote it when it is very small';
}

/** Characters that move a terminal's cursor, or turn the direction in which a reader sees the text. */
const DECEIVING = /(?![\n\r\t])[\p{Cc}\p{Bidi_Control}]/u;
const text = z.string().refine((value) => !DECEIVING.test(value), 'holds control characters that could show a reader something else');
const line = text.trim().min(1).max(200);
/** A name shows in the terminal beside what a call's bytes say: with a line break it could pass for a line of theirs. */
const name = line.refine((value) => !/[\n\r\t\u0085\u2028\u2029]/.test(value), 'must be one line');

const changeSchema = z.strictObject({
  parameter: z.string().min(1),
  market: name.optional(),
  asset: name.optional(),
  id: z.int().min(0).optional(),
  decimals: z.int().min(0).max(36).optional(),
  from: valueOrList,
  /** Left out for what stays as it is. */
  to: valueOrList.optional(),
  unit: z.enum(['percent', 'bps', 'ppm', 'ratio', 'usd', 'tokens', 'seconds', 'times', 'number', 'raw']),
});

const changeRequestSchema = z.strictObject({
  venue: z.string().min(1),
  network: name,
  title: line.optional(),
  motivation: text.default(''),
  dissent: z.array(text.trim().min(1)).default([]),
  links: z.array(z.url({ protocol: /^https?$/ })).default([]),
  /** Day on which the values in force were read. */
  asOf: z.iso.date().optional(),
  changes: z.array(changeSchema).min(1),
});

export type RequestedChange = z.infer<typeof changeSchema>;
export type ChangeRequest = z.infer<typeof changeRequestSchema>;

/** Reads a change request. @throws UsageError naming the file, the field and the rule it breaks */
export function parseChangeRequest(text: string, path: string): ChangeRequest {
  return parseConfig(changeRequestSchema, text, path, 'docs/guide/propose.md shows one.');
}
