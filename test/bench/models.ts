import { generatePath } from '../../src/market/paths/generate-path.js';
import type { PathModel } from '../../src/market/paths/path-model.js';
import { fitGarch } from '../../src/market/volatility/fit-garch.js';
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

/** Fits and draws, in the sizes that a run uses. */
export async function benchModels(): Promise<BenchResult[]> {
  const returnsPercent = drawReturnsPercent(40_000);
  const fit = medianSeconds(5, () => void fitGarch(returnsPercent));
  const out = new Float64Array(169 * 2);
  const draw = medianSeconds(5, () => {
    for (let index = 0; index < 1000; index++) generatePath(MODEL, 'monte-carlo', 1, index, 168, out);
  });
  return [
    { name: 'GARCH(1,1) on 40,000 hourly returns', value: fit * 1000, unit: 'ms', baseline: null, ratio: null },
    { name: '1,000 paths × 168 steps × 2 factors', value: draw * 1000, unit: 'ms', baseline: null, ratio: null },
  ];
}

function drawReturnsPercent(length: number): Float64Array {
  const path = new Float64Array((length + 1) * 2);
  generatePath(MODEL, 'monte-carlo', 3, 0, length, path);
  return Float64Array.from({ length }, (_, step) => 100 * (path[(step + 1) * 2]! - path[step * 2]!));
}
