import { percentMul, WAD } from '../fixed-point.js';
import type { AaveAccountData, AaveBalance } from './account-data.js';
import type { AaveV3Version } from './market.js';

export const AAVE_V3_LIQUIDATION = {
  closeFactorBps: 5_000n,
  /** At or below it the whole debt may be repaid. */
  fullCloseHealthFactorWad: (95n * WAD) / 100n,
  /** v3.3: below this value of the debt or of the collateral in question, the whole debt may be repaid; 2,000 USD with 8 decimals. */
  fullCloseBaseRaw: 2_000n * 10n ** 8n,
  /** v3.3: what a partial liquidation must leave of debt and of collateral. */
  leftoverBaseRaw: 1_000n * 10n ** 8n,
} as const;

/**
 * Gives the most debt of one asset that a single call may repay.
 *
 * v3.0: half of the debt in that asset, all of it when HF ≤ 0.95.
 * v3.3: all of it when HF ≤ 0.95, or when the debt or the collateral in question is below 2,000 USD; else half of the account's whole
 * debt, counted in that asset.
 *
 * @source `LiquidationLogic._calculateDebt` (v3.0), `executeLiquidationCall` (v3.3)
 */
export function computeMaxRepayable(
  version: AaveV3Version,
  data: AaveAccountData & { readonly healthFactorWad: bigint },
  debt: AaveBalance,
  collateral: AaveBalance,
): bigint {
  const { closeFactorBps, fullCloseHealthFactorWad, fullCloseBaseRaw } = AAVE_V3_LIQUIDATION;
  if (data.healthFactorWad <= fullCloseHealthFactorWad) return debt.amountRaw;
  if (version === 'v3.0') return percentMul(debt.amountRaw, closeFactorBps);
  if (collateral.valueRaw < fullCloseBaseRaw || debt.valueRaw < fullCloseBaseRaw) return debt.amountRaw;
  const halfBaseRaw = percentMul(data.debtBaseRaw, closeFactorBps);
  return debt.valueRaw > halfBaseRaw ? (halfBaseRaw * debt.unitRaw) / debt.priceRaw : debt.amountRaw;
}
