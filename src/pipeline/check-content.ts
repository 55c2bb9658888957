import { findLargestOverdraft } from '../backtest/forecast/vault-book.js';
import { computeAccounts, healthFactorFromRaw } from '../protocol/lending/aave-v2/health-factor.js';
import type { DatasetCheck } from '../storage/dataset-check.js';
import type { FolderDatasetStore } from '../storage/dataset-store.js';
import type { Manifest } from '../storage/manifest.js';
import { readVaultHistory } from './forecast/vault-history.js';
import type { HistoryDataset, LendingDataset, PerpsDataset } from './ports.js';

/** Largest relative difference between a stated and a recomputed health factor; balances and totals are read moments apart. */
const HEALTH_FACTOR_TOLERANCE = 1e-6;

/** Interest is collected a little late, so that a rebuilt debt is slightly off; a lost event is off by much more. */
const OVERDRAFT_TOLERANCE = 1e-3;

/** Notional of accounts at or below 0 that can be waiting for liquidators when a venue is pulled at one moment. */
const MOST_BANKRUPT_SHARE = 0.05;

/** What must hold of the books and histories in a dataset whose bytes and tables are sound; needs the venues' rules. */
export async function checkContent(store: FolderDatasetStore, name: string, manifest: Manifest): Promise<DatasetCheck[]> {
  const tables = Object.keys(manifest.tables);
  if (tables.includes('perp_positions')) return [checkMargins(await store.loadPerpsDataset(name), manifest.pulls === undefined ? 0 : MOST_BANKRUPT_SHARE)];
  if (tables.includes('parameter_changes')) return [checkHistory(await store.loadHistoryDataset(name))];
  return tables.includes('lending_accounts') ? [checkHealthFactors(await store.loadLendingDataset(name))] : [];
}

/** Recomputes every account by the contract's integer rule. */
function checkHealthFactors(dataset: LendingDataset): DatasetCheck {
  const computed = computeAccounts(dataset);
  let largestError = 0;
  let worst = '';
  for (const { market, account, healthFactor } of dataset.accounts) {
    const data = computed.get(`${market}/${account}`);
    const error = data ? Math.abs(healthFactorFromRaw(data.healthFactorRaw) / healthFactor - 1) : Infinity;
    if (error > largestError) {
      largestError = error;
      worst = account;
    }
  }
  return {
    check: 'health factors recomputed from positions',
    holds: largestError <= HEALTH_FACTOR_TOLERANCE,
    detail: `${dataset.accounts.length} accounts, largest relative difference ${largestError.toExponential(1)} (${worst})`,
  };
}

/**
 * Values every account at the mark: equity is margin plus unrealised profit.
 *
 * @param mostBankruptShare of the notional; 0 where not one account may be at or below 0. In a venue as it stands some wait for their liquidation;
 * many mean wrong prices or margins.
 */
function checkMargins({ markets, accounts, positions }: PerpsDataset, mostBankruptShare: number): DatasetCheck {
  const markByMarket = new Map(markets.map(({ market, markPriceRaw }) => [market, markPriceRaw]));
  const equityRaw = new Map(accounts.map(({ account, crossCollateralRaw }) => [account, crossCollateralRaw * 10n ** 30n]));
  const notionalRaw = new Map<string, bigint>();
  for (const { market, account, sizeRaw, entryPriceRaw, collateralRaw } of positions) {
    const markRaw = markByMarket.get(market)!;
    equityRaw.set(account, equityRaw.get(account)! + collateralRaw * 10n ** 30n + sizeRaw * (markRaw - entryPriceRaw));
    notionalRaw.set(account, (notionalRaw.get(account) ?? 0n) + (sizeRaw < 0n ? -sizeRaw : sizeRaw) * markRaw);
  }
  const bankrupt = [...equityRaw].filter(([, raw]) => raw <= 0n).map(([account]) => account);
  const sum = (names: Iterable<string>): number => [...names].reduce((total, account) => total + Number(notionalRaw.get(account) ?? 0n), 0);
  const share = bankrupt.length === 0 ? 0 : sum(bankrupt) / sum(notionalRaw.keys());
  return {
    check: mostBankruptShare === 0 ? 'account values at the mark are above 0' : `account values at the mark: at most ${mostBankruptShare * 100} % of the open notional is of accounts at or below 0`,
    holds: bankrupt.length === 0 || (mostBankruptShare > 0 && share <= mostBankruptShare),
    detail: `${accounts.length} accounts, ${bankrupt.length} at or below 0 with ${(share * 100).toFixed(2)} % of the notional${bankrupt.length > 0 ? ` (${bankrupt[0]})` : ''}`,
  };
}

/** Replays every event, with interest by the change log. */
function checkHistory(dataset: HistoryDataset): DatasetCheck {
  const { events, terms } = readVaultHistory(dataset);
  const { liquidations, overdraftRatio, account } = findLargestOverdraft(events, terms);
  return {
    check: 'liquidations take no more debt than the events before them leave',
    holds: overdraftRatio <= OVERDRAFT_TOLERANCE,
    detail: `${liquidations} liquidations, largest relative excess ${overdraftRatio.toExponential(1)} (${account ?? 'none'})`,
  };
}
