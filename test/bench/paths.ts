import { generatePath } from '../../src/market/paths/generate-path.js';
import type { PathModel } from '../../src/market/paths/path-model.js';
import { medianSeconds, type BenchResult } from './measure.js';

const STATE = { omega: 2e-7, alpha: 0.06, beta: 0.93, startVariance: 2e-5, driftPerStep: 0 };
const MODEL: PathModel = {
  factors: ['A/USD', 'B/USD'],
  stepSeconds: 3600,
  volatility: [STATE, STATE],
  pegs: [],
  degreesOfFreedom: 4,
  cholesky: Float64Array.of(1, 0, 0.8, 0.6),
  history: new Float64Array(0),
  runStart: new Uint8Array(0),
  meanBlockSteps: 24,
};

/** Draws in the size that a run uses. */
export async function benchPaths(): Promise<BenchResult[]> {
  const out = new Float64Array(169 * 2);
  const seconds = medianSeconds(5, () => {
    for (let index = 0; index < 1000; index++) generatePath(MODEL, 'monte-carlo', 1, index, 168, out);
  });
  return [{ name: '1,000 paths × 168 steps × 2 factors', value: seconds * 1000, unit: 'ms', baseline: null, ratio: null }];
}
