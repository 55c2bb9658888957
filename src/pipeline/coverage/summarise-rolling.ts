import { chooseModel, readBound, type ModelOutcome } from '../../backtest/coverage/evaluate-models.js';
import { SIGNIFICANCE } from '../../backtest/coverage/likelihood-ratio-tests.js';
import type { RollingCoverage, RollingSpans } from '../../core/backtest-result.js';
import type { CoarseReturns } from '../../market/paths/coarsen-prices.js';

export interface RolledSeries {
  readonly series: string;
  readonly horizonSeconds: number;
  readonly refitSteps: number;
  readonly returns: CoarseReturns;
  readonly chooseFrom: number;
  readonly testFrom: number;
  readonly models: readonly ModelOutcome[];
}

/** Puts rolled models into the form that a result keeps; the forecasts of the chosen one at the highest level go along. */
export function summariseRolling({ series, horizonSeconds, refitSteps, returns, chooseFrom, testFrom, models }: RolledSeries): RollingCoverage {
  const chosen = chooseModel(models);
  const level = Math.max(...chosen.levels.map((outcome) => outcome.level));
  return {
    series,
    horizonSeconds,
    refitSteps,
    significance: SIGNIFICANCE,
    spans: readSpans(returns, chooseFrom, testFrom),
    models: models.map(({ name, label, passes, passesExpectedShortfall, levels }) => ({
      name,
      label,
      isChosen: name === chosen.name,
      passes,
      passesExpectedShortfall,
      levels: levels.map((outcome) => ({
        level: outcome.level,
        n: outcome.n,
        exceedances: outcome.exceedances,
        expectedExceedances: outcome.expectedExceedances,
        kupiecP: outcome.kupiec.pValue,
        independenceP: outcome.independence.pValue,
        conditionalP: outcome.conditionalCoverage.pValue,
        shortfallZ2: outcome.expectedShortfall.z2,
        shortfallP: outcome.expectedShortfall.pValue,
        zone: outcome.trafficLight.zone,
      })),
    })),
    ...judgeRolling(chosen, series),
    forecasts: {
      level,
      unixSeconds: Array.from(returns.unixSeconds.subarray(testFrom)),
      returnPercent: Array.from(returns.returnsPercent.subarray(testFrom)),
      valueAtRiskPercent: chosen.forecasts.map((forecast) => -readBound(forecast, 1 - level)),
    },
  };
}

export function readSpans({ unixSeconds }: CoarseReturns, chooseFrom: number, testFrom: number): RollingSpans {
  return { fromUnixSeconds: unixSeconds[0]!, chooseUnixSeconds: unixSeconds[chooseFrom]!, testUnixSeconds: unixSeconds[testFrom]!, toUnixSeconds: unixSeconds.at(-1)! };
}

/** Whether the chosen model passes, and what the tests say in one sentence. */
export function judgeRolling({ label, passes, passesExpectedShortfall, levels }: ModelOutcome, series: string): Pick<RollingCoverage, 'holds' | 'sentence'> {
  const at = levels.map(({ level, exceedances, expectedExceedances }) => `${exceedances} losses beyond the ${level * 100} % forecast where ${expectedExceedances.toFixed(1)} were due`).join(', ');
  const word = (passed: boolean): string => (passed ? 'passes' : 'fails');
  return {
    holds: passes && passesExpectedShortfall,
    sentence: `${series}: the chosen model, ${label}, ${word(passes)} the tests of number and independence and ${word(passesExpectedShortfall)} that of expected shortfall, at ${SIGNIFICANCE * 100} %: ${at}.`,
  };
}
