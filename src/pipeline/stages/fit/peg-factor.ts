import type { RunResult, RunWarning } from '../../../core/run-result.js';
import { fitPegProcess } from '../../../market/dependence/peg-process.js';
import type { PegFactorInput } from '../../../market/paths/build-path-model.js';
import { computeLogRatio } from '../../../market/paths/time-series.js';
import type { PriceSeries } from '../../ports.js';

export interface PegFactorFit {
  readonly input: PegFactorInput;
  readonly summary: RunResult['models']['pegs'][number];
  readonly warnings: readonly RunWarning[];
}

/** Fits the mean-reverting process of a ratio that should stay near its level; paths start at the oracle's ratio of the snapshot. */
export function fitPegFactor(factor: string, prices: PriceSeries, startRatio: number): PegFactorFit {
  const stepSeconds = prices.unixSeconds[1]! - prices.unixSeconds[0]!;
  const peg = fitPegProcess(computeLogRatio(prices));
  return {
    input: { factor, unixSeconds: prices.unixSeconds, peg, startLogRatio: Math.log(startRatio) },
    summary: {
      series: factor,
      meanReversionPerStep: peg.meanReversionPerStep,
      halfLifeSeconds: peg.halfLifeSteps * stepSeconds,
      longRunRatio: Math.exp(peg.longRunLogRatio),
      innovationStdDev: peg.innovationStdDev,
    },
    warnings: peg.warnings.map((warning) => ({ ...warning, message: `${factor}: ${warning.message}` })),
  };
}
