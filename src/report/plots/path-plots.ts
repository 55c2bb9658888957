import type { Plot, PlotPoint } from './plot.js';

export interface PathPlotData {
  readonly steps: readonly {
    readonly hour: number;
    readonly priceRatio: Readonly<Record<string, number>>;
    readonly liquidatedAccounts: number;
    readonly liquidatedDebtUsd: number;
  }[];
}

/** Prices, accounts liquidated, and debt repaid, hour by hour of one path. */
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
      id: 'path-accounts',
      title: 'Accounts liquidated in the hour',
      x,
      y: { name: 'accounts', scale: 'linear' },
      series: [{ name: 'accounts', kind: 'line', points: over(({ liquidatedAccounts }) => liquidatedAccounts) }],
    },
    {
      id: 'path-liquidated-debt',
      title: 'Debt repaid by liquidators so far',
      x,
      y: { name: 'USD', scale: 'linear' },
      series: [{ name: 'debt repaid', kind: 'line', points: over(({ liquidatedDebtUsd }) => (total += liquidatedDebtUsd)) }],
    },
  ];
}
