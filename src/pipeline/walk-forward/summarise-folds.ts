import type { Table } from '../../frame/table.js';
import type { HeldOutcome, WalkForwardFold } from './fold.js';

/** What keeping the first choice cost over the folds after the first, against choosing anew. */
export interface StaleCost {
  /** Mean over the folds, fresh − stale: what borrowers could not borrow. */
  readonly foregoneBorrowingPowerUsd: number;
  /** Sums over the folds, stale − fresh. */
  readonly moreLiquidatedDebtUsd: number;
  readonly moreBadDebtUsd: number;
  readonly morePenaltyUsd: number;
  readonly folds: number;
  /** Folds at which the stale set breaks the policy by what was known then. */
  readonly foldsBreakingPolicy: number;
}

type Amount = Exclude<keyof HeldOutcome, 'parameters'>;

/** Special case: with one fold nothing is stale, and every figure is 0. */
export function sumFolds(folds: readonly WalkForwardFold[]): StaleCost {
  const later = folds.slice(1);
  const sum = (amount: Amount): number => later.reduce((total, { fresh, stale }) => total + stale[amount] - fresh[amount], 0);
  return {
    foregoneBorrowingPowerUsd: later.length === 0 ? 0 : 0 - sum('borrowingPowerUsd') / later.length,
    moreLiquidatedDebtUsd: sum('liquidatedDebtUsd'),
    moreBadDebtUsd: sum('badDebtUsd'),
    morePenaltyUsd: sum('penaltyUsd'),
    folds: later.length,
    foldsBreakingPolicy: later.filter(({ brokenByStale }) => brokenByStale.length > 0).length,
  };
}

/** The cost of stale parameters in one sentence. */
export function describeStaleness(folds: readonly WalkForwardFold[], totals: StaleCost): string {
  const same = folds.slice(1).filter(({ fresh, stale }) => Object.entries(fresh.parameters).every(([name, value]) => stale.parameters[name as keyof typeof stale.parameters] === value)).length;
  const compare = (value: number, amount: string): string => `$${(Math.abs(value) / 1e6).toFixed(1)}M ${value < 0 ? 'less' : 'more'} ${amount}`;
  return (
    `Keeping the first choice through ${totals.folds} later holds: it broke the policy at ${totals.foldsBreakingPolicy} of them, and ${same} times choosing anew gave the same values. ` +
    `Against choosing anew it gave ${compare(-totals.foregoneBorrowingPowerUsd, 'borrowing power on average')}; over all holds ${compare(totals.moreLiquidatedDebtUsd, 'debt was liquidated')}, ` +
    `${compare(totals.moreBadDebtUsd, 'bad debt was left')} and borrowers paid ${compare(totals.morePenaltyUsd, 'in penalties')}.`
  );
}

/** One row per fold and parameter set. */
export function buildWalkForwardTables(folds: readonly WalkForwardFold[]): Record<string, Table> {
  return {
    'walk-forward.csv': {
      columns: ['unixSeconds', 'toUnixSeconds', 'set', 'decision', 'ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps', 'borrowingPowerUsd', 'liquidatedDebtUsd', 'badDebtUsd', 'penaltyUsd', 'brokenByStale'],
      rows: folds.flatMap((fold) =>
        (['fresh', 'stale', 'current'] as const).map((set) => {
          const { parameters, borrowingPowerUsd, liquidatedDebtUsd, badDebtUsd, penaltyUsd } = fold[set];
          return [fold.unixSeconds, fold.toUnixSeconds, set, fold.decision, parameters.ltvBps, parameters.liquidationThresholdBps, parameters.liquidationBonusBps, borrowingPowerUsd, liquidatedDebtUsd, badDebtUsd, penaltyUsd, fold.brokenByStale.join('; ')];
        }),
      ),
    },
  };
}
