import { describe, expect, test } from '@jest/globals';
import { InternalError } from '../../../src/core/errors.js';
import { generatePath } from '../../../src/market/paths/generate-path.js';
import type { PathModel } from '../../../src/market/paths/path-model.js';
import { averageOverPaths, buildGarchModel } from '../../support/simulate-returns.js';

const STEPS = 168;
const RHO = 0.8;
const VARIANCE = 4e-5;
const FLAT = { omega: VARIANCE, alpha: 0, beta: 0, startVariance: VARIANCE, driftPerStep: 0 } as const;
const PEG = { meanReversionPerStep: 0.05, innovationStdDev: 0.001, startDeviation: 0.02, degreesOfFreedom: 9 } as const;

/** Twelve rows; a gap before row 5. Column 0 names the row, so that a path can be read back. */
const ROWS = 12;
const GAP_ROW = 5;
const HISTORY = Float64Array.from({ length: ROWS * 3 }, (_, p) => (p % 3 === 0 ? (p / 3 + 1) / 1024 : (p % 7) / 512));

const MODEL: PathModel = {
  factors: ['ETH/USD', 'BTC/USD', 'stETH/ETH'],
  stepSeconds: 3600,
  volatility: [FLAT, FLAT],
  pegs: [PEG],
  degreesOfFreedom: 9,
  cholesky: Float64Array.of(1, 0, 0, RHO, Math.sqrt(1 - RHO * RHO), 0, 0.3, 0, Math.sqrt(1 - 0.09)),
  history: HISTORY,
  runStart: Uint8Array.from({ length: ROWS }, (_, row) => (row === 0 || row === GAP_ROW ? 1 : 0)),
  meanBlockSteps: 4,
};

function draw(kind: 'monte-carlo' | 'bootstrap', index: number, model = MODEL, steps = STEPS, seed = 7): Float64Array {
  const out = new Float64Array((steps + 1) * model.factors.length);
  generatePath(model, kind, seed, index, steps, out);
  return out;
}

const returnAt = (path: Float64Array, step: number, factor: number): number => path[3 * (step + 1) + factor]! - path[3 * step + factor]!;
const pegShockAt = (path: Float64Array, step: number): number => {
  const deviation = (row: number): number => PEG.startDeviation + path[3 * row + 2]!;
  return deviation(step + 1) - (1 - PEG.meanReversionPerStep) * deviation(step);
};

/** Mean of g over the steps of a path, averaged over paths, in standard errors from the expected value. */
function score(paths: number, expected: number, g: (path: Float64Array, step: number) => number, kind: 'monte-carlo' | 'bootstrap' = 'monte-carlo'): number {
  const { mean, standardError } = averageOverPaths(paths, (index) => {
    const path = draw(kind, index);
    let sum = 0;
    for (let step = 0; step < STEPS; step++) sum += g(path, step);
    return sum / STEPS;
  });
  return Math.abs(mean - expected) / standardError;
}

describe.each(['monte-carlo', 'bootstrap'] as const)('generatePath, %s', (kind) => {
  test('starts at zero, is the same again, and differs by index, seed and kind', () => {
    const path = draw(kind, 3);
    expect([...path.slice(0, 3)]).toEqual([0, 0, 0]);
    draw(kind, 4);
    expect(draw(kind, 3)).toEqual(path);
    expect(draw(kind, 4)).not.toEqual(path);
    expect(draw(kind, 3, MODEL, STEPS, 8)).not.toEqual(path);
    expect(draw(kind === 'bootstrap' ? 'monte-carlo' : 'bootstrap', 3)).not.toEqual(path);
  });

  test('a shorter path is the beginning of a longer one, and a used buffer leaves no trace', () => {
    const long = draw(kind, 5, MODEL, 200);
    const out = new Float64Array(3 * 101).fill(9);
    generatePath(MODEL, kind, 7, 5, 100, out);
    expect(out).toEqual(long.slice(0, 303));
  });

  test('refuses a buffer of the wrong length', () => {
    expect(() => generatePath(MODEL, kind, 7, 0, STEPS, new Float64Array(10))).toThrow(InternalError);
  });

  test('survives being sent to a worker', () => {
    expect(draw(kind, 1, structuredClone(MODEL))).toEqual(draw(kind, 1));
  });

  test('the peg returns: its mean path is the start deviation × (1 − reversion)^t', () => {
    const decayed = PEG.startDeviation * (0.95 ** 60 - 1);
    const pull = kind === 'bootstrap' ? averagePegInnovation() * ((1 - 0.95 ** 60) / 0.05) : 0;
    const { mean, standardError } = averageOverPaths(3000, (index) => draw(kind, index, MODEL, 60)[182]!);
    expect(Math.abs(mean - decayed - pull) / standardError).toBeLessThan(3.5);
  });
});

