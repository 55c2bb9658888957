import type { VaultEvent } from '../../backtest/forecast/vault-book.js';
import { createVaultTermsLog, type VaultTermsLog } from '../../backtest/forecast/vault-terms.js';
import { DataError } from '../../core/errors.js';
import type { HistoryDataset } from '../ports.js';

/** A history in the backtest's units: whole tokens. */
export interface VaultHistory {
  readonly events: readonly VaultEvent[];
  readonly terms: VaultTermsLog;
  readonly collateralAsset: string;
}

/**
 * Turns stored events into the backtest's.
 *
 * Special case: a history has one collateral and one debt, the asset that is borrowed.
 * @throws DataError when it has other assets, or none that is borrowed
 */
export function readVaultHistory({ name, assets, events, changes }: HistoryDataset): VaultHistory {
  const debtAsset = events.find(({ kind }) => kind === 'borrow')?.asset;
  const collateralAsset = assets.find(({ asset }) => asset !== debtAsset)?.asset;
  if (debtAsset === undefined || collateralAsset === undefined || assets.length !== 2) {
    throw new DataError('a history of vaults has one collateral and one asset that is borrowed', { where: name, suggestions: ['Use a dataset such as maker-ethb_2020-2022.'] });
  }
  const unit = new Map(assets.map(({ asset, decimals }) => [asset, 10 ** decimals]));
  return {
    collateralAsset,
    terms: createVaultTermsLog(changes),
    events: events.map(({ account, asset, kind, unixSeconds, amountRaw }) => {
      const amount = Number(amountRaw) / unit.get(asset)!;
      return { account, kind, unixSeconds, collateralDelta: asset === debtAsset ? 0 : amount, debtDelta: asset === debtAsset ? amount : 0 };
    }),
  };
}
