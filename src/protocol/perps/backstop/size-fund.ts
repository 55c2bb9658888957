import { UsageError } from '../../../core/errors.js';

/** What money costs: to hold it in a fund, and to miss it. */
export interface FundCosts {
  /** r, per horizon, as a ratio. */
  readonly costOfCapitalRatio: number;
  /** κ, cost per unit of shortfall. */
  readonly costOfShortfallRatio: number;
}

/**
 * Gives the level at which the deficits' quantile is the fund's best size: `1 − r / κ`.
 *
 * @throws UsageError when holding money costs as much as missing it, or a cost is not positive
 * @source the newsvendor rule: K. J. Arrow, T. Harris and J. Marschak, "Optimal inventory policy", Econometrica 19 (1951)
 * @example computeFundLevel({costOfCapitalRatio: 0.05, costOfShortfallRatio: 5}) // 0.99
 */
export function computeFundLevel({ costOfCapitalRatio: r, costOfShortfallRatio: kappa }: FundCosts): number {
  if (!(r > 0)) throw new UsageError(`costOfCapitalRatio: must be above 0, found ${r}`, { where: 'costOfCapitalRatio' });
  if (!(kappa > r)) throw new UsageError(`costOfShortfallRatio: must be above the cost of capital ${r}, found ${kappa}`, { where: 'costOfShortfallRatio' });
  return 1 - r / kappa;
}