/** The little history's innovations do not have mean 0, so the bootstrap is pulled by their mean. */
function averagePegInnovation(): number {
  let sum = 0;
  for (let row = 0; row < ROWS; row++) sum += stationaryShare(row) * HISTORY[3 * row + 2]!;
  return sum;
}

/** Long-run share of each row: it is entered afresh with probability j/ROWS or from the row before with 1 − 1/block. */
function stationaryShare(row: number): number {
  const weight = (r: number): number => (MODEL.runStart[r] === 1 ? 1 : 1 + 0.75 * weight(r - 1));
  const total = Array.from({ length: ROWS }, (_, r) => weight(r)).reduce((sum, value) => sum + value);
  return weight(row) / total;
}

describe('monte-carlo paths have the moments of the model', () => {
  const KURTOSIS = (3 * (9 - 2)) / (9 - 4);

  test.each([
    ['mean 0', 0, (p: Float64Array, s: number) => returnAt(p, s, 0)],
    ['variance', VARIANCE, (p: Float64Array, s: number) => returnAt(p, s, 0) ** 2],
    ['variance of the second factor', VARIANCE, (p: Float64Array, s: number) => returnAt(p, s, 1) ** 2],
    ['correlation', RHO * VARIANCE, (p: Float64Array, s: number) => returnAt(p, s, 0) * returnAt(p, s, 1)],
    ['fourth moment of a t with 9 degrees', KURTOSIS * VARIANCE ** 2, (p: Float64Array, s: number) => returnAt(p, s, 0) ** 4],
    // Shared mixing: E x²y² = (1 + 2ρ²) (v − 2)/(v − 4), larger than for a t each of its own.
    ['joint tails', ((1 + 2 * RHO * RHO) * (9 - 2) * VARIANCE ** 2) / (9 - 4), (p: Float64Array, s: number) => (returnAt(p, s, 0) * returnAt(p, s, 1)) ** 2],
    ['peg innovation variance', 1e-6, (p: Float64Array, s: number) => pegShockAt(p, s) ** 2],
    ['peg tail', KURTOSIS * 1e-12, (p: Float64Array, s: number) => pegShockAt(p, s) ** 4],
    // Own mixing: the peg's size is independent of the others' but for the normals' correlation, E = 1 + 2 × 0.3².
    ['peg and price sizes', 1.18 * VARIANCE * 1e-6, (p: Float64Array, s: number) => (pegShockAt(p, s) * returnAt(p, s, 0)) ** 2],
  ])('%s, within 3.5 standard errors', (_name, expected, g) => {
    expect(score(2000, expected, g)).toBeLessThan(3.5);
  });

  test('a drift is added to every step', () => {
    const drifting = { ...MODEL, volatility: [{ ...FLAT, driftPerStep: 0.001 }, FLAT] };
    const [a, b] = [draw('monte-carlo', 1, drifting), draw('monte-carlo', 1)];
    expect(a[3 * STEPS]! - b[3 * STEPS]!).toBeCloseTo(0.001 * STEPS, 10);
  });
});

