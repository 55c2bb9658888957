import { assertInvariant } from '../../core/assert.js';
import { createRandomStream, type RandomStream } from '../../core/random-stream.js';
import type { JumpParameters } from '../tails/jump-diffusion.js';

const { exp, sqrt } = Math;

/**
 * Draws one path of one asset under Merton's jump diffusion.
 *
 * Formula: per step r = mu + sigma z + N m + √N s z', N Poisson; exact for the sum of N jumps. Log price = Σ r / 100.
 * Units: parameters in percent per step; out in log price relative to the start. Shape: `out` holds steps + 1 entries, the first 0.
 */
export function generateJumpPath(parameters: JumpParameters, seed: number, pathIndex: number, out: Float64Array): void {
  assertInvariant(out.length > 0, 'a path needs at least its start');
  const stream = createRandomStream(seed, 'paths/jump-diffusion', pathIndex);
  const { mu, sigma, intensity, jumpMean, jumpStdDev } = parameters;
  out[0] = 0;
  for (let step = 1; step < out.length; step++) {
    const jumps = drawPoisson(stream, intensity);
    let r = mu + sigma * stream.nextNormal();
    if (jumps > 0) r += jumps * jumpMean + sqrt(jumps) * jumpStdDev * stream.nextNormal();
    out[step] = out[step - 1]! + 0.01 * r;
  }
}

/** By products of uniforms (Knuth): fine for the rates below one that a step has. */
function drawPoisson(stream: RandomStream, rate: number): number {
  const floor = exp(-rate);
  let product = stream.nextUniform();
  let count = 0;
  while (product > floor) {
    count++;
    product *= stream.nextUniform();
  }
  return count;
}
