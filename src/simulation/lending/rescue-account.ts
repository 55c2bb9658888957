import type { LendingBook } from '../book.js';
import type { Balances } from '../valuation.js';
import type { ActiveBehaviour } from './borrowers.js';
import type { VenueLedger } from './ledger.js';

/**
 * Lets an owner bring an account to a target health factor: repays every debt, or adds to every collateral, in the same proportion.
 *
 * `repay`: debts · HF / target; `top-up`: collateral · target / HF. Changes balances, adds to the ledger; gives whether anything changed.
 * Special cases: an account at or above the target, or without collateral that counts (HF = 0), is left alone.
 */
export function rescueAccount(
  book: LendingBook,
  balances: Balances,
  oraclePriceUsd: Float64Array,
  account: number,
  healthFactor: number,
  { kind, targetHealth }: ActiveBehaviour,
  ledger: VenueLedger,
): boolean {
  if (healthFactor >= targetHealth || healthFactor === 0) return false;
  if (kind === 'repay') {
    const kept = healthFactor / targetHealth;
    for (let row = book.debtStart[account]!; row < book.debtStart[account + 1]!; row++) {
      const asset = book.debtAsset[row]!;
      const paid = balances.debtAmount[row]! * (1 - kept);
      balances.debtAmount[row]! -= paid;
      ledger.ownerRepaidAmount[asset]! += paid;
      ledger.ownersPaidUsd += paid * oraclePriceUsd[asset]!;
    }
    return true;
  }
  const growth = targetHealth / healthFactor - 1;
  for (let row = book.collateralStart[account]!; row < book.collateralStart[account + 1]!; row++) {
    const asset = book.collateralAsset[row]!;
    const added = balances.collateralAmount[row]! * growth;
    balances.collateralAmount[row]! += added;
    ledger.ownerAddedAmount[asset]! += added;
    ledger.ownersPaidUsd += added * oraclePriceUsd[asset]!;
  }
  return true;
}
