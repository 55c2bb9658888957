import { describe, expect, test } from '@jest/globals';
import { findLargestOverdraft, rebuildBook, replayBook, type VaultEvent } from '../../../../src/backtest/forecast/vault-book.js';
import { createVaultTermsLog, type ParameterChange } from '../../../../src/backtest/forecast/vault-terms.js';
import { DataError, InternalError } from '../../../../src/core/errors.js';

const YEAR = 31_536_000;
const CHANGES: readonly ParameterChange[] = [
  { unixSeconds: 0, parameter: 'SPOTTER.ilks.mat', valueAfter: 1.3 },
  { unixSeconds: 0, parameter: 'CAT.ilks.chop', valueAfter: 0.13 },
  { unixSeconds: 0, parameter: 'VAT.ilks.dust', valueAfter: 100 },
  { unixSeconds: 0, parameter: 'JUG.ilks.duty', valueAfter: 0.1 },
  { unixSeconds: YEAR, parameter: 'JUG.ilks.duty', valueAfter: 0.2 },
  { unixSeconds: YEAR, parameter: 'VAT.ilks.dust', valueAfter: 2000 },
  { unixSeconds: YEAR, parameter: 'DOG.ilks.chop', valueAfter: 0.15 },
];
const TERMS = createVaultTermsLog(CHANGES);
const event = (unixSeconds: number, kind: string, collateralDelta: number, debtDelta: number): VaultEvent => ({ unixSeconds, account: 'vault-1', kind, collateralDelta, debtDelta });
const OPENED = [event(0, 'deposit', 10, 0), event(0, 'borrow', 0, 5000)];

describe('the change log', () => {
  test('gives the terms of the time; the penalty of the Dutch auctions replaces the older one', () => {
    expect(TERMS.readAt(YEAR - 1)).toEqual({ liquidationRatio: 1.3, penaltyRatio: 0.13, minimumDebtUsd: 100, lowestMinimumDebtUsd: 100 });
    expect(TERMS.readAt(YEAR)).toEqual({ liquidationRatio: 1.3, penaltyRatio: 0.15, minimumDebtUsd: 2000, lowestMinimumDebtUsd: 100 });
  });

  test('compounds the stability fee of each period: a year at 10 %, half a year at 20 %', () => {
    expect(TERMS.computeFeeIndex(0)).toBe(1);
    expect(TERMS.computeFeeIndex(YEAR)).toBeCloseTo(1.1, 12);
    expect(TERMS.computeFeeIndex(1.5 * YEAR)).toBeCloseTo(1.1 * Math.sqrt(1.2), 12);
  });

  test('names the parameter that was not set yet', () => {
    expect(() => TERMS.readAt(-1)).toThrow(DataError);
    expect(() => TERMS.readAt(-1)).toThrow(/SPOTTER\.ilks\.mat/);
  });
});

describe('the book', () => {
  test('lets debt grow with the fee, and takes repayments at the index of their time', () => {
    const events = [...OPENED, event(YEAR, 'repay', 0, -1100)];
    expect(rebuildBook(events, TERMS, YEAR - 1)[0]!.debtUsd).toBeCloseTo(5500, 3);
    const [vault] = rebuildBook(events, TERMS, YEAR);
    expect(vault!.normalisedDebt).toBeCloseTo(4000, 9);
    expect(vault!.debtUsd).toBeCloseTo(4400, 9);
  });

  test('takes the share of the collateral that a lot takes of the debt, whatever the rounded row says', () => {
    const lot = [event(10, 'liquidation', -3, 0), event(10, 'liquidation', 0, -1250)];
    const [vault] = rebuildBook([...OPENED, ...lot], TERMS, 10);
    // A fee of ten seconds is 1.5e-7 of the debt.
    expect(vault!.collateral).toBeCloseTo(7.5, 5);
    expect(rebuildBook([...OPENED, event(10, 'liquidation', 0, -6000)], TERMS, 10)).toEqual([]);
  });

  test('counts a repayment that leaves less than the minimum debt of the time as the whole', () => {
    const leave = (debtUsd: number, time: number): readonly unknown[] => rebuildBook([...OPENED, event(time, 'repay', 0, debtUsd - 5000 * TERMS.computeFeeIndex(time))], TERMS, time);
    expect(leave(150, YEAR - 1)).toHaveLength(1);
    expect(leave(150, YEAR)).toEqual([]);
    expect(leave(2000, YEAR)).toHaveLength(1);
  });

  test('goes forwards only', () => {
    const replay = replayBook(OPENED, TERMS);
    replay.advanceTo(10);
    expect(() => replay.advanceTo(9)).toThrow(InternalError);
  });

  test('measures by how much a liquidation exceeds what the events leave: the sign of a lost event', () => {
    expect(findLargestOverdraft([...OPENED, event(0, 'liquidation', 0, -5000)], TERMS)).toEqual({ liquidations: 1, overdraftRatio: 0, account: null });
    expect(findLargestOverdraft([...OPENED, event(0, 'liquidation', 0, -6000)], TERMS).overdraftRatio).toBeCloseTo(0.2, 12);
  });
});
