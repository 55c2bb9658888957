import { readAccounts } from './accounts.mjs';
import { MARKET } from './reserves.mjs';
import { resolveAccount, shareOf } from './resolve-account.mjs';

/** Builds positions and account totals, and counts what was kept, left out and unresolved. */
export function buildPositions(dataFolder, computeAccountData, healthFactorFromRaw) {
  const { accounts, inSource } = readAccounts(dataFolder);
  const leftOut = new Map([['the source has no per-asset detail for the account', inSource - accounts.length]]);
  const positions = [];
  const totals = [];
  const sums = { collateral: 0n, debt: 0n, otherCollateral: 0n, otherDebt: 0n, resolved: 0, notEnabled: 0 };
  for (const item of accounts) {
    const choice = resolveAccount(item, computeAccountData, healthFactorFromRaw);
    if (choice.reason !== undefined) {
      leftOut.set(choice.reason, (leftOut.get(choice.reason) ?? 0) + 1);
      continue;
    }
    positions.push(...choice.rows);
    totals.push({
      market: MARKET,
      account: item.account,
      collateral_base_raw: item.stated.collateralBaseRaw,
      debt_base_raw: item.stated.debtBaseRaw,
      liquidation_threshold_bps: item.stated.thresholdBps,
      health_factor: item.stated.healthFactor,
    });
    sums.collateral += item.stated.collateralBaseRaw;
    sums.debt += item.stated.debtBaseRaw;
    sums.otherCollateral += choice.otherRaw;
    sums.otherDebt += choice.otherDebtRaw;
    sums.resolved += choice.otherRaw === 0n && choice.otherDebtRaw === 0n ? 1 : 0;
    sums.notEnabled += choice.skipped > 0 ? 1 : 0;
  }
  const figures = {
    accountsFullyResolved: sums.resolved,
    accountsWithRemainder: totals.length - sums.resolved,
    accountsWithCollateralNotEnabled: sums.notEnabled,
    collateralEth: Number(sums.collateral / 10n ** 12n) / 1e6,
    debtEth: Number(sums.debt / 10n ** 12n) / 1e6,
    unresolvedCollateralRatio: shareOf(sums.otherCollateral, sums.collateral),
    unresolvedDebtRatio: shareOf(sums.otherDebt, sums.debt),
  };
  const reasons = [...leftOut].map(([reason, count]) => ({ reason, accounts: count }));
  return { positions, totals, accounts: { inSource, kept: totals.length, leftOut: reasons, figures } };
}
