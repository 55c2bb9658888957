import type { PathModel } from './path-model.js';

/** How prices are taken to move otherwise than fitted. */
export interface PathStress {
  /** Multiplies every move of the volatility factors; 1 = as fitted. */
  readonly volatilityScale: number;
  /** Whether every factor, pegs included, moves with the first one, each by its own size. */
  readonly movesAsOne: boolean;
}

/**
 * Gives a path model under stress; paths of one number still come from the same draws.
 *
 * Formula: shocks scale with √(ω s², h₀ s²), so all of a path's log moves are s times as large; moving as one, all factors of a Monte-Carlo path have
 * one normal (a peg keeps a tail of its own), and in the bootstrap each factor's column is the first's, times the ratio of their standard deviations.
 */
export function stressPathModel(model: PathModel, { volatilityScale, movesAsOne }: PathStress): PathModel {
  const k = model.factors.length;
  const square = volatilityScale * volatilityScale;
  const history = model.history.map((value, index) => (index % k < model.volatility.length ? value * volatilityScale : value));
  const scaled = { ...model, history, volatility: model.volatility.map((state) => ({ ...state, omega: state.omega * square, startVariance: state.startVariance * square })) };
  if (!movesAsOne) return scaled;
  const deviations = Array.from({ length: k }, (_, factor) => measureDeviation(history, factor, k));
  return {
    ...scaled,
    cholesky: Float64Array.from({ length: k * k }, (_, index) => (index % k === 0 ? 1 : 0)),
    history: history.map((_, index) => (history[index - (index % k)]! * deviations[index % k]!) / deviations[0]!),
  };
}

/** Root mean square of a column; the history's means are taken off. */
function measureDeviation(history: Float64Array, factor: number, k: number): number {
  let sum = 0;
  for (let index = factor; index < history.length; index += k) sum += history[index]! * history[index]!;
  return Math.sqrt(sum / (history.length / k));
}
