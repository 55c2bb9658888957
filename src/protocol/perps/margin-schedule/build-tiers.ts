import { ParameterRuleError } from '../../parameter-rules.js';
import type { MarginCurve, MarginSchedule } from './margin-schedule.js';

/** One row of a bracket table as exchanges publish it. */
export interface MarginBracket {
  readonly floorUsd: number;
  /** Where the next bracket begins; `Infinity` or left out on an open last one. */
  readonly ceilingUsd?: number;
  readonly maintenanceRate: number;
  /** Left out: twice the maintenance rate, at most 1. */
  readonly initialRate?: number;
  /** The published deduction ("cum"); checked against the computed one when given. */
  readonly deductionUsd?: number;
}

/** One row of a leverage table: from this notional on, at most this leverage. */
export interface LeverageTier {
  readonly floorUsd: number;
  readonly ceilingUsd?: number;
  readonly leverageMax: number;
}

/** Published deductions are whole dollars or cents. */
const DEDUCTION_TOLERANCE_USD = 0.01;

/** The parts that a tier table leaves at rest. */
export const FLAT_PARTS = {
  rateMin: 0,
  ratePerBase: 0,
  ratePerSqrtBase: 0,
  openInterestLowerUsd: 0,
  openInterestUpperUsd: 0,
  constantUsd: 0,
} as const;

/** Throws the error that names one field and the rule it breaks. */
export function refuseParameter(venue: string, field: string, rule: string): never {
  throw new ParameterRuleError(venue, [{ field, rule }]);
}

/**
 * Computes what each tier deducts so that the requirement is continuous at every border.
 *
 * `deduction_0 = 0`, `deduction_n = deduction_(n−1) + floor_n · (rate_n − rate_(n−1))`
 * Shape: as many entries as floors.
 */
export function computeDeductionsUsd(floorsUsd: Float64Array, rates: Float64Array): Float64Array {
  const deductionsUsd = new Float64Array(floorsUsd.length);
  for (let tier = 1; tier < floorsUsd.length; tier++) {
    deductionsUsd[tier] = deductionsUsd[tier - 1]! + floorsUsd[tier]! * (rates[tier]! - rates[tier - 1]!);
  }
  return deductionsUsd;
}

function buildTierCurve(floors: readonly number[], tierRates: readonly number[]): MarginCurve {
  const floorsUsd = Float64Array.from(floors);
  const rates = Float64Array.from(tierRates);
  return { floorsUsd, rates, deductionsUsd: computeDeductionsUsd(floorsUsd, rates), ...FLAT_PARTS };
}

/** Refuses a table that does not cover every notional from 0 on exactly once. */
function assertTiersJoin(venue: string, tiers: readonly { readonly floorUsd: number; readonly ceilingUsd?: number }[]): void {
  if (tiers.length === 0) refuseParameter(venue, 'tiers', 'a tier table needs at least one tier');
  let expectedFloorUsd: number | undefined = 0;
  tiers.forEach(({ floorUsd, ceilingUsd }, index) => {
    const field = `tiers[${index}].floorUsd`;
    if (!Number.isFinite(floorUsd) || floorUsd < 0) refuseParameter(venue, field, `must be a number from 0 on, found ${floorUsd}`);
    if (expectedFloorUsd !== undefined && floorUsd !== expectedFloorUsd) {
      const kind = floorUsd > expectedFloorUsd ? 'gap' : 'overlap';
      refuseParameter(venue, field, `must be ${expectedFloorUsd}, where the tier before ends: found ${floorUsd}, which leaves a ${kind}`);
    }
    if (index > 0 && floorUsd <= tiers[index - 1]!.floorUsd) {
      refuseParameter(venue, field, `must be above the floor of the tier before, ${tiers[index - 1]!.floorUsd}, found ${floorUsd}`);
    }
    if (ceilingUsd !== undefined && !(ceilingUsd > floorUsd)) {
      refuseParameter(venue, `tiers[${index}].ceilingUsd`, `must be above the floor ${floorUsd}, found ${ceilingUsd}`);
    }
    expectedFloorUsd = ceilingUsd;
  });
}

function assertRate(venue: string, field: string, rate: number): void {
  if (!(rate > 0 && rate <= 1)) refuseParameter(venue, field, `must be above 0 and at most 1, found ${rate}`);
}

