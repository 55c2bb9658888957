import type { Plot, PlotPoint } from './plot.js';

export interface PathPlotData {
  readonly steps: readonly {
    readonly hour: number;
    readonly priceRatio: Readonly<Record<string, number>>;
    readonly liquidatedAccounts: number;
    readonly liquidatedDebtUsd: number;
    readonly soldUsd: number;
    readonly badDebtUsd: number;
    readonly healthRatio: number | null;
  }[];
}

/** Prices, health, sales, and debt repaid and uncovered, hour by hour of one path. */
export function plotPath({ steps }: PathPlotData): Plot[] {
  const x = { name: 'hours', scale: 'linear' } as const;
  const over = (value: (step: PathPlotData['steps'][number]) => number): PlotPoint[] => steps.map((step) => [step.hour, value(step)]);
  let total = 0;
  return [
    {
      id: 'path-prices',
      title: 'Market prices over the start, after the sales of liquidators',
      x,
      y: { name: 'price ratio', scale: 'linear' },
      series: Object.keys(steps[0]?.priceRatio ?? {}).map((factor) => ({ name: factor, kind: 'line' as const, points: over(({ priceRatio }) => priceRatio[factor]!) })),
    },
    {
      id: 'path-health',
      title: 'Health factor of all debt together',
      x,
      y: { name: 'health factor', scale: 'linear' },
      series: [{ name: 'health', kind: 'line', points: steps.flatMap(({ hour, healthRatio }): PlotPoint[] => (healthRatio === null ? [] : [[hour, healthRatio]])) }],
    },
    {
      id: 'path-sales',
      title: 'Collateral that liquidators sold in the hour',
      x,
      y: { name: 'USD', scale: 'linear' },
      series: [{ name: 'sold', kind: 'line', points: over(({ soldUsd }) => soldUsd) }],
    },
    {
      id: 'path-liquidated-debt',
      title: 'Debt repaid by liquidators so far, and debt above collateral',
      x,
      y: { name: 'USD', scale: 'linear' },
      series: [
        { name: 'debt repaid', kind: 'line', points: over(({ liquidatedDebtUsd }) => (total += liquidatedDebtUsd)) }, { name: 'bad debt', kind: 'line', points: over(({ badDebtUsd }) => badDebtUsd) }],
    },
  ];
}
