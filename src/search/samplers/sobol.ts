import { assertInvariant } from '../../core/assert.js';
import { philox4x32 } from '../../core/philox.js';
import { hashPurpose } from '../../core/random-stream.js';
import { assertCount, PointsOut, type Sampler, type SamplerShape } from './sampler.js';
import { SOBOL_DIRECTIONS } from './sobol-directions.js';

const { clz32, imul } = Math;

const BITS = 32;
const TWO_POW_MINUS_32 = 2 ** -32;
const SCRAMBLE = hashPurpose('sobol');

export const SOBOL_DIMENSIONS_MAX = SOBOL_DIRECTIONS.length + 1;

export interface SobolOptions extends SamplerShape {
  /** Key of the scrambling, a safe integer ≥ 0; `null` gives the plain sequence, which starts at the origin. */
  readonly seed: number | null;
}

/**
 * Proposes the points of a Sobol sequence, scrambled as a whole by Owen's nested permutations; learns nothing from values.
 *
 * Formula: x_n = x_(n−1) xor v_(c+1), c the number of trailing ones of n − 1 (Gray-code order). Scrambling flips digit k of a coordinate
 * by a random bit that is a Philox word keyed by (seed, dimension, k, the k − 1 digits before), so that equal prefixes are flipped alike.
 * Units: coordinates are multiples of 2^−32 in [0, 1). Powers of two are the good numbers of points.
 * Special cases: scrambling keeps every property of the net, and makes each single point uniform on the cube.
 * @throws InternalError for more than 64 dimensions or 2^32 points
 * @source S. Joe and F. Y. Kuo, SIAM J. Sci. Comput. 30 (2008); A. B. Owen, "Randomly permuted (t,m,s)-nets and (t,s)-sequences" (1995).
 */
export function createSobolSampler(options: SobolOptions): Sampler {
  const { dimensions, objectives, constraints, seed } = options;
  const shape = { dimensions, objectives, constraints };
  assertInvariant(dimensions <= SOBOL_DIMENSIONS_MAX, `the Sobol sequence has direction numbers for ${SOBOL_DIMENSIONS_MAX} dimensions, got ${dimensions}`);
  assertInvariant(seed === null || (Number.isSafeInteger(seed) && seed >= 0), `seed must be a safe integer ≥ 0, got ${seed}`);
  const out = new PointsOut(shape);
  const directions = Array.from({ length: dimensions }, (_, dimension) => computeDirections(dimension));
  const state = new Uint32Array(dimensions);
  let drawn = 0;

  return {
    shape,
    ask(count) {
      assertCount(count);
      assertInvariant(drawn + count <= 2 ** BITS, `the Sobol sequence has 2^${BITS} points`);
      const points = new Float64Array(count * dimensions);
      for (let i = 0; i < count; i++, drawn++) {
        if (drawn > 0) {
          // The lowest zero bit of drawn − 1 is the lowest set bit of drawn.
          const changed = BITS - 1 - clz32(drawn & -drawn);
          for (let d = 0; d < dimensions; d++) state[d]! ^= directions[d]![changed]!;
        }
        for (let d = 0; d < dimensions; d++) {
          points[i * dimensions + d] = (seed === null ? state[d]! : scramble(state[d]!, d, seed)) * TWO_POW_MINUS_32;
        }
      }
      return out.send(points);
    },
    tell: (points, values, constraintValues) => void out.receive(points, values, constraintValues),
  };
}

/** Direction numbers v_1 … v_32 of one dimension as 32-bit fractions, by the recurrence of its polynomial. */
function computeDirections(dimension: number): Uint32Array {
  const v = new Uint32Array(BITS);
  const row = dimension === 0 ? null : SOBOL_DIRECTIONS[dimension - 1]!;
  const [a, ...m] = row ?? [0];
  const degree = m.length;
  for (let k = 0; k < BITS; k++) {
    if (row === null) v[k] = 1 << (BITS - 1 - k);
    else if (k < degree) v[k] = m[k]! << (BITS - 1 - k);
    else {
      v[k] = v[k - degree]! ^ (v[k - degree]! >>> degree);
      for (let i = 1; i < degree; i++) v[k]! ^= imul((a! >>> (degree - 1 - i)) & 1, v[k - i]!);
    }
  }
  return v;
}

const words = new Uint32Array(4);

/** Owen's scrambling of one coordinate: digit by digit from the top, each flipped by what lies above it. */
function scramble(value: number, dimension: number, seed: number): number {
  let flips = 0;
  for (let k = 0; k < BITS; k++) {
    const prefix = k === 0 ? 0 : value >>> (BITS - k);
    philox4x32(prefix, k, dimension, SCRAMBLE, seed >>> 0, Math.floor(seed / 2 ** 32), words);
    flips |= (words[0]! >>> 31) << (BITS - 1 - k);
  }
  return (value ^ flips) >>> 0;
}
