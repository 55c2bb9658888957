import { describe, expect, test } from '@jest/globals';
import { DataError, UsageError } from '../../../../src/core/errors.js';
import { ParameterRuleError } from '../../../../src/protocol/parameter-rules.js';
import { splitMarginUnits, valueMarginUnit } from '../../../../src/protocol/perps/account/margin-unit.js';
import { createAccount, PositionRuleError } from '../../../../src/protocol/perps/account/position.js';
import { applyTrade } from '../../../../src/protocol/perps/account/transitions.js';
import { deleveragePosition } from '../../../../src/protocol/perps/backstop/deleverage-position.js';
import { settleWave } from '../../../../src/protocol/perps/backstop/settle-wave.js';
import { buildOpenInterestSchedule, buildSkewSchedule, buildSquareRootSchedule } from '../../../../src/protocol/perps/margin-schedule/build-curves.js';
import { buildBracketSchedule, buildLeverageSchedule } from '../../../../src/protocol/perps/margin-schedule/build-tiers.js';
import { findPerpVenue } from '../../../../src/protocol/perps/venues/find-venue.js';

type NamedError = { readonly field: string; readonly rule: string };

function catchError(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('tier tables that cannot be', () => {
  const rate = (maintenanceRate: number) => ({ maintenanceRate });
  test.each<[string, () => unknown, string, RegExp]>([
    ['no tiers', () => buildBracketSchedule([]), 'tiers', /at least one tier/],
    ['a gap', () => buildBracketSchedule([{ floorUsd: 0, ceilingUsd: 50_000, ...rate(0.01) }, { floorUsd: 60_000, ...rate(0.02) }]), 'tiers[1].floorUsd', /must be 50000.*gap/],
    ['an overlap', () => buildBracketSchedule([{ floorUsd: 0, ceilingUsd: 50_000, ...rate(0.01) }, { floorUsd: 40_000, ...rate(0.02) }]), 'tiers[1].floorUsd', /overlap/],
    ['a first tier above 0', () => buildBracketSchedule([{ floorUsd: 10, ...rate(0.01) }]), 'tiers[0].floorUsd', /must be 0.*gap/],
    ['floors that fall', () => buildBracketSchedule([{ floorUsd: 0, ...rate(0.01) }, { floorUsd: 9, ...rate(0.02) }, { floorUsd: 5, ...rate(0.03) }]), 'tiers[2].floorUsd', /above the floor of the tier before/],
    ['a negative floor', () => buildLeverageSchedule([{ floorUsd: -1, leverageMax: 10 }]), 'tiers[0].floorUsd', /from 0 on/],
    ['a ceiling below its floor', () => buildBracketSchedule([{ floorUsd: 0, ceilingUsd: 0, ...rate(0.01) }]), 'tiers[0].ceilingUsd', /above the floor/],
    ['a rate that falls', () => buildBracketSchedule([{ floorUsd: 0, ...rate(0.02) }, { floorUsd: 9, ...rate(0.01) }]), 'tiers[1].maintenanceRate', /must not fall/],
    ['a rate above 1', () => buildBracketSchedule([{ floorUsd: 0, ...rate(1.01) }]), 'tiers[0].maintenanceRate', /at most 1/],
    ['a rate of NaN', () => buildBracketSchedule([{ floorUsd: 0, ...rate(NaN) }]), 'tiers[0].maintenanceRate', /found NaN/],
    ['maintenance above initial', () => buildBracketSchedule([{ floorUsd: 0, maintenanceRate: 0.1, initialRate: 0.05 }]), 'tiers[0].initialRate', /at least the maintenance rate/],
    ['leverage that rises', () => buildLeverageSchedule([{ floorUsd: 0, leverageMax: 10 }, { floorUsd: 5, leverageMax: 20 }]), 'tiers[1].leverageMax', /must fall from tier to tier/],
    ['leverage that stays', () => buildLeverageSchedule([{ floorUsd: 0, leverageMax: 10 }, { floorUsd: 5, leverageMax: 10 }]), 'tiers[1].leverageMax', /must fall/],
    ['leverage below 1', () => buildLeverageSchedule([{ floorUsd: 0, leverageMax: 0.5 }]), 'tiers[0].leverageMax', /at least 1/],
    ['caps the wrong way round', () => buildOpenInterestSchedule({ initialRate: 0.2, maintenanceShare: 0.5, openInterestLowerUsd: 2, openInterestUpperUsd: 1 }), 'openInterestLowerUsd', /at most the upper cap/],
    ['a negative factor', () => buildSquareRootSchedule({ initialRate: 0.2, maintenanceRate: 0.1, imfFactor: -1 }), 'imfFactor', /from 0 to 1/],
    ['a skew scale of 0', () => buildSkewSchedule({ skewScaleBase: 0, initialMarginRatio: 1, minimumInitialMarginRatio: 0.1, maintenanceMarginScalar: 0.5, minimumPositionMarginUsd: 0 }), 'skewScaleBase', /found 0/],
    ['an unknown venue', () => findPerpVenue('mt-gox'), 'venue', /must be one of drift, dydx-v4.*found mt-gox/],
  ])('%s', (_, run, field, rule) => {
    const error = catchError(run) as NamedError;
    expect(error).toBeInstanceOf(ParameterRuleError);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.field).toBe(field);
    expect(error.rule).toMatch(rule);
  });
});

