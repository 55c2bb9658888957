import { factoriseCholesky } from '../../src/numeric/cholesky.js';
import { generatePath } from '../../src/market/paths/generate-path.js';
import type { PathModel } from '../../src/market/paths/path-model.js';
import { medianSeconds, type BenchResult } from './measure.js';

const ASSETS = 8;
const STEPS = 168;
const PATHS = 10_000;
const STATE = { omega: 2e-7, alpha: 0.06, beta: 0.93, startVariance: 2e-5, driftPerStep: 0 };
/** Every pair correlated by 0.7, as large coins are. */
const CORRELATION = Float64Array.from({ length: ASSETS * ASSETS }, (_, at) => (at % (ASSETS + 1) === 0 ? 1 : 0.7));

/** A week of hours for eight assets of GARCH with Student-t innovations. */
export async function benchPaths(): Promise<BenchResult[]> {
  const model: PathModel = {
    factors: Array.from({ length: ASSETS }, (_, index) => `A${index}/USD`),
    stepSeconds: 3600,
    volatility: new Array<typeof STATE>(ASSETS).fill(STATE),
    pegs: [],
    degreesOfFreedom: 4,
    cholesky: factoriseCholesky(CORRELATION, ASSETS)!,
    history: new Float64Array(0),
    runStart: new Uint8Array(0),
    meanBlockSteps: 24,
  };
  const out = new Float64Array((STEPS + 1) * ASSETS);
  const seconds = medianSeconds(3, () => {
    for (let index = 0; index < PATHS; index++) generatePath(model, 'monte-carlo', 1, index, STEPS, out);
  });
  return [{ name: '10,000 paths × 168 steps × 8 assets', value: seconds, unit: 's', baseline: null, ratio: null }];
}
