import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { renderTextPlot } from '../../../../src/cli/render/text-plot.js';
import type { Plot, PlotPoint } from '../../../../src/report/plots/plot.js';
import { fuzzParameters } from '../../../support/fuzz.js';

function plotOf(points: readonly PlotPoint[], kind: 'line' | 'points' = 'points', scale: 'linear' | 'log' = 'linear'): Plot {
  return { id: 'plot', title: 'A plot', x: { name: 'x', scale }, y: { name: 'y', scale }, series: [{ name: 'series', kind, points }] };
}

/** Rows of the canvas alone, without labels. */
function readCanvas(lines: readonly string[]): string[] {
  return lines.slice(1, -1).map((line) => line.slice(line.indexOf('┤') + 1));
}

describe('a plot in dots', () => {
  test('a rising line goes from the lower left corner to the upper right one', () => {
    const canvas = readCanvas(renderTextPlot(plotOf([[0, 0], [1, 1]], 'line'), 80));
    expect(canvas.at(-1)!.startsWith('⣀') || canvas.at(-1)!.startsWith('⡠') || canvas.at(-1)!.startsWith('⡀')).toBe(true);
    expect(canvas[0]!.trimStart().length).toBeLessThan(canvas[0]!.length / 2);
    expect(canvas.every((line) => line.trim() !== '')).toBe(true);
  });

  test('the ends of both axes are told: 1 to 100 across, 10 to 1,000 up, on log scales', () => {
    const lines = renderTextPlot(plotOf([[1, 10], [10, 100], [100, 1000]], 'line', 'log'), 80);
    expect(lines[0]).toBe('A plot  (y, log over x, log)');
    expect(lines[1]).toMatch(/^1,000 ┤/);
    expect(lines.at(-2)).toMatch(/^ +10 ┤/);
    expect(lines.at(-1)).toMatch(/^ +1 +100$/);
    // Powers of ten lie on a straight line: as many rows are touched as there are.
    expect(readCanvas(lines).every((line) => line.trim() !== '')).toBe(true);
  });

  test('what cannot be drawn is left out: nothing at all gives no lines, one value a dot in the middle', () => {
    expect(renderTextPlot(plotOf([[NaN, 1], [1, Infinity]]), 80)).toEqual([]);
    expect(renderTextPlot(plotOf([[-1, 5], [0, 5]], 'points', 'log'), 80)).toEqual([]);
    expect(readCanvas(renderTextPlot(plotOf([[3, 7]]), 80)).filter((line) => line.trim() !== '')).toHaveLength(1);
  });

  test('any points, any width: no line is wider than the terminal, and the canvas has ten rows', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 40 }), fc.integer({ min: 50, max: 200 }), fc.constantFrom('line' as const, 'points' as const), (points, columns, kind) => {
        const lines = renderTextPlot(plotOf(points, kind), columns);
        expect(readCanvas(lines)).toHaveLength(10);
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
      }),
      fuzzParameters(200),
    );
  });
});
