import { createRandomStream } from '../../src/core/random-stream.js';
import { fitVolatility } from '../../src/market/volatility/fit-volatility.js';
import type { InnovationName } from '../../src/market/volatility/innovations/innovation.js';
import type { RecursionName } from '../../src/market/volatility/recursions/recursion.js';
import { simulateVolatility } from '../../src/market/volatility/simulate-volatility.js';
import { INNOVATIONS, RECURSIONS } from '../../src/market/volatility/volatility-model.js';
import { medianSeconds, type BenchResult } from './measure.js';

const GARCH_TRUTH = [0, 0.02, 0.08, 0.9];
const GJR_T_TRUTH = [0, 0.02, 0.04, 0.06, 0.91, 5];

/** Whole fits with both kinds of standard errors, against what the best peer measured takes (compiled Python `arch`: 8.2, 81, 36 ms). */
export async function benchVolatility(): Promise<BenchResult[]> {
  return [
    measureFit('GARCH normal, 1,974 returns', 'garch', 'normal', GARCH_TRUTH, 1974, 25),
    measureFit('GARCH normal, 50,000 returns', 'garch', 'normal', GARCH_TRUTH, 50_000, 9),
    measureFit('GJR-GARCH t, 8,760 returns', 'gjr', 't', GJR_T_TRUTH, 8760, 15),
  ];
}

function measureFit(name: string, recursion: RecursionName, innovation: InnovationName, truth: readonly number[], n: number, runs: number): BenchResult {
  const model = { recursion: RECURSIONS[recursion], innovation: INNOVATIONS[innovation] };
  const returns = simulateVolatility(model, Float64Array.from(truth), n, createRandomStream(1, 'bench', 0));
  const seconds = medianSeconds(runs, () => void fitVolatility(recursion, innovation, returns));
  return { name, value: seconds * 1000, unit: 'ms', baseline: null, ratio: null };
}
