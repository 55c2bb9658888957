/** One earlier liquidation. */
export interface LiquidationRecord {
  readonly atSeconds: number;
  readonly sizeBase: number;
}

/** How much of a market may be liquidated within a sliding window of time. */
export interface LiquidationWindow {
  readonly windowSeconds: number;
  readonly capacityBase: number;
}

/** The figures that Synthetix v3 derives a market's window from. */
export interface WindowParameters {
  readonly makerFeeRatio: number;
  readonly takerFeeRatio: number;
  readonly skewScaleBase: number;
  readonly accumulationMultiplier: number;
  readonly windowSeconds: number;
}

/**
 * Derives a market's window: `capacity = (maker + taker fee) · skewScale · multiplier · windowSeconds`.
 *
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarketConfiguration.sol, `maxLiquidationAmountInWindow`
 */
export function buildLiquidationWindow(parameters: WindowParameters): LiquidationWindow {
  const { makerFeeRatio, takerFeeRatio, skewScaleBase, accumulationMultiplier, windowSeconds } = parameters;
  const perSecondBase = (makerFeeRatio + takerFeeRatio) * skewScaleBase * accumulationMultiplier;
  return { windowSeconds, capacityBase: perSecondBase * windowSeconds };
}

/**
 * Gives what may still be liquidated now: `max(capacity − Σ of records later than now − window, 0)`.
 *
 * Special case: a window of capacity 0 means that no limit is configured, as in the contract: `Infinity`.
 * @source Synthetixio/synthetix-v3, markets/perps-market/contracts/storage/PerpsMarket.sol, `currentLiquidationCapacity`
 */
export function remainingCapacityBase(window: LiquidationWindow, records: readonly LiquidationRecord[], nowSeconds: number): number {
  if (window.capacityBase === 0) return Infinity;
  let usedBase = 0;
  for (const { atSeconds, sizeBase } of records) if (atSeconds > nowSeconds - window.windowSeconds) usedBase += sizeBase;
  return Math.max(window.capacityBase - usedBase, 0);
}
