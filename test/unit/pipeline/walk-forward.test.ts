import { describe, expect, test } from '@jest/globals';
import type { HeldOutcome, WalkForwardFold } from '../../../src/pipeline/walk-forward/fold.js';
import { buildWalkForwardTables, describeStaleness, sumFolds } from '../../../src/pipeline/walk-forward/summarise-folds.js';

const held = (ltvBps: number, badDebtUsd: number): HeldOutcome => ({
  parameters: { ltvBps, liquidationThresholdBps: 8300, liquidationBonusBps: 700 },
  borrowingPowerUsd: ltvBps * 1e5,
  liquidatedDebtUsd: 10 * badDebtUsd,
  badDebtUsd,
  penaltyUsd: badDebtUsd / 2,
});
const fold = (fresh: HeldOutcome, stale: HeldOutcome, brokenByStale: string[]): WalkForwardFold => ({ unixSeconds: 0, toUnixSeconds: 1, decision: 'change', fresh, stale, current: held(7200, 0), brokenByStale });

describe('the cost of stale parameters', () => {
  const folds = [fold(held(7500, 9e6), held(7500, 9e6), []), fold(held(7300, 1e6), held(7500, 4e6), ['a limit']), fold(held(7500, 2e6), held(7500, 2e6), [])];

  test('counts the folds after the first alone: what was foregone on average, what more was lost in all', () => {
    expect(sumFolds(folds)).toEqual({ foregoneBorrowingPowerUsd: -1e7, moreLiquidatedDebtUsd: 3e7, moreBadDebtUsd: 3e6, morePenaltyUsd: 1.5e6, folds: 2, foldsBreakingPolicy: 1 });
    expect(describeStaleness(folds, sumFolds(folds))).toBe(
      'Keeping the first choice through 2 later holds: it broke the policy at 1 of them, and 1 times choosing anew gave the same values. ' +
        'Against choosing anew it gave $10.0M more borrowing power on average; over all holds $30.0M more debt was liquidated, $3.0M more bad debt was left and borrowers paid $1.5M more in penalties.',
    );
  });

  test('is nothing when there is one fold, and every fold gives three rows', () => {
    expect(sumFolds(folds.slice(0, 1))).toEqual({ foregoneBorrowingPowerUsd: 0, moreLiquidatedDebtUsd: 0, moreBadDebtUsd: 0, morePenaltyUsd: 0, folds: 0, foldsBreakingPolicy: 0 });
    expect(buildWalkForwardTables(folds)['walk-forward.csv']!.rows.map((row) => row[2])).toEqual(['fresh', 'stale', 'current', 'fresh', 'stale', 'current', 'fresh', 'stale', 'current']);
  });
});
