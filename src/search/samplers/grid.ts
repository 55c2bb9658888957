import { assertInvariant } from '../../core/assert.js';
import { assertCount, PointsOut, type Sampler } from './sampler.js';

export interface GridOptions {
  /** Number of levels per dimension. */
  readonly levels: readonly number[];
  readonly objectives: number;
  readonly constraints: number;
}

/** A sampler that ends: it knows how many points it has in all. */
export interface GridSampler extends Sampler {
  readonly size: number;
}

/**
 * Proposes every point of a grid once, in lexicographic order (the last dimension runs fastest), then none.
 *
 * Formula: level k of L lies at the middle of its cell, (k + ½) / L, so `floor(x · L)` gives k back.
 * @throws InternalError when a number of levels is not a positive integer, or the grid has more than 2^31 points
 */
export function createGridSampler({ levels, objectives, constraints }: GridOptions): GridSampler {
  const dimensions = levels.length;
  const size = levels.reduce((product, count) => product * count, 1);
  levels.forEach((count, d) => assertInvariant(Number.isInteger(count) && count >= 1, `dimension ${d} must have one level or more, got ${count}`));
  assertInvariant(size <= 2 ** 31, `a grid of ${size} points cannot be run through`);
  const shape = { dimensions, objectives, constraints };
  const out = new PointsOut(shape);
  let drawn = 0;

  return {
    shape,
    size,
    ask(count) {
      assertCount(count);
      const given = Math.min(count, size - drawn);
      const points = new Float64Array(given * dimensions);
      for (let i = 0; i < given; i++, drawn++) {
        let rest = drawn;
        for (let d = dimensions - 1; d >= 0; d--) {
          const count = levels[d]!;
          points[i * dimensions + d] = ((rest % count) + 0.5) / count;
          rest = Math.floor(rest / count);
        }
      }
      return out.send(points);
    },
    tell: (points, values, constraintValues) => void out.receive(points, values, constraintValues),
  };
}
