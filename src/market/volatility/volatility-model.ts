import { NORMAL } from './innovations/normal.js';
import type { Innovation, InnovationName } from './innovations/innovation.js';
import { SKEWED_T } from './innovations/skewed-t.js';
import { STUDENT_T } from './innovations/student-t.js';
import { EGARCH } from './recursions/egarch.js';
import { EWMA } from './recursions/ewma.js';
import { GARCH, GJR } from './recursions/garch-family.js';
import type { RecursionName, VarianceRecursion } from './recursions/recursion.js';

export const RECURSIONS: Readonly<Record<RecursionName, VarianceRecursion>> = { ewma: EWMA, garch: GARCH, gjr: GJR, egarch: EGARCH };
export const INNOVATIONS: Readonly<Record<InnovationName, Innovation>> = { normal: NORMAL, t: STUDENT_T, skewt: SKEWED_T };

/** A recursion with the distribution of its innovations. */
export interface VolatilityModel {
  readonly recursion: VarianceRecursion;
  readonly innovation: Innovation;
}

/** Named because it moves omega by about 8 % and alpha by about 3 % on the DEM/GBP series. */
export const PRESAMPLE_RULE = 'mean-squared-residual';

/** Names a model's parameters in the order of every parameter vector: mean, recursion, distribution. */
export function nameParameters({ recursion, innovation }: VolatilityModel): readonly string[] {
  return [...(recursion.hasMean ? ['mu'] : []), ...recursion.parameterNames, ...innovation.parameterNames];
}

/** A parameter vector taken apart; `mu` is 0 where the model has no mean. */
export interface SplitParameters {
  readonly mu: number;
  readonly variance: Float64Array;
  readonly tail: Float64Array;
}

/** Takes a vector in the order of `nameParameters` apart (a free vector likewise). */
export function splitParameters({ recursion }: VolatilityModel, vector: Float64Array): SplitParameters {
  const first = recursion.hasMean ? 1 : 0;
  const last = first + recursion.parameterNames.length;
  return { mu: recursion.hasMean ? vector[0]! : 0, variance: vector.subarray(first, last), tail: vector.subarray(last) };
}

/** Puts a vector together again; the opposite of `splitParameters`. */
export function joinParameters({ recursion }: VolatilityModel, { mu, variance, tail }: SplitParameters): Float64Array<ArrayBuffer> {
  return Float64Array.from([...(recursion.hasMean ? [mu] : []), ...variance, ...tail]);
}
