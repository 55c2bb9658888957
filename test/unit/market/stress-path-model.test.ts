import { describe, expect, test } from '@jest/globals';
import { generatePath } from '../../../src/market/paths/generate-path.js';
import type { PathModel } from '../../../src/market/paths/path-model.js';
import { stressPathModel } from '../../../src/market/paths/stress-path-model.js';
import { drawNormals } from '../../support/simulate-returns.js';

const ROWS = 300;
const STEPS = 100;
const K = 3;
const [eth, btc, peg] = [drawNormals(ROWS, 1), drawNormals(ROWS, 2), drawNormals(ROWS, 3)];
const MODEL: PathModel = {
  factors: ['ETH/USD', 'BTC/USD', 'stETH/ETH'],
  stepSeconds: 3600,
  volatility: [0.01, 0.005].map((sigma) => ({ omega: sigma ** 2 * 0.05, alpha: 0.1, beta: 0.85, startVariance: sigma ** 2, driftPerStep: 0 })),
  pegs: [{ meanReversionPerStep: 0.01, innovationStdDev: 0.002, startDeviation: 0, degreesOfFreedom: Infinity }],
  degreesOfFreedom: Infinity,
  cholesky: Float64Array.of(1, 0, 0, 0.6, 0.8, 0, 0, 0, 1),
  history: Float64Array.from({ length: ROWS * K }, (_, index) => [0.01 * eth[Math.floor(index / K)]!, 0.005 * btc[Math.floor(index / K)]!, 0.002 * peg[Math.floor(index / K)]!][index % K]!),
  runStart: new Uint8Array(ROWS),
  meanBlockSteps: 24,
};

function draw(model: PathModel, kind: 'monte-carlo' | 'bootstrap'): number[][] {
  const path = new Float64Array((STEPS + 1) * K);
  generatePath(model, kind, 1, 7, STEPS, path);
  return Array.from({ length: K }, (_, factor) => Array.from({ length: STEPS + 1 }, (_step, step) => path[step * K + factor]!));
}

function correlate(left: readonly number[], right: readonly number[]): number {
  const moves = (values: readonly number[]): number[] => values.slice(1).map((value, t) => value - values[t]!);
  const [a, b] = [moves(left), moves(right)];
  const product = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, t) => sum + value * y[t]!, 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe.each(['monte-carlo', 'bootstrap'] as const)('%s paths under stress', (kind) => {
  test('have moves that are larger by the scale, from the same draws; pegs stay', () => {
    const [ethBefore, btcBefore, pegBefore] = draw(MODEL, kind);
    const [ethAfter, btcAfter, pegAfter] = draw(stressPathModel(MODEL, { volatilityScale: 1.5, movesAsOne: false }), kind);
    for (const [before, after] of [[ethBefore!, ethAfter!], [btcBefore!, btcAfter!]] as const) after.forEach((value, step) => expect(value).toBeCloseTo(1.5 * before[step]!, 10));
    expect(pegAfter).toEqual(pegBefore);
  });

  test('move as one, each by its own size, led by the first as it was', () => {
    const before = draw(MODEL, kind);
    const [first, second, third] = draw(stressPathModel(MODEL, { volatilityScale: 1, movesAsOne: true }), kind) as [number[], number[], number[]];
    expect(correlate(before[0]!, before[1]!)).toBeLessThan(0.9);
    expect(correlate(first, second)).toBeGreaterThan(0.999);
    // The peg pulls back besides.
    expect(correlate(first, third)).toBeGreaterThan(0.98);
    expect(first).toEqual(before[0]);
    const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
    expect(spread(second) / spread(first)).toBeCloseTo(0.5, 1);
  });
});
