import { z } from 'zod';
import { UsageError } from '../../core/errors.js';
import { parseConfig } from '../config/parse-config.js';
import type { TierNumber } from './tier-numbers.js';

/** The maintenance margin is this share of the initial margin, in basis points of the notional at a leverage of 1. */
const MAINTENANCE_BPS_AT_ONE = 5000;
/** Keeps 5000 / (100 + 25) from counting as more than 40. */
const ROUNDING_SLACK = 1e-9;

const pace = { max: z.number().positive(), minimumDelayDays: z.number().min(0) };
const isWhole = ({ kind, max }: { readonly kind: string; readonly max: number }): boolean => kind === 'relative' || Number.isInteger(max);

/** What one party may change of a margin table in one update, and how long it must wait for the next. What is left out may move freely. */
export const tierLimitsSchema = z.strictObject({
  name: z.string().min(1),
  /** Where the numbers were read, or whose wish they are. */
  source: z.string().min(1),
  limits: z
    .strictObject({
      leverageMax: z.strictObject({ kind: z.enum(['absolute-multiple', 'relative']), ...pace }).refine(isWhole, { message: 'absolute-multiple counts whole multiples', path: ['max'] }).optional(),
      maintenanceRateBps: z.strictObject({ kind: z.enum(['absolute-bps', 'relative']), ...pace }).optional(),
      floorUsd: z.strictObject({ kind: z.enum(['absolute-usd', 'relative']), ...pace }).refine(isWhole, { message: 'absolute-usd counts whole dollars', path: ['max'] }).optional(),
    })
    .refine((limits) => Object.values(limits).some((limit) => limit !== undefined), { message: 'at least one of leverageMax, maintenanceRateBps and floorUsd is needed' }),
});

export type TierLimits = z.infer<typeof tierLimitsSchema>;

/** Reads a file of limits on margin tables. @throws UsageError naming the file, the field and the rule it breaks */
export function parseTierLimits(text: string, path: string): TierLimits {
  return parseConfig(tierLimitsSchema, text, path, 'docs/models/search.md says what limits on margin tiers hold.');
}

/**
 * Brings a wanted number of a table within one update of the one in force, in whole multiples and dollars.
 *
 * Formulas: |new − old| ≤ max for the absolute kinds, ≤ ⌊old · max⌋ for `relative`; the maintenance rate, 5000 / leverage in basis points, moves by at most max
 * or rate · max, and the leverage to the last whole one within.
 * @throws UsageError where a limit lets the number move nowhere: no number of updates would reach what is wanted
 */
export function clipTierMove({ limits }: TierLimits, { tier, parameter }: TierNumber, from: number, wanted: number, where = 'updateLimits'): number {
  if (from === wanted) return wanted;
  const reached = parameter === 'floorUsd' ? clipTo(limits.floorUsd, from, wanted) : clipToRate(limits.maintenanceRateBps, from, clipTo(limits.leverageMax, from, wanted));
  if (reached !== from) return reached;
  const names = parameter === 'floorUsd' ? 'floorUsd' : (['leverageMax', 'maintenanceRateBps'] as const).filter((name) => limits[name]).join(' and ');
  throw new UsageError(`updateLimits.limits: ${names} lets the ${parameter} of tier ${tier} move nowhere from ${from} towards ${wanted}`, {
    where,
    suggestions: ['The venue stores whole multiples and dollars: let one update move by 1 at least, raise tiers.leverage.minimum of the policy, or leave the limit out.'],
  });
}

/**
 * Refuses limits under which a leverage between those that a policy tries could not go to the next one, before anything is searched.
 *
 * @throws UsageError as `clipTierMove`
 */
export function assertLimitsMove(limits: TierLimits, { minimum, maximum }: { readonly minimum: number; readonly maximum: number }, policyPath: string): void {
  for (let leverage = minimum; leverage < maximum; leverage++) {
    clipTierMove(limits, { tier: 1, parameter: 'leverageMax' }, leverage, leverage + 1, policyPath);
    clipTierMove(limits, { tier: 1, parameter: 'leverageMax' }, leverage + 1, leverage, policyPath);
  }
}

function clipTo(limit: { readonly kind: string; readonly max: number } | undefined, from: number, wanted: number): number {
  if (!limit) return wanted;
  const reach = limit.kind === 'relative' ? Math.floor(from * limit.max + ROUNDING_SLACK) : limit.max;
  return Math.max(from - reach, Math.min(from + reach, wanted));
}

function clipToRate(limit: TierLimits['limits']['maintenanceRateBps'], from: number, wanted: number): number {
  if (!limit) return wanted;
  const rateBps = MAINTENANCE_BPS_AT_ONE / from;
  const reachBps = limit.kind === 'relative' ? rateBps * limit.max : limit.max;
  const lowest = Math.ceil(MAINTENANCE_BPS_AT_ONE / (rateBps + reachBps) - ROUNDING_SLACK);
  // A rate that may fall to 0 lets the leverage rise without end.
  const highest = rateBps > reachBps ? Math.floor(MAINTENANCE_BPS_AT_ONE / (rateBps - reachBps) + ROUNDING_SLACK) : Infinity;
  return Math.max(lowest, Math.min(highest, wanted));
}
