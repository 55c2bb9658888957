const { exp, log } = Math;

/** Computes 1/(1 + e^−x): a free number to a share in (0, 1). */
export function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}

/** Computes ln(p/(1 − p)), the inverse of `logistic` for 0 < p < 1. */
export function logit(probability: number): number {
  return log(probability / (1 - probability));
}
