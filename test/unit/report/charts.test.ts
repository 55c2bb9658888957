import { describe, expect, test } from '@jest/globals';
import type { EChartsOption } from 'echarts';
import type { Chart } from '../../../src/report/blocks.js';
import { buildDepthChart, describeDepth } from '../../../src/report/charts/depth-chart.js';
import { describeParameters } from '../../../src/report/words/parameters.js';
import { buildFrontierChart } from '../../../src/report/charts/frontier-chart.js';
import { buildHistogramChart, type HistogramSpec } from '../../../src/report/charts/histogram-chart.js';
import { buildReplayChart } from '../../../src/report/charts/replay-chart.js';
import { renderChartSvg } from '../../../src/report/charts/render-svg.js';
import { thinIndices } from '../../../src/report/charts/thin-series.js';
import { buildSampleResult } from '../../support/sample-result.js';

const SIZE = { widthPx: 500, heightPx: 300, isNarrow: false };
const sample = buildSampleResult();

interface Series {
  readonly name: string;
  readonly data: readonly unknown[];
}

function listSeries(option: EChartsOption): Series[] {
  return option.series as unknown as Series[];
}

function findSeries(chart: Chart, name: string): Series {
  return listSeries(chart.buildOption(SIZE)).find((series) => series.name === name)!;
}

describe('thinIndices', () => {
  test.each([
    [5, 10, [], [0, 1, 2, 3, 4]],
    [0, 10, [], []],
    [101, 5, [], [0, 25, 50, 75, 100]],
    [101, 3, [7], [0, 7, 50, 100]],
  ])('%d points to at most %d, keeping %p', (length, limit, keep, indices) => {
    expect(thinIndices(length, limit, keep)).toEqual(indices);
  });
});

describe('the frontier chart', () => {
  const picture = { frontier: sample.frontier.map((candidate) => ({ ...candidate, name: describeParameters(candidate.parameters) })), current: 'LTV 72 %', recommended: 'LTV 75 %' };
  const chart = buildFrontierChart(picture, 'badDebtEs99Usd', 'borrowingPowerUsd')!;

  test('shows every candidate exactly once, by its role', () => {
    const names = ['Frontier', 'Feasible', 'Breaks a limit', 'Current', 'Recommended'];
    const counts = Object.fromEntries(names.map((name) => [name, findSeries(chart, name).data.length]));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(sample.frontier.length);
    expect(counts).toMatchObject({ Current: 1, Recommended: 1, 'Breaks a limit': sample.frontier.filter(({ feasible }) => !feasible).length });
    expect(counts['Breaks a limit']).toBeGreaterThan(0);
  });

  test('puts risk across and borrowing power up', () => {
    const { badDebtEs99Usd, borrowingPowerUsd } = sample.metrics.recommended;
    expect(findSeries(chart, 'Recommended').data).toEqual([{ value: [badDebtEs99Usd!.value, borrowingPowerUsd!.value], name: expect.stringContaining('73.50') }]);
  });

  test('is left out when fewer than two candidates carry both metrics', () => {
    expect(buildFrontierChart(picture, 'badDebtEs99Usd', 'absent')).toBeUndefined();
  });
});

describe('a histogram', () => {
  const spec: HistogramSpec = {
    id: 'h',
    title: 'h',
    alternative: 'h',
    edges: [0, 1, 2],
    current: [2045, 3],
    recommended: [2048, 0],
    xName: 'x',
    yName: 'y',
    mayUseLogScale: true,
    formatBin: String,
    formatHeight: String,
  };
  const yAxisOf = (change: Partial<HistogramSpec>): object => buildHistogramChart({ ...spec, ...change }).buildOption(SIZE).yAxis as object;

  test('uses a log scale only where allowed and needed, with a floor below the smallest bar', () => {
    expect(yAxisOf({})).toMatchObject({ type: 'log', min: 1.5, startValue: 1.5, name: 'y, log scale' });
    expect(yAxisOf({ mayUseLogScale: false })).toMatchObject({ type: 'value', name: 'y' });
    expect(yAxisOf({ current: [20, 3], recommended: [20, 3] })).toMatchObject({ type: 'value' });
  });

  test('draws no bar for an empty bin', () => {
    expect(findSeries(buildHistogramChart(spec), 'Recommended').data).toEqual([2048, '-']);
  });
});

describe('a depth chart', () => {
  const model = { ...sample.models.depth[0]!, sample: [[0, 0], [10, 1e-12], [1e3, 1e-3], [1e5, 0.2]] as [number, number][] };

  test('drops quotes far below the others and says how many', () => {
    expect(findSeries(buildDepthChart(model, 0)!, 'Quotes').data).toEqual([[1e3, 1e-3], [1e5, 0.2]]);
    expect(describeDepth(model)).toContain('Not drawn: 2 quotes');
  });

  test('draws the fitted law and nothing else as its line', () => {
    for (const [size, impact] of findSeries(buildDepthChart(model, 0)!, 'Fitted law').data as [number, number][]) {
      expect(impact).toBeCloseTo(model.coefficient * size ** model.exponent, 15);
    }
  });

  test('is left out when no quote can stand on a log scale', () => {
    expect(buildDepthChart({ ...model, sample: [[0, 1], [1, -1]] }, 0)).toBeUndefined();
  });
});

describe('a replay chart', () => {
  const [window] = sample.backtest.windows;

  test('ends at the total liquidated', () => {
    const [, lastUsd] = findSeries(buildReplayChart(window!, 0, 'ETH/USD'), 'Recommended').data.at(-1) as [number, number];
    expect(lastUsd).toBe(window!.recommended.liquidatedDebtUsd);
  });

  test('keeps the lowest price when it thins the series', () => {
    const prices = (findSeries(buildReplayChart(sample.backtest.windows[2]!, 0, 'ETH/USD'), 'ETH/USD').data as [number, number][]).map(([, price]) => price);
    expect(Math.min(...prices)).toBe(Math.min(...sample.backtest.windows[2]!.priceRelativeByStep));
  });

  test('refuses a timeline that contradicts its total', () => {
    const current = { ...window!.current, liquidatedDebtUsd: window!.current.liquidatedDebtUsd + 1000 };
    expect(() => buildReplayChart({ ...window!, current }, 0, 'ETH/USD').buildOption(SIZE)).toThrow(/timeline ends at/);
  });
});

test('an SVG carries no script, style, namespace, class of ECharts or process-wide id, and names from data cannot become markup', () => {
  const chart = buildReplayChart({ ...sample.backtest.windows[0]!, name: 'x' }, 3, 'ETH/USD');
  const named: Chart = {
    ...chart,
    buildOption: () => ({ animation: false, xAxis: { type: 'category', data: ['</text><script>"zr9-c0'] }, yAxis: {}, series: [{ type: 'bar', data: [1] }] }),
  };
  const svg = renderChartSvg(named, SIZE, 'wide');
  expect(svg).toContain('&lt;/text&gt;&lt;script&gt;&quot;zr9-c0');
  expect(svg).not.toMatch(/<script|<style|xmlns|ecmeta|="[^"]*zr\d+-/);
  expect(renderChartSvg(chart, SIZE, 'wide')).toBe(renderChartSvg(chart, SIZE, 'wide'));
  expect(renderChartSvg(chart, SIZE, 'wide')).toContain('id="replay-3-wide-0"');
});
