import { assertInvariant } from '../../core/assert.js';
import { marginalLogImpact, sizeFromMarginalLogImpact, type PowerLaw } from './power-law.js';

/** One place to sell: how far a sale pushes its last unit down, and the largest size that was ever observed there. */
export interface DepthSource {
  readonly name: string;
  readonly law: PowerLaw;
  readonly sizeMax: number;
}

export interface SaleSplit {
  /** Sold in each source, in their order; adds up to the size. */
  readonly sizes: readonly number[];
  /** Log price fall of the last unit, the same in every source that sells. */
  readonly marginalLogImpact: number;
  /** Proceeds lost to impact over proceeds without, of the whole sale. */
  readonly averageImpactRatio: number;
  /** Sources that would sell more than was ever observed there: their part is extrapolation. */
  readonly extrapolated: readonly string[];
}

const HALVINGS = 200;

/**
 * Splits a sale over several pools and books so that nothing can be gained by moving a unit from one to another.
 *
 * Formula: sizes Q_i = Q_i(y) with one marginal log impact y for all, Σ Q_i(y) = Q; y by halving, as every Q_i rises in y.
 * Units: sizes in the laws' common unit. Special cases: a size of 0 sells nothing; where all bids are exhausted together (the laws cut
 * at ln 100) the rest is sold in proportion to what each takes there.
 * @throws InternalError when there is no source, a law is not rising, or the size is not finite and ≥ 0.
 */
export function splitSale(sources: readonly DepthSource[], size: number): SaleSplit {
  assertInvariant(sources.length > 0 && size >= 0 && size < Infinity, `a sale needs a source and a size ≥ 0, got ${size}`);
  assertInvariant(sources.every(({ law }) => law.coefficient > 0 && law.exponent > 0), 'a depth law to split over must rise');
  const impact = findImpact(sources, size);
  const raw = sources.map(({ law }) => sizeFromMarginalLogImpact(law, impact));
  const total = raw.reduce((sum, part) => sum + part, 0);
  const sizes = raw.map((part) => (total > 0 ? (part / total) * size : 0));
  const lost = sources.reduce((sum, { law }, i) => sum + sizes[i]! * Math.min(law.coefficient * sizes[i]! ** law.exponent, 1), 0);
  return {
    sizes,
    marginalLogImpact: impact,
    averageImpactRatio: size > 0 ? lost / size : 0,
    extrapolated: sources.filter(({ sizeMax }, i) => sizes[i]! > sizeMax).map(({ name }) => name),
  };
}

function findImpact(sources: readonly DepthSource[], size: number): number {
  let low = 0;
  // Selling all in one place pushes further than the best split.
  let high = Math.min(...sources.map(({ law }) => marginalLogImpact(law, size)));
  for (let i = 0; i < HALVINGS; i++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (sources.reduce((sum, { law }) => sum + sizeFromMarginalLogImpact(law, middle), 0) < size) low = middle;
    else high = middle;
  }
  return high;
}
