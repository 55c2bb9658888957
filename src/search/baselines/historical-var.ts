import { UsageError } from '../../core/errors.js';
import { computeQuantile } from '../../numeric/quantile.js';

export interface HistoricalVarInput {
  /** Log prices on an even grid; NaN where a price is missing. */
  readonly logPrices: Float64Array;
  readonly horizonSteps: number;
  /** Share of falls that the haircut covers, e.g. 0.99. */
  readonly level: number;
  /** Liquidation bonus that must still fit, as a ratio. */
  readonly bonus: number;
}

export interface HistoricalVarOutcome {
  readonly threshold: number;
  /** The fall that `level` of all horizons stayed within, as a ratio of the price. */
  readonly fallRatio: number;
  readonly windows: number;
}

const WINDOWS_MIN = 30;

/**
 * Computes the liquidation threshold that a haircut by historical value-at-risk leaves.
 *
 * Formula: `(1 − fall) / (1 + bonus)` with `fall` the `level` quantile of `1 − P(t + horizon) / P(t)` over all windows, overlapping ones
 * included. Special cases: a window with a missing end is left out; a market that only rose has a fall of 0.
 * @throws UsageError when level, bonus or horizon are out of range or fewer than 30 windows are left
 */
export function computeHistoricalVarThreshold({ logPrices, horizonSteps, level, bonus }: HistoricalVarInput): HistoricalVarOutcome {
  if (!(bonus >= 0 && bonus < 1)) throw new UsageError(`bonus must lie from 0 to 1, found ${bonus}`, { where: 'bonus' });
  const { lossRatio: fallRatio, windows } = measureLossQuantile({ logPrices, horizonSteps, level, side: 'long' });
  return { threshold: (1 - fallRatio) / (1 + bonus), fallRatio, windows };
}

export interface LossQuantileInput {
  /** Log prices on an even grid; NaN where a price is missing. */
  readonly logPrices: Float64Array;
  readonly horizonSteps: number;
  /** Share of moves that the quantile covers, e.g. 0.99. */
  readonly level: number;
  /** Longs lose by falls, shorts by rises. */
  readonly side: 'long' | 'short';
}

/**
 * Gives the loss, as a ratio of the price, that a share of all horizons stayed within: the `level` quantile of `1 − P(t + horizon) / P(t)` for a long, of its
 * negative for a short.
 *
 * Special cases: overlapping windows all count; one with a missing end is left out; a market that only moved in favour gives 0.
 * @throws UsageError when level or horizon are out of range or fewer than 30 windows are left
 */
export function measureLossQuantile({ logPrices, horizonSteps, level, side }: LossQuantileInput): { readonly lossRatio: number; readonly windows: number } {
  if (!(level > 0 && level < 1)) throw new UsageError(`level must lie between 0 and 1, found ${level}`, { where: 'level' });
  const sign = side === 'long' ? -1 : 1;
  const losses: number[] = [];
  for (let start = 0; start + horizonSteps < logPrices.length; start++) {
    const loss = sign * Math.expm1(logPrices[start + horizonSteps]! - logPrices[start]!);
    if (Number.isFinite(loss)) losses.push(loss);
  }
  if (losses.length < WINDOWS_MIN) {
    throw new UsageError(`${losses.length} windows of ${horizonSteps} steps are too few, at least ${WINDOWS_MIN} are needed`, { where: 'horizon', suggestions: ['Use a longer series or a shorter horizon.'] });
  }
  return { lossRatio: Math.max(0, computeQuantile(Float64Array.from(losses).sort(), level)), windows: losses.length };
}
