/** Whom a change of margin tiers would hit on its first day. */
import type { MarginHealthHistogram, PerpRunResult } from '../../core/perp-run-result.js';
import { buildColumns, textCell, type Block, type Figure, type Section } from '../blocks.js';
import { buildHistogramChart } from '../charts/histogram-chart.js';
import { formatCount, formatHealthFactor, formatSignificant, formatUsd } from '../format-numbers.js';

/** A margin health under which a move of a few percent against a position makes it liquidatable. */
const NEAR_HEALTH = 1.5;

export function buildExposedSection(result: Pick<PerpRunResult, 'newlyLiquidatable' | 'pictures'>): Section {
  const { accounts, notionalUsd, top } = result.newlyLiquidatable;
  const sentence =
    accounts === 0
      ? 'No account becomes liquidatable by the change itself.'
      : `${formatCount(accounts)} ${accounts === 1 ? 'account becomes' : 'accounts become'} liquidatable by the change itself, with ${formatUsd(notionalUsd)} of positions.`;
  return {
    id: 'accounts',
    title: 'Whom the change hits',
    blocks: [{ kind: 'paragraph', text: sentence }, ...(top.length === 0 ? [] : [buildTopTable(top)]), { kind: 'figures', figures: [buildHealthFigure(result.pictures.marginHealth)] }],
  };
}

function buildTopTable(top: PerpRunResult['newlyLiquidatable']['top']): Block {
  return {
    kind: 'table',
    caption: 'The largest by notional; addresses are shortened hashes. Margin health is equity over maintenance margin',
    columns: buildColumns('Account', '>Positions', '>Equity', '>Margin health before', '>Margin health after'),
    rows: top.map(({ unit, notionalUsd, equityUsd, marginHealthBefore, marginHealthAfter }) => [
      textCell(unit),
      textCell(formatUsd(notionalUsd)),
      textCell(formatUsd(equityUsd)),
      textCell(formatHealthFactor(marginHealthBefore)),
      { text: formatHealthFactor(marginHealthAfter), tone: 'bad' as const },
    ]),
  };
}

function buildHealthFigure({ edges, currentNotionalUsd, recommendedNotionalUsd }: MarginHealthHistogram): Figure {
  const bins = edges.filter((edge) => edge < NEAR_HEALTH).length;
  const sumOf = (notionalUsd: readonly number[]): string => formatUsd(notionalUsd.slice(0, bins).reduce((sum, value) => sum + value, 0));
  const reading = `Positions with a margin health below ${formatSignificant(edges[bins] ?? NaN)}: ${sumOf(currentNotionalUsd)} under the current table, ${sumOf(recommendedNotionalUsd)} under the recommended one, what traders add there included.`;
  const chart = buildHistogramChart({
    id: 'margin-health',
    title: 'Positions by margin health, before and after',
    alternative: `Paired bars of notional by margin health for the current and the recommended table. ${reading}`,
    edges,
    current: currentNotionalUsd,
    recommended: recommendedNotionalUsd,
    xName: 'Margin health (equity over maintenance margin; below 1: liquidatable)',
    yName: 'Positions (USD)',
    mayUseLogScale: false,
    formatBin: (low, high) => `${formatSignificant(low, 3)}–${formatSignificant(high, 3)}`,
    formatHeight: formatUsd,
  });
  return { chart: { ...chart, span: 'full' }, reading };
}
