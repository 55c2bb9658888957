import { plotPath, type PathPlotData } from './path-plots.js';
import type { Plot, PlotPoint } from './plot.js';

/** What a path's record holds beyond its steps, one value per step. */
export interface PerpPathSeries {
  readonly badDebtByStepUsd: Float64Array;
  /** Σ equity / Σ maintenance margin. */
  readonly healthByStep: Float64Array;
}

/** Prices, accounts liquidated, notional closed, deficits and margin health, hour by hour of one path. */
export function plotPerpPath(data: PathPlotData, { badDebtByStepUsd, healthByStep }: PerpPathSeries): Plot[] {
  const [prices, accounts, closed] = plotPath(data) as [Plot, Plot, Plot];
  const over = (values: Float64Array): PlotPoint[] => data.steps.map(({ hour }, step) => [hour, values[step]!]);
  return [
    prices,
    accounts,
    { ...closed, id: 'path-closed-notional', title: 'Notional closed by force so far', series: closed.series.map((series) => ({ ...series, name: 'notional closed' })) },
    { ...closed, id: 'path-deficit', title: 'Deficits beyond margin so far', series: [{ name: 'deficit', kind: 'line', points: over(badDebtByStepUsd) }] },
    { ...closed, id: 'path-health', title: 'Equity of all units over their maintenance margin', y: { name: 'equity / requirement', scale: 'linear' }, series: [{ name: 'margin health', kind: 'line', points: over(healthByStep) }] },
  ];
}
