/**
 * What runs in a reader's browser: puts interactive charts in the place of the drawings, from the result that the page carries.
 *
 * The charts are those of the drawings, built by the same code; without this script, or on paper, the drawings stay.
 */
import type { PerpRunResult } from '../../core/perp-run-result.js';
import type { RunResult } from '../../core/run-result.js';
import type { Chart } from '../blocks.js';
import { buildPerpSections } from '../perps/perp-sections.js';
import { buildSections } from '../sections/build-sections.js';
import { createLiveChart, type LiveChart } from './live-chart.js';

/** Charts this far below the fold are made before they are scrolled to. */
const AHEAD = '400px';

function readCharts(): Map<string, Chart> {
  const result = JSON.parse(document.getElementById('result')!.textContent!) as RunResult | PerpRunResult;
  const sections = 'kind' in result ? buildPerpSections(result) : buildSections(result);
  const blocks = sections.flatMap((section) => section.blocks);
  return new Map(blocks.flatMap((block) => (block.kind === 'figures' ? block.figures.map(({ chart }): [string, Chart] => [chart.id, chart]) : [])));
}

function start(): void {
  const charts = readCharts();
  const live = new Map<Element, LiveChart>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const chart = charts.get((target as HTMLElement).dataset['chart']!);
        if (!isIntersecting || chart === undefined || live.has(target)) continue;
        live.set(target, createLiveChart(target as HTMLElement, chart));
      }
    },
    { rootMargin: AHEAD },
  );
  document.querySelectorAll('.drawing[data-chart]').forEach((frame) => observer.observe(frame));
  const redraw = (): void => live.forEach((chart) => chart.draw());
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  let width = innerWidth;
  addEventListener('resize', () => {
    // A phone's address bar changes the height alone, again and again.
    if (innerWidth === width) return;
    width = innerWidth;
    redraw();
  });
}

start();
