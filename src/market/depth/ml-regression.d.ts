/** The part of ml-regression 6.3 that Plimsoll uses; the package ships no types. */
declare module 'ml-regression' {
  /** y = A x^B by least squares of ln y on ln x. */
  export class PowerRegression {
    constructor(x: ArrayLike<number>, y: ArrayLike<number>);
    readonly A: number;
    readonly B: number;
  }
}
