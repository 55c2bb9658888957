import { computeAccounts, healthFactorFromRaw } from '../../protocol/lending/aave-v2/health-factor.js';
import type { LendingDataset } from '../ports.js';

/**
 * Works out account totals from the positions where the source states none, as a subgraph does not.
 *
 * Special cases: accounts without debt are left out, as no price can make them liquidatable; totals that the source states are kept.
 */
export function deriveAccounts(dataset: LendingDataset): LendingDataset {
  if (dataset.accounts.length > 0) return dataset;
  const accounts = [...computeAccounts(dataset)].flatMap(([key, data]) => {
    if (data.healthFactorRaw === null) return [];
    const at = key.lastIndexOf('/');
    return [
      {
        market: key.slice(0, at),
        account: key.slice(at + 1),
        collateralBaseRaw: data.collateralBaseRaw,
        debtBaseRaw: data.debtBaseRaw,
        liquidationThresholdBps: data.averageThresholdBps,
        healthFactor: healthFactorFromRaw(data.healthFactorRaw),
      },
    ];
  });
  return { ...dataset, accounts: accounts.sort((left, right) => (left.market < right.market || (left.market === right.market && left.account < right.account) ? -1 : 1)) };
}
