import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildWaterfallChart, layWaterfall, stackBar } from '../../../src/report/charts/waterfall-chart.js';
import { renderChartSvg } from '../../../src/report/charts/render-svg.js';
import { buildAttributionSection } from '../../../src/report/sections/attribution.js';
import { buildSampleResult } from '../../support/sample-result.js';
import { fuzzParameters } from '../../support/fuzz.js';

const value = fc.integer({ min: -1000, max: 1000 });

describe('a waterfall', () => {
  test('shows exactly what lies between the two ends of a bar, on either side of zero', () => {
    fc.assert(
      fc.property(value, value, (from, to) => {
        const { unseen, above, below } = stackBar({ from, to });
        // ECharts stacks what is above zero and what is below it apart.
        const top = Math.max(unseen, 0) + above;
        const bottom = Math.min(unseen, 0) + below;
        expect([above >= 0, below <= 0, above - below]).toEqual([true, true, Math.abs(to - from)]);
        if (from !== to) expect([Math.min(from, to), Math.max(from, to)]).toEqual([from < 0 || to < 0 ? bottom : unseen, from > 0 || to > 0 ? top : unseen]);
      }),
      fuzzParameters(500),
    );
  });

  test('goes from the first figure to the last when its parts add up', () => {
    const whole = (to: number) => ({ label: 'whole', from: 0, to, colour: 'current' as const });
    const bars = layWaterfall(whole(10), [{ label: 'a', change: 5, colour: 'bad' }, { label: 'b', change: -18, colour: 'good' }], whole(-3));
    expect(bars.map(({ from, to }) => [from, to])).toEqual([[0, 10], [10, 15], [15, -3], [0, -3]]);
    const svg = renderChartSvg(buildWaterfallChart({ id: 'w', title: 'W', xName: 'x', format: String, bars }), { widthPx: 500, heightPx: 300, isNarrow: false }, 'wide');
    for (const label of ['whole', 'a', 'b']) expect(svg).toContain(`>${label}<`);
  });

  test('stands below the shares of a result, and ends where the recommended figure is', () => {
    const result = buildSampleResult();
    const figures = buildAttributionSection(result).blocks.flatMap((block) => (block.kind === 'figures' ? block.figures : []));
    expect(figures.map(({ chart }) => [chart.id, chart.alternative])).toEqual([['risk-parts', 'Current: $1.18M; LTV: +$31.0K; Recommended: $1.22M']]);
    expect(buildAttributionSection({ ...result, attribution: { ...result.attribution, parameters: [] } }).blocks.some(({ kind }) => kind === 'figures')).toBe(false);
  });
});
