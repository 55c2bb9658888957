import { describe, expect, test } from '@jest/globals';
import { findRuleViolations, ParameterRuleError, type ParameterSet } from '../../../../src/protocol/parameter-rules.js';
import { computeMarginUsd } from '../../../../src/protocol/perps/margin-schedule/margin-schedule.js';
import { DYDX_V4_GENESIS_LIQUIDATIONS, DYDX_V4_GENESIS_TIERS } from '../../../../src/protocol/perps/venues/dydx-v4/rules.js';
import { findPerpVenue, PERP_VENUES } from '../../../../src/protocol/perps/venues/find-venue.js';
import { judgeGmxPosition } from '../../../../src/protocol/perps/venues/gmx-v2/judge-position.js';
import { GMX_ONE } from '../../../../src/protocol/perps/venues/gmx-v2/rules.js';
import { HYPERLIQUID_TABLES } from '../../../../src/protocol/perps/venues/hyperliquid/rules.js';
import { findLiquidationStage } from '../../../../src/protocol/perps/venues/hyperliquid/venue.js';
import { PERPETUAL_V2_DEFAULTS } from '../../../../src/protocol/perps/venues/perpetual-v2/rules.js';

const D18 = 10n ** 18n;

/** One set per venue that its own sources publish as in force or as a default (docs/models/parameter-rules.md names them). */
const PUBLISHED: Readonly<Record<string, ParameterSet>> = {
  drift: { marginRatioInitial: 1_000n, marginRatioMaintenance: 500n, imfFactor: 3_000n, liquidatorFee: 10_000n, ifLiquidationFee: 10_000n, initialPctToLiquidate: 1_000n, liquidationDuration: 60n },
  'dydx-v4': { ...DYDX_V4_GENESIS_TIERS['Large-Cap'], ...DYDX_V4_GENESIS_LIQUIDATIONS },
  'generic-brackets': {
    notionalCap: [50_000n, 250_000n, 1_000_000n],
    maintenancePpm: [4_000n, 5_000n, 10_000n],
    maxLeverage: [125n, 100n, 50n],
    deduction: [0n, 50n, 1_300n],
    liquidationFeePpm: 12_500n,
  },
  'gmx-v2': { minCollateralFactor: GMX_ONE / 100n, minCollateralFactorForLiquidation: GMX_ONE / 100n, liquidationFeeFactor: GMX_ONE / 500n, maxPositionImpactFactorForLiquidations: 0n, minCollateralUsd: GMX_ONE },
  hyperliquid: HYPERLIQUID_TABLES['BTC']!,
  'perpetual-v2': PERPETUAL_V2_DEFAULTS,
  'synthetix-v3': {
    skewScale: 1_000_000n * D18,
    initialMarginRatioD18: 2n * D18,
    minimumInitialMarginRatioD18: D18 / 20n,
    maintenanceMarginScalarD18: D18 / 2n,
    flagRewardRatioD18: (3n * D18) / 10_000n,
    minimumPositionMargin: 15n * D18,
    makerFeeRatio: D18 / 5_000n,
    takerFeeRatio: D18 / 1_250n,
    maxLiquidationLimitAccumulationMultiplier: (3n * D18) / 2n,
    maxSecondsInLiquidationWindow: 30n,
  },
};

