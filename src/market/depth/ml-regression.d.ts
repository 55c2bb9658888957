/** The part of ml-regression 6.3 that Plimsoll uses; the package ships no types. */
declare module 'ml-regression' {
  /** y = A x^B by least squares of ln y on ln x. */
  export class PowerRegression {
    constructor(x: ArrayLike<number>, y: ArrayLike<number>);
    readonly A: number;
    readonly B: number;
  }
  /** y = Σ coefficients[i] x^i by least squares. */
  export class PolynomialRegression {
    constructor(x: readonly number[], y: readonly number[], degree: number);
    readonly coefficients: readonly number[];
  }
  /** y = slope x + intercept, slope the median over all pairs. */
  export class TheilSenRegression {
    constructor(x: readonly number[], y: readonly number[]);
    readonly slope: number;
    readonly intercept: number;
  }
}