describe('volatility clusters as GARCH(1,1) says', () => {
  const ALPHA = 0.1;
  const BETA = 0.8;
  const model = buildGarchModel({ mu: 0, omega: 0.1, alpha: ALPHA, beta: BETA }, Infinity); // long-run variance 1 %²
  const N = 1000;
  const squaresOf = (index: number): Float64Array => {
    const path = new Float64Array(N + 1);
    generatePath(model, 'monte-carlo', 9, index, N, path);
    return new Float64Array(N).map((_, t) => (100 * (path[t + 1]! - path[t]!)) ** 2);
  };
  const persistence = ALPHA + BETA;
  // Bollerslev (1986), section 3, and (1988): kurtosis and autocorrelation of squares, normal innovations.
  const fourth = (3 * (1 - persistence ** 2)) / (1 - persistence ** 2 - 2 * ALPHA ** 2);
  const firstAutocorrelation = (ALPHA * (1 - ALPHA * BETA - BETA ** 2)) / (1 - 2 * ALPHA * BETA - BETA ** 2);
  const productAt = (lag: number): number => 1 + firstAutocorrelation * persistence ** (lag - 1) * (fourth - 1);

  // The path starts at the long-run variance, so the first 200 steps are left for the fourth moment to settle.
  const meanProduct = (index: number, lag: number): number => {
    const squares = squaresOf(index);
    let sum = 0;
    for (let t = 200; t < N - lag; t++) sum += squares[t]! * squares[t + lag]!;
    return sum / (N - lag - 200);
  };

  test.each([
    ['fourth moment', 0, fourth],
    ['squares one hour apart', 1, productAt(1)],
    ['squares ten hours apart', 10, productAt(10)],
  ])('%s within 3.5 standard errors', (_name, lag, expected) => {
    const { mean, standardError } = averageOverPaths(400, (index) => meanProduct(index, lag));
    expect(Math.abs(mean - expected) / standardError).toBeLessThan(3.5);
  });
});

describe('bootstrap paths are made of history', () => {
  const rowsOf = (path: Float64Array): number[] =>
    Array.from({ length: STEPS }, (_, step) => Math.round(1024 * returnAt(path, step, 0)) - 1);

  test('every step is one historical row, in all factors at once', () => {
    const path = draw('bootstrap', 2);
    rowsOf(path).forEach((row, step) => {
      expect(returnAt(path, step, 1)).toBeCloseTo(HISTORY[3 * row + 1]!, 10);
      expect(pegShockAt(path, step)).toBeCloseTo(HISTORY[3 * row + 2]!, 10);
    });
  });

  test('blocks go on with 1 − 1/length, never over a gap, and restart anywhere', () => {
    let inside = 0;
    let goneOn = 0;
    const afterGap = new Array<number>(ROWS).fill(0);
    for (let index = 0; index < 400; index++) {
      const rows = rowsOf(draw('bootstrap', index));
      for (let step = 1; step < STEPS; step++) {
        const [before, now] = [rows[step - 1]!, rows[step]!];
        if (before === GAP_ROW - 1 || before === ROWS - 1) afterGap[now]!++;
        else {
          inside++;
          if (now === before + 1) goneOn++;
        }
      }
    }
    // Goes on: 3/4, or 1/4 × 1/12 by chance.
    const expected = 0.75 + 0.25 / ROWS;
    expect(Math.abs(goneOn / inside - expected) / Math.sqrt((expected * (1 - expected)) / inside)).toBeLessThan(3.5);
    const total = afterGap.reduce((sum, count) => sum + count);
    const chiSquare = afterGap.reduce((sum, count) => sum + (count - total / ROWS) ** 2 / (total / ROWS), 0);
    expect(chiSquare).toBeLessThan(31.26); // chi-square table, 11 degrees of freedom, 0.999
  });

  test('refuses a model without history', () => {
    const empty = { ...MODEL, history: new Float64Array(0), runStart: new Uint8Array(0) };
    expect(() => draw('bootstrap', 0, empty)).toThrow(InternalError);
  });
});
