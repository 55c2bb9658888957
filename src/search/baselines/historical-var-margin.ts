import { measureLossQuantile } from './historical-var.js';

export interface HistoricalVarMarginInput {
  /** Log prices on an even grid; NaN where a price is missing. */
  readonly logPrices: Float64Array;
  /** From a position's falling below its maintenance margin to its being closed. */
  readonly horizonSteps: number;
  /** Share of moves that the margin covers, e.g. 0.99. */
  readonly level: number;
  /** Average price impact of closing the largest position of the tier, as a ratio. */
  readonly closeCostRatio: number;
}

export interface HistoricalVarMargin {
  /** Share of the notional; it may pass 1, where nothing could be opened. */
  readonly maintenanceRate: number;
  /** The larger of what `level` of all falls and of all rises stayed within. */
  readonly lossRatio: number;
  readonly windows: number;
}

/**
 * Computes the maintenance margin that historical value-at-risk asks for: a position that falls below it is closed without a deficit in a share of all horizons of
 * the past, the cost of closing included.
 *
 * Formula: `max(q(1 − R), q(R − 1)) + cost`, R = P(t + horizon)/P(t), q the `level` quantile: falls are what longs lose, rises what shorts lose.
 * @throws UsageError when level or horizon are out of range or fewer than 30 windows are left
 * @example falls of 1 % in 1 of 100 hours and a cost of 0.2 % ask for 1.2 %
 */
export function computeHistoricalVarMargin({ closeCostRatio, ...history }: HistoricalVarMarginInput): HistoricalVarMargin {
  const [fall, rise] = (['long', 'short'] as const).map((side) => measureLossQuantile({ ...history, side }));
  const lossRatio = Math.max(fall!.lossRatio, rise!.lossRatio);
  return { maintenanceRate: lossRatio + closeCostRatio, lossRatio, windows: fall!.windows };
}
