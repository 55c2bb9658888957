import { QUANTILE_LEVELS, type CallComparison } from '../../backtest/liquidations/compare-calls.js';
import type { LiquidationCall } from '../../backtest/liquidations/replay-calls.js';
import type { Table } from '../../frame/table.js';

/** Builds an analyst's tables: each property by quantile, and every simulated call. */
export function buildCallTables({ measures }: CallComparison, simulated: readonly LiquidationCall[]): Record<string, Table> {
  return {
    'liquidation-comparison.csv': {
      columns: ['measure', 'quantileLevel', 'recorded', 'simulated', 'recordedCount', 'simulatedCount', 'ksDistance', 'ksP'],
      rows: measures.flatMap((measure) => QUANTILE_LEVELS.map((level, index) => [measure.name, level, measure.recorded.quantiles[index]!, measure.simulated.quantiles[index]!, measure.recorded.n, measure.simulated.n, measure.distance, measure.pValue])),
    },
    'simulated-calls.csv': {
      columns: ['account', 'collateralAsset', 'debtAsset', 'unixSeconds', 'debtRepaidUsd', 'seizedOverRepaid'],
      rows: simulated.map((call) => [call.account, call.collateralAsset, call.debtAsset, call.unixSeconds, call.debtRepaidUsd, call.seizedOverRepaid]),
    },
  };
}
