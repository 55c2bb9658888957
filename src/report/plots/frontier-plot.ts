import type { CandidateSummary } from '../../core/run-result.js';
import type { Plot, PlotPoint } from './plot.js';

/** Borrowing power over the tail of bad debt, one dot per candidate that got all paths. */
export function plotFrontier(frontier: readonly CandidateSummary[]): Plot {
  const dots = (keep: (candidate: CandidateSummary) => boolean): PlotPoint[] =>
    frontier.filter(keep).map(({ metrics }) => [metrics['badDebtEs99Usd']?.value ?? NaN, metrics['borrowingPowerUsd']?.value ?? NaN]);
  return {
    id: 'frontier',
    title: 'Candidates that got all paths',
    x: { name: 'ES 99 % of bad debt, USD', scale: 'linear' },
    y: { name: 'borrowing power, USD', scale: 'linear' },
    series: [
      { name: 'keeps every limit', kind: 'points', points: dots(({ feasible }) => feasible) },
      { name: 'breaks a limit', kind: 'points', points: dots(({ feasible }) => !feasible) },
    ],
  };
}
