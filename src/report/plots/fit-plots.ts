import type { Plot, PlotPoint } from './plot.js';

export interface VolatilityPlotData {
  readonly label: string;
  /** [observation, √h] */
  readonly conditionalVolatility: readonly PlotPoint[];
  /** [quantile of the fitted distribution, order statistic of the residuals] */
  readonly qq: readonly PlotPoint[];
}

export interface TailPlotData {
  /** [value, share of the sample beyond it] */
  readonly observedTail: readonly PlotPoint[];
  readonly fittedTail: readonly PlotPoint[];
  readonly diagnostics: readonly { readonly threshold: number; readonly meanExcess: number; readonly xi: number; readonly xiStandardError: number }[];
}

export interface DepthPlotData {
  /** Best first. */
  readonly laws: readonly { readonly kind: string; readonly residuals: readonly number[] }[];
  readonly sizes: readonly number[];
  /** [size, impact ratio] */
  readonly observed: readonly PlotPoint[];
  readonly fitted: readonly PlotPoint[];
}

export interface DependencePlotData {
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly points: readonly PlotPoint[] }[];
}

/** Half the width of a 95 % interval, in standard errors. */
const Z_95 = 1.96;

/** Conditional volatility over the sample, and the residuals against the fitted distribution. */
export function plotVolatility({ label, conditionalVolatility, qq }: VolatilityPlotData): Plot[] {
  const plots: Plot[] = [
    {
      id: 'conditional-volatility',
      title: `Conditional volatility, ${label}`,
      x: linear('observation'),
      y: linear('volatility per step, scaled returns'),
      series: [{ name: 'volatility', kind: 'line', points: conditionalVolatility }],
    },
  ];
  if (qq.length > 0) {
    const ends = [qq[0]![0], qq.at(-1)![0]];
    plots.push({
      id: 'residual-quantiles',
      title: 'Residuals against the fitted distribution',
      x: linear('quantile of the distribution'),
      y: linear('standardised residual'),
      series: [
        { name: 'residuals', kind: 'points', points: qq },
        { name: 'the distribution', kind: 'line', points: ends.map((value): PlotPoint => [value, value]) },
      ],
    });
  }
  return plots;
}

/** What exceeds the threshold beside the law, then mean excess and shape by threshold where one was chosen. */
export function plotTail({ observedTail, fittedTail, diagnostics }: TailPlotData): Plot[] {
  const plots: Plot[] = [
    {
      id: 'tail',
      title: 'Share of observations beyond a loss',
      x: { name: 'loss, scaled returns', scale: 'log' },
      y: { name: 'share beyond', scale: 'log' },
      series: [
        { name: 'observed', kind: 'points', points: observedTail },
        { name: 'generalised Pareto', kind: 'line', points: fittedTail },
      ],
    },
  ];
  if (diagnostics.length === 0) return plots;
  const by = (value: (row: TailPlotData['diagnostics'][number]) => number): PlotPoint[] => diagnostics.map((row) => [row.threshold, value(row)]);
  return [
    ...plots,
    {
      id: 'mean-excess',
      title: 'Mean excess: straight where the law holds',
      x: linear('threshold'),
      y: linear('mean excess'),
      series: [{ name: 'mean excess', kind: 'line', points: by(({ meanExcess }) => meanExcess) }],
    },
    {
      id: 'shape-stability',
      title: 'Shape xi by threshold, with its 95 % interval: level where the law holds',
      x: linear('threshold'),
      y: linear('xi'),
      series: [
        { name: 'xi', kind: 'line', points: by(({ xi }) => xi) },
        { name: 'upper end', kind: 'line', points: by(({ xi, xiStandardError }) => xi + Z_95 * xiStandardError) },
        { name: 'lower end', kind: 'line', points: by(({ xi, xiStandardError }) => xi - Z_95 * xiStandardError) },
      ],
    },
  ];
}

/** Quotes with the best law, then its residuals. */
export function plotDepth({ laws, sizes, observed, fitted }: DepthPlotData): Plot[] {
  const [best] = laws;
  const size = { name: 'size', scale: 'log' } as const;
  return [
    {
      id: 'impact',
      title: `Average impact: quotes and the ${best!.kind} law`,
      x: size,
      y: { name: 'impact ratio', scale: 'log' },
      series: [
        { name: 'quotes', kind: 'points', points: observed },
        { name: `${best!.kind} law`, kind: 'line', points: fitted },
      ],
    },
    {
      id: 'impact-residuals',
      title: `Residuals of the ${best!.kind} law`,
      x: size,
      y: linear('ln impact − fitted'),
      series: [{ name: 'residuals', kind: 'points', points: best!.residuals.map((residual, index): PlotPoint => [sizes[index]!, residual]) }],
    },
  ];
}

/** Residuals of each pair against each other: joint crashes stand in the lower left corner. */
export function plotDependence({ pairs }: DependencePlotData): Plot[] {
  return pairs.map(({ first, second, points }, index) => ({
    id: `residuals-${index + 1}`,
    title: `Standardised residuals of ${first} and ${second}, most recent`,
    x: linear(first),
    y: linear(second),
    series: [{ name: 'residuals', kind: 'points' as const, points }],
  }));
}

function linear(name: string): Plot['x'] {
  return { name, scale: 'linear' };
}
