// Bound once: see shared-market.ts.
const { min, sqrt } = Math;

/** How much of an account's debt one call may repay. */
export type CloseRule =
  /** A share of the largest debt; all of it where the account is weak or the position small. */
  | {
      readonly kind: 'share';
      readonly shareRatio: number;
      /** Health factor below which all may be repaid; never when left out. */
      readonly fullBelowHealth?: number | undefined;
      /** Value of the debt or the collateral, in USD, below which all may be repaid; never when left out. */
      readonly fullBelowUsd?: number | undefined;
    }
  /** As much as restores a health factor. */
  | { readonly kind: 'target-health'; readonly targetHealth: number };

/** What a liquidator gains over the debt it repays; `bonusRatio` is the collateral's own bonus, which a search may move. */
export type PenaltyRule =
  | { readonly kind: 'flat' }
  /** From `minimumShareRatio · bonus` at health 1, in a straight line to the bonus at or below `healthForMax`. */
  | { readonly kind: 'health'; readonly minimumShareRatio: number; readonly healthForMax: number }
  /** From `minimumShareRatio · bonus` for the smallest repayment, in a straight line to the bonus at `sizeForMaxUsd` and beyond. */
  | { readonly kind: 'size'; readonly minimumShareRatio: number; readonly sizeForMaxUsd: number };

/** How a lending venue liquidates. */
export interface LiquidationRule {
  readonly close: CloseRule;
  readonly penalty: PenaltyRule;
  /** Share of the penalty that the protocol keeps. */
  readonly protocolFeeShareRatio: number;
  /** Whether debt without any collateral left is written off at once. */
  readonly writesOffBadDebt: boolean;
}

/** What the size of one call depends on. Values in USD at the oracle. */
export interface CallTerms {
  readonly healthFactor: number;
  /** Of the account: all debt, and all collateral weighted by thresholds. */
  readonly accountDebtUsd: number;
  /** Of the largest debt and the largest collateral, which the call exchanges. */
  readonly debtUsd: number;
  readonly collateralUsd: number;
  readonly thresholdRatio: number;
  readonly bonusRatio: number;
}

/**
 * Gives the penalty of a call: the excess of the collateral taken over the debt repaid.
 *
 * Special cases: a health factor above 1 counts as 1.
 * @source health: Aave v4 `LiquidationLogic.calculateLiquidationBonus`; the exact integers are in `protocol/lending/penalty.ts`
 * @example computePenaltyRatio({kind: 'health', minimumShareRatio: 0.5, healthForMax: 0.9}, 0.05, 0.95, 0) // 0.0375
 */
export function computePenaltyRatio(penalty: PenaltyRule, bonusRatio: number, healthFactor: number, repaidUsd: number): number {
  if (penalty.kind === 'flat') return bonusRatio;
  const leastRatio = bonusRatio * penalty.minimumShareRatio;
  const share = penalty.kind === 'health' ? (1 - healthFactor) / (1 - penalty.healthForMax) : repaidUsd / penalty.sizeForMaxUsd;
  if (share >= 1) return bonusRatio;
  return share <= 0 ? leastRatio : leastRatio + (bonusRatio - leastRatio) * share;
}

/**
 * Gives the largest debt that one call may repay, in USD at the oracle: by the close rule, and no more than the collateral pays for.
 *
 * `target-health`: from `(W − x (1 + p) LT) / (D − x) = T`, `x = (T D − W) / (T − (1 + p) LT)` with W = health · D; all where nothing restores it.
 * Collateral: `x (1 + p(x)) ≤ collateral`, solved for x where the penalty grows with the size.
 * @source Aave v2 `LendingPoolCollateralManager.liquidationCall`, v3.3+ `LiquidationLogic` (full below 0.95 and below 2,000 USD), v4
 *   `calculateDebtToTargetHealthFactor`
 */
export function computeLargestRepayUsd({ close, penalty }: LiquidationRule, terms: CallTerms): number {
  const { healthFactor, debtUsd, collateralUsd, bonusRatio } = terms;
  return min(computeAllowedUsd(close, penalty, terms), debtUsd, coverableUsd(penalty, bonusRatio, healthFactor, collateralUsd));
}

function computeAllowedUsd(close: CloseRule, penalty: PenaltyRule, terms: CallTerms): number {
  const { healthFactor, accountDebtUsd, debtUsd, collateralUsd, thresholdRatio, bonusRatio } = terms;
  if (close.kind === 'share') {
    const { shareRatio, fullBelowHealth = 0, fullBelowUsd = 0 } = close;
    return healthFactor < fullBelowHealth || debtUsd < fullBelowUsd || collateralUsd < fullBelowUsd ? debtUsd : debtUsd * shareRatio;
  }
  const perRepaidUsd = close.targetHealth - (1 + computePenaltyRatio(penalty, bonusRatio, healthFactor, debtUsd)) * thresholdRatio;
  return perRepaidUsd > 0 ? ((close.targetHealth - healthFactor) * accountDebtUsd) / perRepaidUsd : debtUsd;
}

/** The debt that collateral pays for together with its penalty. */
function coverableUsd(penalty: PenaltyRule, bonusRatio: number, healthFactor: number, collateralUsd: number): number {
  if (penalty.kind !== 'size') return collateralUsd / (1 + computePenaltyRatio(penalty, bonusRatio, healthFactor, 0));
  const { minimumShareRatio, sizeForMaxUsd } = penalty;
  if (collateralUsd >= sizeForMaxUsd * (1 + bonusRatio)) return collateralUsd / (1 + bonusRatio);
  const atNone = 1 + bonusRatio * minimumShareRatio;
  const perUsd = (bonusRatio * (1 - minimumShareRatio)) / sizeForMaxUsd;
  // The root of perUsd x² + atNone x = collateral, in the form that stays right as perUsd goes to 0.
  return (2 * collateralUsd) / (atNone + sqrt(atNone * atNone + 4 * perUsd * collateralUsd));
}

/** The largest share of its debt that a call could repay: what bounds the worth of an account to liquidators. */
export function largestCloseRatio(close: CloseRule): number {
  if (close.kind !== 'share') return 1;
  return close.fullBelowHealth === undefined && close.fullBelowUsd === undefined ? close.shareRatio : 1;
}
