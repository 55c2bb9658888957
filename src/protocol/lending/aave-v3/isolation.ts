import { subtractToZero } from '../fixed-point.js';
import { requireAsset, type LendingAccount } from '../venue.js';
import { countsAsCollateral } from './account-data.js';
import type { AaveV3Market } from './market.js';

/** Decimals of debt ceilings: US cents. */
const CEILING_DECIMALS = 2;

/** Gives the collateral that holds an account in isolation mode: its only collateral, when that has a debt ceiling; else `null`. */
export function findIsolationCollateral(market: AaveV3Market, account: LendingAccount): string | null {
  const collateral = account.positions.filter((position) => countsAsCollateral(market, position));
  const [only] = collateral;
  if (!only || collateral.length > 1) return null;
  return (market.reserves[only.asset]?.debtCeilingCents ?? 0n) > 0n ? only.asset : null;
}

/**
 * Says why an account in isolation mode may not borrow an amount, or gives `null`.
 *
 * Rules: the asset must be borrowable in isolation, and the collateral's isolated debt must stay within its ceiling, counted in whole cents
 * at one USD per token.
 * @source `ValidationLogic.validateBorrow`
 */
export function findIsolationViolation(
  market: AaveV3Market,
  account: LendingAccount,
  borrow: { readonly asset: string; readonly amountRaw: bigint },
  isolatedDebtCents: bigint,
): string | null {
  const collateral = findIsolationCollateral(market, account);
  if (collateral === null) return null;
  const reserve = requireAsset('Aave', market.reserves, borrow.asset, 'reserve');
  if (!reserve.isBorrowableInIsolation) return `${borrow.asset} may not be borrowed in isolation mode`;
  const ceilingCents = market.reserves[collateral]!.debtCeilingCents!;
  if (isolatedDebtCents + toCents(borrow.amountRaw, reserve.decimals) <= ceilingCents) return null;
  return `the debt ceiling of ${collateral}, ${ceilingCents} cents, would be passed`;
}

/** Gives a collateral's isolated debt after a repayment; interest may repay more than was counted, so it stops at 0. */
export function repayIsolatedDebt(isolatedDebtCents: bigint, repaidRaw: bigint, decimals: number): bigint {
  return subtractToZero(isolatedDebtCents, toCents(repaidRaw, decimals));
}

function toCents(amountRaw: bigint, decimals: number): bigint {
  return amountRaw / 10n ** BigInt(decimals - CEILING_DECIMALS);
}
