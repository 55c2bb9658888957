import type { DensityWork } from './innovations/innovation.js';
import type { RecursionWork } from './recursions/recursion.js';
import { splitParameters, type VolatilityModel } from './volatility-model.js';

/**
 * The log-likelihood of one model on one series, with its exact gradient.
 *
 * Formula: ℓ = Σ ln f(e_t/√h_t) − ½ ln h_t. The gradient comes from one pass backwards over the recursion, λ_t = ∂ℓ_t/∂x_t +
 * ∂x_{t+1}/∂x_t λ_{t+1}, so its cost does not grow with the number of parameters; the presample's moments depend on mu as well.
 * Shape: vectors in the order of `nameParameters`. Arrays are made once: an object serves one series.
 * @source A. Griewank and A. Walther, Evaluating Derivatives, 2nd ed. (2008), section 3.2; forward scores: G. Fiorentini,
 *   G. Calzolari and L. Panattoni, "Analytic derivatives and the computation of GARCH estimates", J. Applied Econometrics 11 (1996).
 */
export class VolatilityLikelihood {
  private readonly work: RecursionWork;
  private readonly density: DensityWork;
  private readonly mean: number;

  constructor(
    private readonly model: VolatilityModel,
    private readonly returns: Float64Array,
  ) {
    const n = returns.length;
    const { recursion, innovation } = model;
    const array = (): Float64Array => new Float64Array(n);
    this.work = { residual: array(), variance: array(), carry: array(), shock: array(), partials: recursion.parameterNames.map(array) };
    this.density = { byLogVariance: array(), byResidual: array(), gradient: new Float64Array(innovation.parameterNames.length), scores: null };
    let sum = 0;
    for (let t = 0; t < n; t++) sum += returns[t]!;
    this.mean = sum / n;
  }

  /** Computes ℓ and writes ∂ℓ/∂θ into `gradient`; −Infinity (and a gradient of no meaning) where a variance leaves its range. */
  evaluate(vector: Float64Array, gradient: Float64Array): number {
    const split = splitParameters(this.model, vector);
    if (!this.filter(split.mu, split.variance)) return -Infinity;
    const value = this.model.innovation.evaluate(split.tail, this.work.residual, this.work.variance, this.density);
    this.sweepBack(gradient);
    gradient.set(this.density.gradient, gradient.length - split.tail.length);
    return value;
  }

  /** Computes Σ score_t score_tᵀ, k × k row-major. */
  computeOuterProduct(vector: Float64Array): Float64Array<ArrayBuffer> {
    const { recursion, innovation } = this.model;
    const split = splitParameters(this.model, vector);
    const k = vector.length;
    const n = this.returns.length;
    const product = new Float64Array(k * k);
    if (!this.filter(split.mu, split.variance)) return product.fill(NaN);
    const scores = innovation.parameterNames.map(() => new Float64Array(n));
    innovation.evaluate(split.tail, this.work.residual, this.work.variance, { ...this.density, scores });
    const { variance, carry, shock, partials } = this.work;
    const { byLogVariance, byResidual } = this.density;
    const first = recursion.hasMean ? 1 : 0;
    const slopes = new Float64Array(first + partials.length); // ∂x_t/∂θ, carried forward
    const score = new Float64Array(k);
    for (let t = 0; t < n; t++) {
      const byState = recursion.hasLogState ? byLogVariance[t]! : byLogVariance[t]! / variance[t]!;
      if (first === 1) {
        slopes[0] = carry[t]! * (t === 0 ? this.presampleByMean(split.mu) : slopes[0]!) - shock[t]!;
        score[0] = byState * slopes[0]! - byResidual[t]!;
      }
      for (let j = 0; j < partials.length; j++) {
        slopes[first + j] = partials[j]![t]! + (t === 0 ? 0 : carry[t]! * slopes[first + j]!);
        score[first + j] = byState * slopes[first + j]!;
      }
      for (let j = 0; j < scores.length; j++) score[first + partials.length + j] = scores[j]![t]!;
      for (let i = 0; i < k; i++) for (let j = 0; j <= i; j++) product[i * k + j]! += score[i]! * score[j]!;
    }
    for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) product[j * k + i] = product[i * k + j]!;
    return product;
  }

  private filter(mu: number, parameters: Float64Array): boolean {
    const { residual } = this.work;
    const { returns } = this;
    let squares = 0;
    for (let t = 0; t < returns.length; t++) {
      const e = returns[t]! - mu;
      residual[t] = e;
      squares += e * e;
    }
    return this.model.recursion.run(parameters, { variance: squares / returns.length, residual: this.mean - mu }, this.work);
  }

  private sweepBack(gradient: Float64Array): void {
    const { variance, carry, shock, partials } = this.work;
    const { byLogVariance, byResidual } = this.density;
    const { recursion } = this.model;
    const first = recursion.hasMean ? 1 : 0;
    const adjoint = byLogVariance; // overwritten in place: λ_t takes the place of ∂ℓ_t/∂ ln h_t
    const isLog = recursion.hasLogState;
    let carried = 0; // ∂x_{t+1}/∂x_t λ_{t+1}
    let shocked = 0; // ∂x_{t+1}/∂e_t λ_{t+1}
    let byMean = 0;
    for (let t = variance.length - 1; t >= 0; t--) {
      const lambda = (isLog ? byLogVariance[t]! : byLogVariance[t]! / variance[t]!) + carried;
      byMean -= byResidual[t]! + shocked;
      carried = carry[t]! * lambda;
      shocked = shock[t]! * lambda;
      adjoint[t] = lambda;
    }
    for (let j = 0; j < partials.length; j++) gradient[first + j] = dot(adjoint, partials[j]!);
    // After the last turn `carried` and `shocked` are λ_0 times ∂x_0 by the presample's variance and residual.
    if (first === 1) gradient[0] = byMean - shocked + carried * this.presampleByMean(this.returns[0]! - this.work.residual[0]!);
  }

  /** d mean((r − mu)²)/d mu. */
  private presampleByMean(mu: number): number {
    return this.model.recursion.hasMean ? -2 * (this.mean - mu) : 0;
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
}