describe('accounts that cannot be', () => {
  const position = { market: 'M', side: 'long', sizeBase: 1, entryPriceUsd: 1 } as const;
  const bankrupt = { account: 'b', sizeRaw: 5n, quoteRaw: -9n };
  test.each<[string, () => unknown, string, RegExp]>([
    ['a negative size', () => createAccount('a', 0, [{ ...position, sizeBase: -1 }]), 'positions[0].sizeBase', /above 0, found -1/],
    ['a size of 0', () => createAccount('a', 0, [{ ...position, sizeBase: 0 }]), 'positions[0].sizeBase', /above 0/],
    ['an endless size', () => createAccount('a', 0, [{ ...position, sizeBase: Infinity }]), 'positions[0].sizeBase', /found Infinity/],
    ['an entry price of 0', () => createAccount('a', 0, [{ ...position, entryPriceUsd: 0 }]), 'positions[0].entryPriceUsd', /above 0/],
    ['collateral that is no number', () => createAccount('a', NaN, []), 'crossCollateralUsd', /must be a number/],
    ['two positions in one market', () => createAccount('a', 0, [position, position]), 'positions', /one position per market/],
    ['a market that is not there', () => valueMarginUnit(splitMarginUnits(createAccount('a', 0, [position]))[0]!, new Map()), 'positions.market', /no market is called M/],
    ['a trade at 0', () => applyTrade(createAccount('a', 0, []), { market: 'M', deltaBase: 1, priceUsd: 0, feeUsd: 0, fundingUsdPerBase: 0 }), 'priceUsd', /above 0/],
    ['a negative fee', () => applyTrade(createAccount('a', 0, []), { market: 'M', deltaBase: 1, priceUsd: 1, feeUsd: -1, fundingUsdPerBase: 0 }), 'feeUsd', /at least 0/],
    ['a negative deficit', () => settleWave(0n, { deficits: [{ account: 'd', deficitRaw: -1n }], candidates: [] }, { adl: { kind: 'pro-rata' }, adlSharePpm: 0n, socialise: false }), 'deficitRaw', /at least 0/],
    ['a negative fund', () => settleWave(-1n, { deficits: [], candidates: [] }, { adl: { kind: 'pro-rata' }, adlSharePpm: 0n, socialise: false }), 'fundRaw', /at least 0/],
    ['an empty bankrupt position', () => deleveragePosition({ ...bankrupt, sizeRaw: 0n }, [], 0n), 'sizeRaw', /must not be 0/],
    ['a counterparty on the same side', () => deleveragePosition(bankrupt, [{ ...bankrupt, account: 'c' }], 0n), 'sizeRaw', /other side/],
  ])('%s', (_, run, field, rule) => {
    const error = catchError(run) as NamedError;
    expect(error).toBeInstanceOf(PositionRuleError);
    expect(error).toBeInstanceOf(DataError);
    expect(error.field).toBe(field);
    expect(error.rule).toMatch(rule);
  });
});
