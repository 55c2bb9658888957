import { PolynomialRegression, PowerRegression, TheilSenRegression } from 'ml-regression';
import { fitIsotonic } from '../../numeric/isotonic.js';

export const DEPTH_LAW_KINDS = ['power', 'power-theil-sen', 'log-quadratic', 'square-root', 'monotone'] as const;
export type DepthLawKind = (typeof DEPTH_LAW_KINDS)[number];

/** A fitted law in logarithms: ln average impact as a function of ln size. */
export interface LogDepthLaw {
  readonly kind: DepthLawKind;
  /** power laws: [ln a, b]; log-quadratic: [c0, c1, c2]; monotone: none. */
  readonly coefficients: readonly number[];
  readonly predictLogImpact: (logSize: number) => number;
}

/**
 * Fits one kind of impact law to the logarithms of size and average impact.
 *
 * Formulas: power and power-theil-sen ln I = ln a + b ln Q, by least squares and by Theil's median of slopes; log-quadratic
 * ln I = c0 + c1 ln Q + c2 ln² Q; square-root ln I = ln a + ½ ln Q; monotone: the non-decreasing step means of ln I, joined by straight lines
 * between block middles and continued with slope ½ beyond both ends (the square-root law, as nothing was seen there).
 * Shape: equal lengths ≥ 3, more than two different sizes.
 * @source H. Theil, "A rank-invariant method of linear and polynomial regression analysis", Proc. KNAW 53 (1950).
 */
export function fitDepthLaw(kind: DepthLawKind, logSizes: readonly number[], logImpacts: readonly number[]): LogDepthLaw {
  if (kind === 'monotone') return { kind, coefficients: [], predictLogImpact: buildMonotone(logSizes, logImpacts) };
  const coefficients = fitCoefficients(kind, logSizes, logImpacts);
  const predictLogImpact = (x: number): number => coefficients.reduceRight((sum, c) => sum * x + c, 0);
  return { kind, coefficients, predictLogImpact };
}

function fitCoefficients(kind: Exclude<DepthLawKind, 'monotone'>, x: readonly number[], y: readonly number[]): readonly number[] {
  switch (kind) {
    case 'power': {
      const { A, B } = new PowerRegression(x.map(Math.exp), y.map(Math.exp));
      return [Math.log(A), B];
    }
    case 'power-theil-sen': {
      const { slope, intercept } = new TheilSenRegression(x, y);
      return [intercept, slope];
    }
    case 'log-quadratic':
      return new PolynomialRegression(x, y, 2).coefficients;
    case 'square-root':
      return [y.reduce((sum, value, i) => sum + value - 0.5 * x[i]!, 0) / y.length, 0.5];
  }
}

function buildMonotone(logSizes: readonly number[], logImpacts: readonly number[]): (logSize: number) => number {
  const order = [...logSizes.keys()].sort((a, b) => logSizes[a]! - logSizes[b]!);
  const fitted = fitIsotonic(Float64Array.from(order, (i) => logImpacts[i]!));
  const knots: { x: number; y: number; count: number }[] = [];
  order.forEach((i, position) => {
    const last = knots.at(-1);
    if (last && last.y === fitted[position]!) {
      last.x += (logSizes[i]! - last.x) / ++last.count;
    } else knots.push({ x: logSizes[i]!, y: fitted[position]!, count: 1 });
  });
  return (x) => {
    const above = knots.findIndex((knot) => knot.x >= x);
    if (above === -1) return knots.at(-1)!.y + 0.5 * (x - knots.at(-1)!.x);
    if (above === 0) return knots[0]!.y + 0.5 * (x - knots[0]!.x);
    const [left, right] = [knots[above - 1]!, knots[above]!];
    return right.x === left.x ? right.y : left.y + ((x - left.x) / (right.x - left.x)) * (right.y - left.y);
  };
}