function assertBracketRates(venue: string, brackets: readonly MarginBracket[]): void {
  brackets.forEach(({ maintenanceRate, initialRate }, index) => {
    const field = `tiers[${index}].maintenanceRate`;
    assertRate(venue, field, maintenanceRate);
    if (index > 0 && maintenanceRate < brackets[index - 1]!.maintenanceRate) {
      refuseParameter(venue, field, `must not fall from tier to tier: ${maintenanceRate} follows ${brackets[index - 1]!.maintenanceRate}`);
    }
    if (initialRate === undefined) return;
    assertRate(venue, `tiers[${index}].initialRate`, initialRate);
    if (initialRate < maintenanceRate) {
      refuseParameter(venue, `tiers[${index}].initialRate`, `must be at least the maintenance rate ${maintenanceRate}, found ${initialRate}`);
    }
    if (index > 0 && initialRate < initialRateOf(brackets[index - 1]!)) {
      refuseParameter(venue, `tiers[${index}].initialRate`, `must not fall from tier to tier, found ${initialRate}`);
    }
  });
}

function initialRateOf({ initialRate, maintenanceRate }: MarginBracket): number {
  return initialRate ?? Math.min(2 * maintenanceRate, 1);
}

/**
 * Builds the schedule of a bracket table with cumulative deductions.
 *
 * `margin = notional · rate − deduction`, see `computeDeductionsUsd`. The last bracket's ceiling is the largest notional that may be opened.
 *
 * Special case: brackets without a published deduction are given the computed one.
 * @throws ParameterRuleError for a gap or overlap, a rate outside ]0, 1] or falling, or a published deduction that breaks continuity
 * @source Binance USDⓈ-M leverage and margin tiers (fields bracket cap, floor, maintenance ratio, cum)
 */
export function buildBracketSchedule(brackets: readonly MarginBracket[], venue = 'generic-brackets'): MarginSchedule {
  assertTiersJoin(venue, brackets);
  assertBracketRates(venue, brackets);
  const floors = brackets.map(({ floorUsd }) => floorUsd);
  const maintenance = buildTierCurve(floors, brackets.map(({ maintenanceRate }) => maintenanceRate));
  brackets.forEach(({ deductionUsd }, index) => {
    const expectedUsd = maintenance.deductionsUsd[index]!;
    if (deductionUsd !== undefined && Math.abs(deductionUsd - expectedUsd) > DEDUCTION_TOLERANCE_USD) {
      refuseParameter(venue, `tiers[${index}].deductionUsd`, `must be ${expectedUsd} to be continuous at the tier's floor, found ${deductionUsd}`);
    }
  });
  const initial = buildTierCurve(floors, brackets.map(initialRateOf));
  return { initial, maintenance, notionalMaxUsd: brackets[brackets.length - 1]!.ceilingUsd ?? Infinity };
}

/**
 * Builds the schedule of a leverage table: initial rate 1 / leverage, maintenance rate a share of it, both with cumulative deductions.
 *
 * Units: `maintenanceShare` of the initial rate at the tier's largest leverage, 0.5 on Hyperliquid.
 * @throws ParameterRuleError for a gap, a leverage below 1 or one that does not fall from tier to tier
 * @example three tiers 0: 10x, 20,000: 5x, 100,000: 3x deduct 0, 1,000 and 7,666.67 from the maintenance margin
 */
export function buildLeverageSchedule(tiers: readonly LeverageTier[], maintenanceShare = 0.5, venue = 'leverage-table'): MarginSchedule {
  assertTiersJoin(venue, tiers);
  assertRate(venue, 'maintenanceShare', maintenanceShare);
  tiers.forEach(({ leverageMax }, index) => {
    const field = `tiers[${index}].leverageMax`;
    if (!(leverageMax >= 1) || !Number.isFinite(leverageMax)) refuseParameter(venue, field, `must be at least 1, found ${leverageMax}`);
    if (index > 0 && leverageMax >= tiers[index - 1]!.leverageMax) {
      refuseParameter(venue, field, `leverage must fall from tier to tier: ${leverageMax} follows ${tiers[index - 1]!.leverageMax}`);
    }
  });
  const floors = tiers.map(({ floorUsd }) => floorUsd);
  const initial = buildTierCurve(floors, tiers.map(({ leverageMax }) => 1 / leverageMax));
  const maintenance = buildTierCurve(floors, tiers.map(({ leverageMax }) => maintenanceShare / leverageMax));
  return { initial, maintenance, notionalMaxUsd: tiers[tiers.length - 1]!.ceilingUsd ?? Infinity };
}
