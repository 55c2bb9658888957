// Bound once: looking `Math` up in the global object of a vm context (jest, sandboxes) costs more than the product.
const { imul } = Math;

const ROUNDS = 10;
const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9;
const WEYL_1 = 0xbb67ae85;

/**
 * Computes one block of Philox4x32-10: four random words from a 128-bit counter and a 64-bit key.
 *
 * Shape: counter words c0 … c3, key words k0, k1 and `out` hold unsigned 32-bit integers; `out` has length ≥ 4.
 * @source J. K. Salmon, M. A. Moraes, R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  let a = c0 | 0;
  let b = c1 | 0;
  let c = c2 | 0;
  let d = c3 | 0;
  let keyA = k0 | 0;
  let keyB = k1 | 0;
  for (let round = 0; round < ROUNDS; round++) {
    const nextA = multiplyHigh(MULTIPLIER_1, c) ^ b ^ keyA;
    const nextC = multiplyHigh(MULTIPLIER_0, a) ^ d ^ keyB;
    b = imul(MULTIPLIER_1, c);
    d = imul(MULTIPLIER_0, a);
    a = nextA;
    c = nextC;
    keyA = (keyA + WEYL_0) | 0;
    keyB = (keyB + WEYL_1) | 0;
  }
  out[0] = a;
  out[1] = b;
  out[2] = c;
  out[3] = d;
}

/** The high 32 bits of the 64-bit product, by 16-bit halves: neither sum below can pass 2^32 − 1. */
function multiplyHigh(x: number, y: number): number {
  const xLow = x & 0xffff;
  const xHigh = x >>> 16;
  const yLow = y & 0xffff;
  const yHigh = y >>> 16;
  const middle = (imul(xHigh, yLow) + (imul(xLow, yLow) >>> 16)) | 0;
  const cross = (imul(xLow, yHigh) + (middle & 0xffff)) | 0;
  return (imul(xHigh, yHigh) + (middle >>> 16) + (cross >>> 16)) | 0;
}
