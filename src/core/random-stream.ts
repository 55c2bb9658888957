import { assertInvariant } from './assert.js';
import { philox4x32 } from './philox.js';

// Bound once: see philox.ts.
const { floor, imul, log, pow, sqrt } = Math;

const TWO_POW_32 = 4294967296;
const TWO_POW_MINUS_31 = 4.656612873077393e-10;
const TWO_POW_26 = 67108864;
const TWO_POW_MINUS_52 = 2.220446049250313e-16;

/**
 * The numbers of one (seed, purpose, index), drawn in order from the Philox4x32-10 counter generator.
 *
 * Counter = (block, index low, index high, hash of purpose), key = (seed low, seed high): streams of different index or
 * seed never share a counter, so nothing depends on which worker draws first.
 * Special cases: a stream repeats after 2^34 words; nothing in Plimsoll draws a millionth of that.
 */
export class RandomStream {
  private readonly words = new Uint32Array(4);
  private position = 4;
  private block = 0;
  private spareNormal = 0;
  private hasSpareNormal = false;

  constructor(
    private readonly seedLow: number,
    private readonly seedHigh: number,
    private readonly purposeHash: number,
    private readonly indexLow: number,
    private readonly indexHigh: number,
  ) {}

  /** Draws an integer uniform on 0 … 2^32 − 1. */
  nextUint32(): number {
    if (this.position === 4) {
      philox4x32(this.block, this.indexLow, this.indexHigh, this.purposeHash, this.seedLow, this.seedHigh, this.words);
      this.block = (this.block + 1) >>> 0;
      this.position = 0;
    }
    return this.words[this.position++]!;
  }

  /** Draws a uniform on the open interval (0, 1): (k + ½) 2^−52 with k of 52 random bits, so that 0 and 1 never occur. */
  nextUniform(): number {
    const high = this.nextUint32() >>> 6;
    const low = this.nextUint32() >>> 6;
    return (high * TWO_POW_26 + low + 0.5) * TWO_POW_MINUS_52;
  }

  /**
   * Draws a standard normal by the polar method, from 32 random bits per coordinate (so |x| stays below 9.4).
   *
   * @source G. Marsaglia and T. A. Bray, "A convenient method for generating normal variables", SIAM Review 6 (1964).
   */
  nextNormal(): number {
    if (this.hasSpareNormal) {
      this.hasSpareNormal = false;
      return this.spareNormal;
    }
    let x: number;
    let y: number;
    let radiusSquared: number;
    do {
      x = (this.nextUint32() + 0.5) * TWO_POW_MINUS_31 - 1;
      y = (this.nextUint32() + 0.5) * TWO_POW_MINUS_31 - 1;
      radiusSquared = x * x + y * y;
    } while (radiusSquared >= 1);
    const scale = sqrt((-2 * log(radiusSquared)) / radiusSquared);
    this.spareNormal = y * scale;
    this.hasSpareNormal = true;
    return x * scale;
  }

  /**
   * Draws from the gamma distribution with this shape and scale 1, so that 2 × nextGamma(v/2) is chi-square with v degrees.
   *
   * Special cases: a shape below 1 uses gamma(shape + 1) × U^(1/shape).
   * @throws InternalError when the shape is not a positive number.
   * @source G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000).
   */
  nextGamma(shape: number): number {
    assertInvariant(shape > 0 && shape < Infinity, `gamma shape must be a positive number, got ${shape}`);
    if (shape < 1) return this.nextGamma(shape + 1) * pow(this.nextUniform(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / sqrt(9 * d);
    for (;;) {
      const x = this.nextNormal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.nextUniform();
      if (u < 1 - 0.0331 * x * x * x * x) return d * v; // the paper's squeeze: decides 98 % of draws without a logarithm
      if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
    }
  }

  /**
   * Draws an integer uniform on 0 … exclusiveMax − 1, without modulo bias (by rejection).
   *
   * @throws InternalError unless 1 ≤ exclusiveMax ≤ 2^32 is an integer.
   */
  nextInteger(exclusiveMax: number): number {
    assertInvariant(
      Number.isInteger(exclusiveMax) && exclusiveMax >= 1 && exclusiveMax <= TWO_POW_32,
      `exclusiveMax must be an integer from 1 to 2^32, got ${exclusiveMax}`,
    );
    if (exclusiveMax === TWO_POW_32) return this.nextUint32();
    // As 32-bit integers: a remainder of two numbers that may be fractions is several times slower.
    const max = exclusiveMax >>> 0;
    for (;;) {
      const word = this.nextUint32();
      const rest = (word >>> 0) % max;
      // The last, incomplete run of `max` words would make its remainders more likely than others.
      if (word - rest <= TWO_POW_32 - exclusiveMax) return rest;
    }
  }
}

/**
 * Opens the stream of random numbers that belongs to this seed, purpose and index, at its beginning.
 *
 * Special cases: purposes are told apart by a 32-bit hash, so keep them few and fixed in code.
 * @throws InternalError when seed or index is not a safe integer ≥ 0.
 * @example createRandomStream(7, 'paths', 12).nextUniform() // the same number in every process and worker
 */
export function createRandomStream(seed: number, purpose: string, index: number): RandomStream {
  assertInvariant(Number.isSafeInteger(seed) && seed >= 0, `seed must be a safe integer ≥ 0, got ${seed}`);
  assertInvariant(Number.isSafeInteger(index) && index >= 0, `stream index must be a safe integer ≥ 0, got ${index}`);
  return new RandomStream(
    seed >>> 0,
    floor(seed / TWO_POW_32),
    hashPurpose(purpose),
    index >>> 0,
    floor(index / TWO_POW_32),
  );
}

/**
 * Hashes a purpose to 32 bits: FNV-1a over the low bytes of its characters (purposes are ASCII).
 *
 * @source G. Fowler, L. C. Noll, K.-P. Vo and D. Eastlake, "The FNV Non-Cryptographic Hash Algorithm", RFC 9923.
 */
export function hashPurpose(purpose: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < purpose.length; i++) hash = imul(hash ^ (purpose.charCodeAt(i) & 0xff), 0x01000193);
  return hash >>> 0;
}