describe('every venue', () => {
  test('has a published set here, and each set has a venue', () => {
    expect(PERP_VENUES.map(({ name }) => name)).toEqual(Object.keys(PUBLISHED));
    for (const { name, rules } of PERP_VENUES) {
      expect(findPerpVenue(name).rules).toBe(rules);
      expect(rules.venue).toBe(name);
    }
  });

  test.each(Object.entries(PUBLISHED))('%s accepts its published set and asks more to open than to keep', (name, parameters) => {
    const venue = findPerpVenue(name);
    expect(findRuleViolations(venue.rules, parameters)).toEqual([]);
    const { initial, maintenance } = venue.buildSchedule(parameters);
    for (const notionalUsd of [10, 1_000, 100_000, 10_000_000]) {
      const keepUsd = computeMarginUsd(maintenance, 1, notionalUsd, 0);
      expect(keepUsd).toBeGreaterThan(0);
      expect(computeMarginUsd(initial, 1, notionalUsd, 0)).toBeGreaterThanOrEqual(keepUsd);
    }
    const { feeRate } = venue.buildTerms(parameters);
    expect(feeRate).toBeGreaterThanOrEqual(0);
    expect(feeRate).toBeLessThan(0.1);
  });

  test('sets the liquidation terms that its own documents describe', () => {
    const terms = Object.fromEntries(PERP_VENUES.map(({ name, buildTerms }) => [name, buildTerms(PUBLISHED[name]!)]));
    expect(terms['drift']).toEqual({ mode: { kind: 'shortage-ramp', firstShare: 0.1, durationSeconds: 60, wholeBelowUsd: 50, feeRate: 0.02 }, feeRate: 0.02 });
    expect(terms['dydx-v4']).toEqual({ mode: { kind: 'block-limited', portionRatio: 0.1, notionalMinUsd: 1_000, accountNotionalMaxUsd: 100_000 }, feeRate: 0.015 });
    expect(terms['generic-brackets']).toEqual({ mode: { kind: 'tier-by-tier' }, feeRate: 0.0125 });
    expect(terms['gmx-v2']).toEqual({ mode: { kind: 'full' }, feeRate: 0.002 });
    expect(terms['hyperliquid']).toEqual({ mode: { kind: 'portion-first', portionRatio: 0.2, aboveNotionalUsd: 100_000, cooldownSeconds: 30 }, feeRate: 0 });
    expect(terms['perpetual-v2']).toEqual({ mode: { kind: 'half-first', wholeUpToUsd: 100 }, feeRate: 0.025 });
    // (0.0002 + 0.0008) · 10^6 · 1.5 · 30 s.
    expect(terms['synthetix-v3']).toMatchObject({ mode: { kind: 'rate-limited', window: { windowSeconds: 30, capacityBase: expect.closeTo(45_000, 6) } }, feeRate: 0.0003 });
  });

  test.each(Object.entries(PUBLISHED))('%s refuses its set with any one parameter at its bounds’ far side', (name, parameters) => {
    const venue = findPerpVenue(name);
    for (const { name: field, minimum, maximum } of venue.rules.parameters.filter((rule) => parameters[rule.name] !== undefined)) {
      const original = parameters[field]!;
      const spoil = (value: bigint) => ({ ...parameters, [field]: typeof original === 'bigint' ? value : [value, ...original.slice(1)] });
      const shown = typeof original === 'bigint' ? field : `${field}[0]`;
      expect(findRuleViolations(venue.rules, spoil(minimum - 1n)).map((violation) => violation.field)).toContain(shown);
      if (maximum !== undefined) expect(findRuleViolations(venue.rules, spoil(maximum + 1n)).map((violation) => violation.field)).toContain(shown);
      expect(() => venue.buildSchedule(spoil(minimum - 1n))).toThrow(ParameterRuleError);
    }
  });

  test.each<[string, ParameterSet, string]>([
    ['dydx-v4', { openInterestLowerCap: 2n, openInterestUpperCap: 1n }, 'openInterestLowerCap'],
    ['hyperliquid', { lowerBound: [0n, 5n], maxLeverage: [10n, 20n] }, 'maxLeverage'],
    ['hyperliquid', { lowerBound: [0n, 5n, 5n], maxLeverage: [10n, 5n, 3n] }, 'lowerBound'],
    ['hyperliquid', { lowerBound: [0n, 5n, 6n, 7n], maxLeverage: [10n, 5n, 3n, 2n] }, 'lowerBound'],
    ['gmx-v2', { minCollateralFactor: GMX_ONE / 200n, minCollateralFactorForLiquidation: GMX_ONE / 100n }, 'minCollateralFactorForLiquidation'],
    ['drift', { marginRatioInitial: 500n, marginRatioMaintenance: 500n }, 'marginRatioInitial'],
    ['drift', { marginRatioMaintenance: 300n, liquidatorFee: 30_000n }, 'marginRatioMaintenance'],
    ['perpetual-v2', { imRatio: 50_000n, mmRatio: 62_500n }, 'mmRatio'],
    ['perpetual-v2', { mmRatio: 25_000n, liquidationPenaltyRatio: 25_000n }, 'liquidationPenaltyRatio'],
    ['synthetix-v3', { minimumInitialMarginRatioD18: 0n, initialMarginRatioD18: 0n }, 'minimumInitialMarginRatioD18'],
    ['generic-brackets', { maintenancePpm: [5_000n, 4_000n] }, 'maintenancePpm'],
    ['generic-brackets', { maxLeverage: [50n, 100n] }, 'maxLeverage'],
    ['generic-brackets', { notionalCap: [1n, 2n], maintenancePpm: [1n], maxLeverage: [2n, 1n] }, 'notionalCap'],
    ['drift', { imfFactr: 1n }, 'imfFactr'],
  ])('%s names the field that breaks a rule over several: %p', (name, parameters, field) => {
    expect(findRuleViolations(findPerpVenue(name).rules, parameters).map((violation) => violation.field)).toEqual([field]);
  });

  test('a parameter that is missing is named', () => {
    expect(() => findPerpVenue('perpetual-v2').buildSchedule({ imRatio: 100_000n })).toThrow(/mmRatio: is required/);
    expect(() => findPerpVenue('hyperliquid').buildSchedule({ lowerBound: [0n] })).toThrow(/maxLeverage: is required, as a list/);
  });
});

