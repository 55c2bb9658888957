import type { MetricSet } from '../../core/run-result.js';
import type { Plot, PlotPoint } from './plot.js';

/** What the two axes of a frontier show: a metric and its words. */
export interface FrontierAxes {
  readonly x: { readonly key: string; readonly name: string };
  readonly y: { readonly key: string; readonly name: string };
}

const LENDING_AXES: FrontierAxes = { x: { key: 'badDebtEs99Usd', name: 'ES 99 % of bad debt, USD' }, y: { key: 'borrowingPowerUsd', name: 'borrowing power, USD' } };

interface PlottedCandidate {
  readonly metrics: MetricSet;
  readonly feasible: boolean;
}

/** Efficiency over tail loss, one dot per candidate that got all paths; borrowing power over bad debt where no axes are given. */
export function plotFrontier(frontier: readonly PlottedCandidate[], { x, y }: FrontierAxes = LENDING_AXES): Plot {
  const dots = (keep: (candidate: PlottedCandidate) => boolean): PlotPoint[] =>
    frontier.filter(keep).map(({ metrics }) => [metrics[x.key]?.value ?? NaN, metrics[y.key]?.value ?? NaN]);
  return {
    id: 'frontier',
    title: 'Candidates that got all paths',
    x: { name: x.name, scale: 'linear' },
    y: { name: y.name, scale: 'linear' },
    series: [
      { name: 'keeps every limit', kind: 'points', points: dots(({ feasible }) => feasible) },
      { name: 'breaks a limit', kind: 'points', points: dots(({ feasible }) => !feasible) },
    ],
  };
}
