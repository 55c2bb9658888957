import { z } from 'zod';
import { parseConfig } from './parse-config.js';

const SECONDS_PER_DAY = 86_400;

const updateLimit = z
  .strictObject({ kind: z.enum(['absolute-bps', 'relative']), max: z.number().positive(), minimumDelayDays: z.number().min(0) })
  .refine(({ kind, max }) => kind === 'relative' || Number.isInteger(max), { message: 'absolute-bps counts whole basis points', path: ['max'] });

/** What one party may change in one update, and how long it must wait for the next. */
export const limitsSchema = z.strictObject({
  name: z.string().min(1),
  /** Where the numbers were read. */
  source: z.string().min(1),
  limits: z.strictObject({ ltvBps: updateLimit, liquidationThresholdBps: updateLimit, liquidationBonusBps: updateLimit }),
});

export type LimitsFile = z.infer<typeof limitsSchema>;
export type UpdateLimit = LimitsFile['limits']['ltvBps'];

/** Reads a file of change limits. @throws UsageError naming the file, the field and the rule it breaks */
export function parseLimitsFile(text: string, path: string): LimitsFile {
  return parseConfig(limitsSchema, text, path, 'Compare with the files in data/limits/.');
}

/**
 * Brings a wanted value within one update of the value in force.
 *
 * Formula: |new − old| ≤ max for `absolute-bps`, ≤ ⌊old · max⌋ for `relative` (max as a ratio; hence nothing moves from 0).
 */
export function clipToLimit({ kind, max }: UpdateLimit, fromBps: number, wantedBps: number): number {
  const reach = kind === 'absolute-bps' ? max : Math.floor(fromBps * max);
  return Math.max(fromBps - reach, Math.min(fromBps + reach, wantedBps));
}

/** The wait between updates that respects every limit. */
export function longestDelaySeconds({ limits }: { readonly limits: Readonly<Record<string, { readonly minimumDelayDays: number } | undefined>> }): number {
  return Math.max(...Object.values(limits).map((limit) => (limit?.minimumDelayDays ?? 0) * SECONDS_PER_DAY));
}
