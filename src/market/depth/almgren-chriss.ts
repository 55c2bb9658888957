import { assertInvariant } from '../../core/assert.js';

const { acosh, sinh, sqrt } = Math;

/** A sale of `shares` in `periods` equal steps over `horizonDays`, under linear temporary and permanent impact. */
export interface ExecutionProblem {
  readonly shares: number;
  readonly horizonDays: number;
  readonly periods: number;
  /** Price units per √day. */
  readonly sigma: number;
  /** Half the spread and fees, price units per share. */
  readonly epsilon: number;
  /** Permanent impact, price units per share. */
  readonly gamma: number;
  /** Temporary impact, price units per (share/day). */
  readonly eta: number;
  /** Risk aversion per price unit of cost; 0 = only expected cost counts. */
  readonly lambda: number;
}

export interface ExecutionPlan {
  /** Urgency per day; 0 without risk aversion. */
  readonly kappa: number;
  /** Shares held after each period, periods + 1 entries, from all to none. */
  readonly holdings: Float64Array;
  readonly expectedCost: number;
  readonly costStdDev: number;
}

/**
 * Plans a sale that trades expected cost against its variance.
 *
 * Formula: holdings x_j = X sinh(kappa (T − t_j))/sinh(kappa T), 2 (cosh(kappa τ) − 1)/τ² = lambda sigma²/(eta − gamma τ/2); cost
 * E = gamma X²/2 + epsilon Σ|n| + (eta − gamma τ/2)/τ Σ n², variance sigma² Σ τ x_j².
 * Special cases: lambda = 0 gives the straight line.
 * @throws InternalError unless eta > gamma τ/2: otherwise selling faster would always be cheaper.
 * @source R. Almgren and N. Chriss, "Optimal execution of portfolio transactions", Journal of Risk 3 (2000), equations 2 to 20.
 */
export function planExecution(problem: ExecutionProblem): ExecutionPlan {
  const { shares, horizonDays, periods, sigma, epsilon, gamma, eta, lambda } = problem;
  const tau = horizonDays / periods;
  const temporary = eta - 0.5 * gamma * tau;
  assertInvariant(Number.isInteger(periods) && periods > 0 && tau > 0, `a sale needs periods of positive length, got ${periods}`);
  assertInvariant(temporary > 0 && lambda >= 0, `eta must exceed gamma τ/2 and lambda be ≥ 0, got ${temporary} and ${lambda}`);
  const kappa = acosh(1 + (0.5 * tau * tau * lambda * sigma * sigma) / temporary) / tau;
  const holdings = new Float64Array(periods + 1).map((_, j) => {
    const left = horizonDays - j * tau;
    return j === periods ? 0 : shares * (kappa > 0 ? sinh(kappa * left) / sinh(kappa * horizonDays) : left / horizonDays);
  });
  let traded = 0;
  let squares = 0;
  let risk = 0;
  for (let j = 1; j <= periods; j++) {
    const sold = holdings[j - 1]! - holdings[j]!;
    traded += Math.abs(sold);
    squares += sold * sold;
    risk += tau * holdings[j]! * holdings[j]!;
  }
  return {
    kappa,
    holdings,
    expectedCost: 0.5 * gamma * shares * shares + epsilon * traded + (temporary / tau) * squares,
    costStdDev: sigma * sqrt(risk),
  };
}
