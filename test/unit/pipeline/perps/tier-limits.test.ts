import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import type { MarginTable } from '../../../../src/core/perp-run-result.js';
import { isTableAllowed } from '../../../../src/pipeline/perps/margin-tables.js';
import { parsePerpPolicyFile } from '../../../../src/pipeline/perps/perp-policy-file.js';
import { assertLimitsMove, clipTierMove, parseTierLimits } from '../../../../src/pipeline/perps/tier-limits.js';
import { joinRules, joinTiers, layOutTiers, leverageAt, listTierNumbers } from '../../../../src/pipeline/perps/tier-numbers.js';
import { fuzzParameters } from '../../../support/fuzz.js';

const rulesOf = (size: number) => fc.array(fc.record({ floorUsd: fc.integer({ min: 1, max: 90_000 }), leverageMax: fc.integer({ min: 1, max: 50 }) }), { maxLength: size });
const tables: fc.Arbitrary<MarginTable> = fc.tuple(fc.integer({ min: 1, max: 50 }), rulesOf(2)).map(([leverageMax, further]) => joinRules([{ floorUsd: 0, leverageMax }, ...further]));

const limitsOf = (limits: object) => parseTierLimits(JSON.stringify({ name: 'mine', source: 'a wish', limits }), 'mine.yaml');
const LEVERAGE = { tier: 2, parameter: 'leverageMax' } as const;
const FLOOR = { tier: 2, parameter: 'floorUsd' } as const;

describe('a margin table as numbers', () => {
  test('comes back from its numbers, and rules of any order ask at every notional for the lowest leverage that holds there', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 50 }), rulesOf(3), fc.integer({ min: 0, max: 100_000 }), (table, leverageMax, further, notionalUsd) => {
        expect(joinTiers(layOutTiers(table, 3))).toEqual(table);
        const rules = [{ floorUsd: 0, leverageMax }, ...further];
        expect(leverageAt(joinRules(rules), notionalUsd)).toBe(Math.min(...rules.filter(({ floorUsd }) => floorUsd <= notionalUsd).map((rule) => rule.leverageMax)));
      }),
      fuzzParameters(200),
    );
  });

  test('any mixture of the numbers of two tables is a table that the venue takes', () => {
    fc.assert(
      fc.property(tables, tables, fc.array(fc.boolean(), { minLength: 5, maxLength: 5 }), (from, to, isNew) => {
        const [before, after] = [layOutTiers(from, 3), layOutTiers(to, 3)];
        expect(isTableAllowed(joinTiers(before.map((value, index) => (isNew[index] ? after[index]! : value))))).toBe(true);
      }),
      fuzzParameters(200),
    );
  });

  test('names its numbers in their order', () => {
    expect(listTierNumbers(2)).toEqual([{ tier: 1, parameter: 'leverageMax' }, { tier: 2, parameter: 'floorUsd' }, { tier: 2, parameter: 'leverageMax' }]);
  });
});

describe('limits on changes of margin tiers', () => {
  test.each([
    [{ kind: 'relative', max: 0.5, minimumDelayDays: 3 }, 50, 15, 25],
    [{ kind: 'relative', max: 0.5, minimumDelayDays: 3 }, 25, 50, 37],
    [{ kind: 'absolute-multiple', max: 10, minimumDelayDays: 3 }, 50, 15, 40],
    [{ kind: 'absolute-multiple', max: 10, minimumDelayDays: 3 }, 20, 15, 15],
  ])('a leverage limit of %j lets %d× go towards %d× as far as %d×', (leverageMax, from, wanted, reached) => {
    expect(clipTierMove(limitsOf({ leverageMax }), LEVERAGE, from, wanted)).toBe(reached);
  });

  // 50× asks for 100 bps of maintenance and 25× for 200; 40× for 125, of which 20 more are 34.48×, so 35×.
  test.each([
    [{ kind: 'absolute-bps', max: 100, minimumDelayDays: 0 }, 50, 10, 25],
    [{ kind: 'absolute-bps', max: 20, minimumDelayDays: 0 }, 40, 10, 35],
    [{ kind: 'absolute-bps', max: 100, minimumDelayDays: 0 }, 25, 50, 50],
    [{ kind: 'absolute-bps', max: 125, minimumDelayDays: 0 }, 40, 50, 50],
    [{ kind: 'relative', max: 0.25, minimumDelayDays: 0 }, 50, 10, 40],
  ])('a limit of %j on the maintenance rate lets %d× go towards %d× as far as %d×', (maintenanceRateBps, from, wanted, reached) => {
    expect(clipTierMove(limitsOf({ maintenanceRateBps }), LEVERAGE, from, wanted)).toBe(reached);
  });

  test('the tighter of two limits on one number holds, and what has no limit moves freely', () => {
    const limits = limitsOf({ leverageMax: { kind: 'absolute-multiple', max: 20, minimumDelayDays: 1 }, maintenanceRateBps: { kind: 'absolute-bps', max: 25, minimumDelayDays: 1 } });
    expect(clipTierMove(limits, LEVERAGE, 50, 10)).toBe(40);
    expect(clipTierMove(limits, FLOOR, 5_000, 90_000)).toBe(90_000);
    expect(clipTierMove(limitsOf({ floorUsd: { kind: 'absolute-usd', max: 2_000, minimumDelayDays: 1 } }), FLOOR, 5_000, 90_000)).toBe(7_000);
  });

  test('a limit that lets a number move nowhere is named', () => {
    const limits = limitsOf({ leverageMax: { kind: 'relative', max: 0.1, minimumDelayDays: 1 } });
    expect(() => clipTierMove(limits, LEVERAGE, 9, 5)).toThrow('updateLimits.limits: leverageMax lets the leverageMax of tier 2 move nowhere from 9 towards 5');
  });

  // 10× asks for 500 bps and 11× for 454.5: whole multiples are 45.5 bps apart there.
  test('limits that some leverage could never leave are refused before a search', () => {
    const limits = (max: number) => limitsOf({ maintenanceRateBps: { kind: 'absolute-bps', max, minimumDelayDays: 1 } });
    expect(() => assertLimitsMove(limits(45), { minimum: 10, maximum: 50 }, 'mine.yaml')).toThrow('maintenanceRateBps lets the leverageMax of tier 1 move nowhere from 10 towards 11');
    expect(() => assertLimitsMove(limits(46), { minimum: 10, maximum: 50 }, 'mine.yaml')).not.toThrow();
    expect(() => assertLimitsMove(limits(45), { minimum: 11, maximum: 50 }, 'mine.yaml')).not.toThrow();
  });

  test('a policy that states them wrong is refused by the field', () => {
    const policy = readFileSync('data/policies/perps-moderate.yaml', 'utf8');
    expect(parsePerpPolicyFile(policy, 'p.yaml').updateLimits).toMatchObject({ name: 'gradual tiers' });
    expect(() => parsePerpPolicyFile(policy.replace('floorUsd: { kind: relative, max: 0.5', 'ltvBps: { kind: relative, max: 0.5'), 'p.yaml')).toThrow('updateLimits');
    expect(() => limitsOf({})).toThrow('at least one of leverageMax, maintenanceRateBps and floorUsd is needed');
    expect(() => limitsOf({ floorUsd: { kind: 'absolute-usd', max: 0.5, minimumDelayDays: 1 } })).toThrow('limits.floorUsd.max: absolute-usd counts whole dollars');
  });
});
