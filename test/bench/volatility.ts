import { createRandomStream } from '../../src/core/random-stream.js';
import { fitVolatility } from '../../src/market/volatility/fit-volatility.js';
import type { InnovationName } from '../../src/market/volatility/innovations/innovation.js';
import type { RecursionName } from '../../src/market/volatility/recursions/recursion.js';
import { simulateVolatility } from '../../src/market/volatility/simulate-volatility.js';
import { INNOVATIONS, RECURSIONS } from '../../src/market/volatility/volatility-model.js';

export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

const GARCH_TRUTH = [0, 0.02, 0.08, 0.9];
const GJR_T_TRUTH = [0, 0.02, 0.04, 0.06, 0.91, 5];

/** GARCH(1,1) on 1,974 returns; to be at most 8 ms. */
export function measureGarchShort(): Measurement {
  return measureFit('garch normal, 1,974 returns', 'garch', 'normal', GARCH_TRUTH, 1974, 25);
}

/** GARCH(1,1) on 50,000 returns; to be at most 80 ms. */
export function measureGarchLong(): Measurement {
  return measureFit('garch normal, 50,000 returns', 'garch', 'normal', GARCH_TRUTH, 50_000, 9);
}

/** GJR-GARCH(1,1) with Student t on a year of hours; to be at most 35 ms. */
export function measureGjrT(): Measurement {
  return measureFit('gjr t, 8,760 returns', 'gjr', 't', GJR_T_TRUTH, 8760, 15);
}

/** Warm median of whole fits, with both kinds of standard errors. */
function measureFit(name: string, recursion: RecursionName, innovation: InnovationName, truth: readonly number[], n: number, runs: number): Measurement {
  const model = { recursion: RECURSIONS[recursion], innovation: INNOVATIONS[innovation] };
  const returns = simulateVolatility(model, Float64Array.from(truth), n, createRandomStream(1, 'bench', 0));
  const times: number[] = [];
  for (let run = -5; run < runs; run++) {
    const start = performance.now();
    fitVolatility(recursion, innovation, returns);
    if (run >= 0) times.push(performance.now() - start);
  }
  return { name, value: times.sort((a, b) => a - b)[Math.floor(times.length / 2)]!, unit: 'ms' };
}
