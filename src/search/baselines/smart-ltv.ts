import { UsageError } from '../../core/errors.js';

export interface SmartLtvInput {
  /** Volatility over the time in which a liquidation is worked off, as a ratio (0.1 = 10 %). */
  readonly sigma: number;
  /** Amount that can be sold within the accepted slippage. */
  readonly liquidityUsd: number;
  /** Debt to protect, or the debt cap. */
  readonly debtUsd: number;
  /** Liquidation bonus and fees, as a ratio. */
  readonly beta: number;
  /** Confidence: how many volatilities a fall is allowed to be. */
  readonly c: number;
}

/**
 * Computes the loan-to-value that SmartLTV recommends.
 *
 * Formula: `exp(−c · sigma / √(liquidity / debt)) − beta`.
 * Special case: a result below 0 means that no loan is safe by this rule, and is given as it is.
 * @throws UsageError naming the input that is not above 0 (sigma, beta and c may be 0)
 * @source published by its vendor with the vector below.
 * @example computeSmartLtv({ sigma: 0.1, liquidityUsd: 1e6, debtUsd: 2e5, beta: 0.05, c: 3 }) // 0.82444657
 */
export function computeSmartLtv({ sigma, liquidityUsd, debtUsd, beta, c }: SmartLtvInput): number {
  for (const [name, value, least] of [['sigma', sigma, 0], ['beta', beta, 0], ['c', c, 0]] as const) {
    if (!(value >= least && value < Infinity)) throw new UsageError(`${name} must be at least ${least}, found ${value}`, { where: name });
  }
  for (const [name, value] of [['liquidity', liquidityUsd], ['debt', debtUsd]] as const) {
    if (!(value > 0 && value < Infinity)) throw new UsageError(`${name} must be above 0, found ${value}`, { where: name });
  }
  return Math.exp((-c * sigma) / Math.sqrt(liquidityUsd / debtUsd)) - beta;
}
