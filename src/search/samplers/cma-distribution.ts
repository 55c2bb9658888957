import type { RandomStream } from '../../core/random-stream.js';
import { decomposeSymmetric } from '../../numeric/symmetric-eigen.js';
import type { CmaSettings } from './cma-settings.js';

const { sqrt, exp, min, max } = Math;

/** Standard deviations beyond the whole cube teach nothing. */
const DEVIATION_MAX = 1;

/**
 * The normal distribution N(mean, sigma² C) that CMA-ES draws from, and how it learns from ranked steps.
 *
 * @source N. Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772, figure 6.
 */
export class CmaDistribution {
  readonly mean: Float64Array;
  sigma: number;
  private readonly n: number;
  private readonly covariance: Float64Array;
  private readonly covariancePath: Float64Array;
  private readonly stepPath: Float64Array;
  /** C = axes diag(lengths²) axesᵀ as of the last decomposition. */
  private axes: Float64Array;
  private lengths: Float64Array;
  private generation = 0;
  private lastDecomposition = 0;
  private isSound = true;

  constructor(
    mean: Float64Array,
    sigma: number,
    private readonly settings: CmaSettings,
  ) {
    this.n = mean.length;
    this.mean = mean.slice();
    this.sigma = sigma;
    this.covariance = new Float64Array(this.n * this.n);
    for (let i = 0; i < this.n; i++) this.covariance[i * this.n + i] = 1;
    this.covariancePath = new Float64Array(this.n);
    this.stepPath = new Float64Array(this.n);
    this.axes = this.covariance.slice();
    this.lengths = new Float64Array(this.n).fill(1);
  }

  /** Draws a step in units of sigma: axes · lengths · normal. */
  drawStep(stream: RandomStream): Float64Array {
    const scaled = this.lengths.map((length) => length * stream.nextNormal());
    return Float64Array.from({ length: this.n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < this.n; j++) sum += this.axes[i * this.n + j]! * scaled[j]!;
      return sum;
    });
  }

  /** Largest standard deviation along an axis, and by how much it exceeds the smallest. */
  get spread(): { largest: number; ratio: number } {
    const longest = this.lengths.reduce((a, b) => max(a, b));
    const ratio = this.isSound ? longest / this.lengths.reduce((a, b) => min(a, b)) : Infinity;
    return { largest: this.sigma * longest, ratio };
  }

  /** Widens the search where the values tell nothing. */
  widen(): void {
    this.scaleSigma(0.2 + this.settings.stepPathRate / this.settings.stepDamping);
  }

  /** Learns from the generation's steps (in units of sigma), best first. */
  update(steps: readonly Float64Array[]): void {
    const { weights, parents, effectiveParents, stepPathRate, stepDamping, covariancePathRate, expectedNorm } = this.settings;
    const move = new Float64Array(this.n);
    for (let rank = 0; rank < parents; rank++) for (let i = 0; i < this.n; i++) move[i]! += weights[rank]! * steps[rank]![i]!;
    for (let i = 0; i < this.n; i++) this.mean[i]! += this.sigma * move[i]!;

    this.generation += 1;
    const white = this.whiten(move);
    const stepGain = sqrt(stepPathRate * (2 - stepPathRate) * effectiveParents);
    for (let i = 0; i < this.n; i++) this.stepPath[i] = (1 - stepPathRate) * this.stepPath[i]! + stepGain * white[i]!;
    const norm = sqrt(this.stepPath.reduce((sum, value) => sum + value * value, 0));
    // A step path still growing out of its start is measured against what it could be by now.
    const grown = sqrt(1 - (1 - stepPathRate) ** (2 * this.generation));
    const isCalm = norm / grown < (1.4 + 2 / (this.n + 1)) * expectedNorm;
    const pathGain = isCalm ? sqrt(covariancePathRate * (2 - covariancePathRate) * effectiveParents) : 0;
    for (let i = 0; i < this.n; i++) this.covariancePath[i] = (1 - covariancePathRate) * this.covariancePath[i]! + pathGain * move[i]!;

    this.learnCovariance(steps, isCalm);
    this.decomposeWhenDue();
    this.scaleSigma(min(1, (stepPathRate / stepDamping) * (norm / expectedNorm - 1)));
  }

  private scaleSigma(logFactor: number): void {
    const longest = this.lengths.reduce((a, b) => max(a, b));
    this.sigma = min(DEVIATION_MAX / longest, this.sigma * exp(logFactor));
  }

  private learnCovariance(steps: readonly Float64Array[], isCalm: boolean): void {
    const { weights, rankOneRate, rankMuRate, covariancePathRate } = this.settings;
    const n = this.n;
    // Rank by rank; a bad step is scaled to the typical length, so that its length alone cannot unlearn too much.
    const scaled = Float64Array.from(steps, (step, rank) => {
      if (weights[rank]! >= 0) return weights[rank]!;
      const length = this.whiten(step).reduce((sum, value) => sum + value * value, 0);
      return (weights[rank]! * n) / max(length, 1e-12);
    });
    const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
    const lost = isCalm ? 0 : rankOneRate * covariancePathRate * (2 - covariancePathRate);
    const kept = 1 + lost - rankOneRate - rankMuRate * weightSum;
    for (let i = 0; i < n; i++) {
      for (let j = i; j < n; j++) {
        let rankMu = 0;
        for (let rank = 0; rank < steps.length; rank++) rankMu += scaled[rank]! * steps[rank]![i]! * steps[rank]![j]!;
        const value = kept * this.covariance[i * n + j]! + rankOneRate * this.covariancePath[i]! * this.covariancePath[j]! + rankMuRate * rankMu;
        this.covariance[i * n + j] = value;
        this.covariance[j * n + i] = value;
      }
    }
  }

  /** C^(−½) step. */
  private whiten(step: Float64Array): Float64Array {
    const n = this.n;
    const inAxes = Float64Array.from({ length: n }, (_, j) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += this.axes[i * n + j]! * step[i]!;
      return sum / this.lengths[j]!;
    });
    return Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += this.axes[i * n + j]! * inAxes[j]!;
      return sum;
    });
  }

  /** Decomposes no more often than the covariance changes by a tenth, which saves most of the time in many dimensions. */
  private decomposeWhenDue(): void {
    const { rankOneRate, rankMuRate } = this.settings;
    if (this.generation - this.lastDecomposition < 1 / (rankOneRate + rankMuRate) / this.n / 10) return;
    this.lastDecomposition = this.generation;
    const eigen = decomposeSymmetric(this.covariance, this.n);
    this.isSound = eigen !== null && eigen.values.every((value) => value > 0);
    if (!eigen || !this.isSound) return;
    this.axes = eigen.vectors;
    this.lengths = eigen.values.map(sqrt);
  }
}
