/** The strategy parameters of CMA-ES: all follow from the number of dimensions and the population. */
export interface CmaSettings {
  readonly populationSize: number;
  /** One weight per rank, best first; those of the better half sum to 1, the others are negative. */
  readonly weights: Float64Array;
  /** How many ranks have positive weight. */
  readonly parents: number;
  /** Variance-effective number of parents. */
  readonly effectiveParents: number;
  /** Learning rates of the rank-one and the rank-µ update, and of the two paths; damping of the step size. */
  readonly rankOneRate: number;
  readonly rankMuRate: number;
  readonly covariancePathRate: number;
  readonly stepPathRate: number;
  readonly stepDamping: number;
  /** Mean length of a standard normal vector. */
  readonly expectedNorm: number;
}

/** Default population: 4 + ⌊3 ln n⌋. */
export function defaultCmaPopulation(dimensions: number): number {
  return 4 + Math.floor(3 * Math.log(dimensions));
}

/**
 * Computes the strategy parameters of active CMA-ES.
 *
 * @source N. Hansen, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772, table 1 and equations 49 to 58.
 */
export function computeCmaSettings(n: number, populationSize: number): CmaSettings {
  const raw = Float64Array.from({ length: populationSize }, (_, i) => Math.log((populationSize + 1) / 2) - Math.log(i + 1));
  const parents = raw.filter((weight) => weight > 0).length;
  const effectiveParents = computeEffective(raw.subarray(0, parents));
  const effectiveOthers = computeEffective(raw.subarray(parents));
  const rankOneRate = 2 / ((n + 1.3) ** 2 + effectiveParents);
  const rankMuRate = Math.min(1 - rankOneRate, (2 * (0.25 + effectiveParents + 1 / effectiveParents - 2)) / ((n + 2) ** 2 + effectiveParents));
  // As much unlearning as keeps the covariance positive definite and does not outweigh what is learnt.
  const negativeSum = Math.min(1 + rankOneRate / rankMuRate, 1 + (2 * effectiveOthers) / (effectiveParents + 2), (1 - rankOneRate - rankMuRate) / (n * rankMuRate));
  const sumOf = (weights: Float64Array): number => weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  const positiveScale = 1 / sumOf(raw.subarray(0, parents));
  const negativeScale = negativeSum / sumOf(raw.subarray(parents));
  const stepPathRate = (effectiveParents + 2) / (n + effectiveParents + 5);
  return {
    populationSize,
    weights: raw.map((weight, i) => weight * (i < parents ? positiveScale : negativeScale)),
    parents,
    effectiveParents,
    rankOneRate,
    rankMuRate,
    covariancePathRate: (4 + effectiveParents / n) / (n + 4 + (2 * effectiveParents) / n),
    stepPathRate,
    stepDamping: 1 + 2 * Math.max(0, Math.sqrt((effectiveParents - 1) / (n + 1)) - 1) + stepPathRate,
    expectedNorm: Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n)),
  };
}

function computeEffective(weights: Float64Array): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return (sum * sum) / weights.reduce((total, weight) => total + weight * weight, 0);
}