describe('GMX’s test of a position', () => {
  const position = { sizeInUsd: 1_000n * GMX_ONE, collateralUsd: 50n * GMX_ONE, pnlUsd: 0n, priceImpactUsd: 0n, feesUsd: 0n };
  const limits = { minCollateralUsd: GMX_ONE, minCollateralFactorForLiquidation: GMX_ONE / 100n, maxPositionImpactFactorForLiquidations: 0n };
  const judge = (changes: Partial<typeof position>, other: Partial<typeof limits> = {}, checks = true) => judgeGmxPosition({ ...position, ...changes }, { ...limits, ...other }, checks);

  // Source: gmx-synthetics, the order of checks in PositionUtils.isPositionLiquidatable.
  test('checks the minimum in dollars, then zero, then the share of the size, each to the last unit', () => {
    expect(judge({ pnlUsd: -40n * GMX_ONE })).toEqual({ verdict: 'safe', remainingUsd: 10n * GMX_ONE });
    expect(judge({ pnlUsd: -40n * GMX_ONE - 1n }).verdict).toBe('min-collateral-for-leverage');
    expect(judge({ pnlUsd: -49n * GMX_ONE }).verdict).toBe('min-collateral-for-leverage');
    expect(judge({ pnlUsd: -49n * GMX_ONE - 1n }).verdict).toBe('min-collateral');
    expect(judge({ pnlUsd: -50n * GMX_ONE }, {}, false).verdict).toBe('below-zero');
    expect(judge({ pnlUsd: -50n * GMX_ONE + 1n }, {}, false).verdict).toBe('min-collateral-for-leverage');
  });

  test('counts fees in full, no positive impact, and a negative one up to its share of the size', () => {
    expect(judge({ feesUsd: 5n * GMX_ONE }).remainingUsd).toBe(45n * GMX_ONE);
    expect(judge({ priceImpactUsd: 9n * GMX_ONE }).remainingUsd).toBe(50n * GMX_ONE);
    expect(judge({ priceImpactUsd: -9n * GMX_ONE }).remainingUsd).toBe(50n * GMX_ONE);
    expect(judge({ priceImpactUsd: -9n * GMX_ONE }, { maxPositionImpactFactorForLiquidations: GMX_ONE / 200n }).remainingUsd).toBe(45n * GMX_ONE);
    expect(judge({ priceImpactUsd: -3n * GMX_ONE }, { maxPositionImpactFactorForLiquidations: GMX_ONE / 200n }).remainingUsd).toBe(47n * GMX_ONE);
  });

  test('the schedule asks the larger of the minimum and the share, as the test does at the entry price', () => {
    const { maintenance } = findPerpVenue('gmx-v2').buildSchedule(PUBLISHED['gmx-v2']!);
    for (const sizeUsd of [1, 50, 99, 100, 101, 1_000, 1e6]) expect(computeMarginUsd(maintenance, 1, sizeUsd, 0)).toBeCloseTo(Math.max(1, sizeUsd / 100), 9);
  });
});

describe('Hyperliquid’s stages', () => {
  // Source: Hyperliquid docs, "Liquidations": below maintenance the book, below two thirds of it the vault, below 0 deleveraging.
  test.each([
    [100, 'safe'],
    [99, 'order-book'],
    [67, 'order-book'],
    [66, 'backstop-vault'],
    [0, 'backstop-vault'],
    [-1, 'auto-deleveraging'],
  ] as const)('equity %p of a requirement of 100 is %p', (equityUsd, stage) => {
    expect(findLiquidationStage({ equityUsd, maintenanceMarginUsd: 100, initialMarginUsd: 200, notionalUsd: 4_000, healthRatio: equityUsd / 100 })).toBe(stage);
  });
});
