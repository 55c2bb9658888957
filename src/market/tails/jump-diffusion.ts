// Bound once: looking `Math` up in the global object of a vm context (jest, sandboxes) costs more than the product.
const { exp, log } = Math;

/** Merton's model per step, in percent log returns: diffusion plus a Poisson number of normal jumps. */
export interface JumpParameters {
  /** Drift of the diffusion per step, %. */
  readonly mu: number;
  /** Standard deviation of the diffusion per step, %. */
  readonly sigma: number;
  /** Expected jumps per step. */
  readonly intensity: number;
  /** Mean jump, %. */
  readonly jumpMean: number;
  /** Standard deviation of a jump, %. */
  readonly jumpStdDev: number;
}

const LOG_TWO_PI = 1.8378770664093453;
/** Jumps per step beyond this count are left out: at an intensity of 1 they have a chance of 1e-16. */
const JUMPS_MAX = 18;
const WEIGHT_MIN = 1e-16;

/**
 * Computes minus the log-likelihood of returns under Merton's jump diffusion and its gradient.
 *
 * Formula: f(r) = Σ_k e^−λ λ^k/k! N(r; mu + k m, sigma² + k s²).
 * Shape: point = (mu, ln sigma, ln intensity, jumpMean, ln jumpStdDev), gradient length 5.
 * @source R. C. Merton, "Option pricing when underlying stock returns are discontinuous", J. Financial Economics 3 (1976).
 */
export function computeJumpLoss(returnsPercent: Float64Array, point: Float64Array, gradient: Float64Array): number {
  const [mu, jumpMean] = [point[0]!, point[3]!];
  const variance = exp(2 * point[1]!);
  const intensity = exp(point[2]!);
  const jumpVariance = exp(2 * point[4]!);
  const terms = buildTerms(mu, variance, intensity, jumpMean, jumpVariance);
  const count = terms.length / 3;
  const density = new Float64Array(count);
  gradient.fill(0);
  let loss = 0;
  for (let t = 0; t < returnsPercent.length; t++) {
    const r = returnsPercent[t]!;
    let largest = -Infinity;
    for (let k = 0; k < count; k++) {
      const gap = r - terms[3 * k]!;
      density[k] = terms[3 * k + 2]! - (0.5 * gap * gap) / terms[3 * k + 1]!;
      if (density[k]! > largest) largest = density[k]!;
    }
    let sum = 0;
    for (let k = 0; k < count; k++) sum += density[k] = exp(density[k]! - largest);
    loss -= largest + log(sum);
    for (let k = 0; k < count; k++) {
      const share = density[k]! / sum;
      const v = terms[3 * k + 1]!;
      const pull = (r - terms[3 * k]!) / v;
      const stretch = 0.5 * (pull * pull - 1 / v);
      gradient[0]! -= share * pull;
      gradient[1]! -= share * stretch * 2 * variance;
      gradient[2]! -= share * (k - intensity);
      gradient[3]! -= share * pull * k;
      gradient[4]! -= share * stretch * 2 * k * jumpVariance;
    }
  }
  return loss;
}

/** Mean, variance and log weight of each number of jumps, three entries per term. */
function buildTerms(mu: number, variance: number, intensity: number, jumpMean: number, jumpVariance: number): Float64Array {
  const terms: number[] = [];
  let logWeight = -intensity;
  for (let k = 0; k <= JUMPS_MAX; k++) {
    const v = variance + k * jumpVariance;
    if (k > intensity && exp(logWeight) < WEIGHT_MIN) break;
    terms.push(mu + k * jumpMean, v, logWeight - 0.5 * (LOG_TWO_PI + log(v)));
    logWeight += log(intensity / (k + 1));
  }
  return Float64Array.from(terms);
}
