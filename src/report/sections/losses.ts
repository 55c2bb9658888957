/** What the simulated paths look like and what they cost. */
import type { DistributionSummary, RunResult } from '../../core/run-result.js';
import { buildHistogramChart, type HistogramMarker } from '../charts/histogram-chart.js';
import { buildPriceFanChart, describePriceFan } from '../charts/price-fan-chart.js';
import type { Chart, Figure, Section } from '../blocks.js';
import { formatCount, formatDuration, formatLevel, formatRatio, formatUsd, trimTickLabel } from '../format-numbers.js';

function findLastOccupied(counts: readonly number[]): number {
  return counts.reduce((last, count, bin) => (count > 0 ? bin : last), -1);
}

/** Share of paths in the lowest bin and the end of the highest occupied one, for both sets. */
export function describeDistribution({ edgesUsd, currentCounts, recommendedCounts }: DistributionSummary): string {
  const shareOf = (counts: readonly number[]): string => formatRatio((counts[0] ?? 0) / counts.reduce((sum, count) => sum + count, 0));
  const endOf = (counts: readonly number[]): string => formatUsd(edgesUsd[findLastOccupied(counts) + 1] ?? 0);
  return (
    `${shareOf(currentCounts)} of the paths under the current set and ${shareOf(recommendedCounts)} under the recommended one stay below ` +
    `${formatUsd(edgesUsd[1] ?? NaN)}; the worst paths lie below ${endOf(currentCounts)} and ${endOf(recommendedCounts)}.`
  );
}

/** VaR and ES of the recommended set, as far as the run computed them. */
export function listTailMarkers({ metrics }: Pick<RunResult, 'metrics'>, prefix: string): HistogramMarker[] {
  return Object.entries(metrics.recommended).flatMap(([key, { value, level, unit }]): HistogramMarker[] => {
    const measure = new RegExp(`^${prefix}(Var|Es)\\d`).exec(key)?.[1];
    return measure === undefined || level === null || unit !== 'usd' ? [] : [{ label: `${measure === 'Es' ? 'ES' : 'VaR'} ${formatLevel(level)}: ${formatUsd(value)}`, value }];
  });
}

/** Paths by one of their figures, both sets beside one another. */
export function buildLossChart(id: string, noun: string, summary: DistributionSummary, markers: readonly HistogramMarker[] = []): Chart {
  return buildHistogramChart({
    id,
    title: `${noun} per path`,
    alternative: `Paired bars: number of paths by ${noun.toLowerCase()}, current and recommended. ${describeDistribution(summary)}`,
    edges: summary.edgesUsd,
    current: summary.currentCounts,
    recommended: summary.recommendedCounts,
    xName: `${noun} (USD, lower edge of the bin)`,
    yName: 'Paths (count)',
    mayUseLogScale: true,
    formatBin: (low) => trimTickLabel(formatUsd(low)),
    formatHeight: formatCount,
    markers,
  });
}

export function buildLossesSection(result: RunResult): Section {
  const { paths, pictures } = result;
  const figures: Figure[] = [
    { chart: buildPriceFanChart(result), reading: describePriceFan(result) },
    { chart: buildLossChart('bad-debt', 'Bad debt', pictures.badDebt, listTailMarkers(result, 'badDebt')), reading: describeDistribution(pictures.badDebt) },
    { chart: buildLossChart('liquidated-debt', 'Liquidated debt', pictures.liquidatedDebt, listTailMarkers(result, 'liquidatedDebt')), reading: describeDistribution(pictures.liquidatedDebt) },
  ];
  return {
    id: 'losses',
    title: 'Simulated losses',
    blocks: [
      {
        kind: 'paragraph',
        text:
          `${formatCount(paths.total)} paths (${formatCount(paths.monteCarlo)} Monte Carlo, ${formatCount(paths.bootstrap)} from historical blocks) over ` +
          `${formatDuration(paths.horizonSeconds)} in steps of ${formatDuration(paths.stepSeconds)}; both parameter sets meet the same paths.`,
      },
      { kind: 'figures', figures },
    ],
  };
}
