import type { Table } from '../../frame/table.js';
import type { ReplayedSet, WindowFigures } from './replayed-sets.js';

/** Builds an analyst's table: one row per window and parameter set. */
export function buildReplayTables({ sets, windows }: { readonly sets: readonly ReplayedSet[]; readonly windows: readonly WindowFigures[] }): Record<string, Table> {
  return {
    'replay.csv': {
      columns: ['window', 'fromUnixSeconds', 'toUnixSeconds', 'maxDrawdownRatio', 'minimumPegRatio', 'parameters', 'ltvBps', 'liquidationThresholdBps', 'liquidationBonusBps', 'liquidatedDebtUsd', 'badDebtUsd', 'penaltyUsd', 'liquidatedAccounts', 'peakImpactRatio'],
      rows: windows.flatMap(({ name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, minimumPegRatio, figures }) =>
        sets.map(({ name: set, parameters }, index) => {
          const { liquidatedDebtUsd, badDebtUsd, penaltyUsd, liquidatedAccounts, peakImpactRatio } = figures[index]!;
          return [name, fromUnixSeconds, toUnixSeconds, maxDrawdownRatio, minimumPegRatio, set, parameters.ltvBps, parameters.liquidationThresholdBps, parameters.liquidationBonusBps, liquidatedDebtUsd, badDebtUsd, penaltyUsd, liquidatedAccounts, peakImpactRatio];
        }),
      ),
    },
  };
}
