/** Whom the change would hit on its first day. */
import type { RunResult } from '../../core/run-result.js';
import { buildHistogramChart } from '../charts/histogram-chart.js';
import { buildColumns, textCell, type Block, type Section } from '../blocks.js';
import { formatCount, formatHealthFactor, formatSignificant, formatUsd } from '../format-numbers.js';

/** A health factor under which a fall of a tenth makes an account liquidatable. */
const NEAR_HEALTH_FACTOR = 1.1;

/** Sentence about how many accounts become liquidatable by the change alone. */
export function describeNewlyLiquidatable({ newlyLiquidatable: { accounts, debtUsd } }: RunResult): string {
  if (accounts === 0) return 'No account becomes liquidatable by the change itself.';
  const verb = accounts === 1 ? 'account becomes' : 'accounts become';
  return `${formatCount(accounts)} ${verb} liquidatable by the change itself, owing ${formatUsd(debtUsd)}.`;
}

function describeHealth({ edges, currentDebtUsd, recommendedDebtUsd }: RunResult['pictures']['health']): string {
  const near = edges.filter((edge) => edge <= NEAR_HEALTH_FACTOR + 1e-9).length - 1;
  const bins = Math.max(1, near);
  const sumOf = (debtsUsd: readonly number[]): string => formatUsd(debtsUsd.slice(0, bins).reduce((sum, debtUsd) => sum + debtUsd, 0));
  const edge = formatSignificant(edges[bins] ?? NaN);
  return `Debt with a health factor below ${edge}: ${sumOf(currentDebtUsd)} under the current set, ${sumOf(recommendedDebtUsd)} under the recommended one.`;
}

/** The largest of the accounts that the change exposes, as a table; no block when there are none. */
export function buildAccountsTable({ newlyLiquidatable: { top } }: RunResult): Block[] {
  if (top.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'The largest by debt; addresses are shortened hashes',
      columns: buildColumns('Account', '>Debt', '>Collateral', '>Health factor before', '>Health factor after'),
      rows: top.map(({ account, debtUsd, collateralUsd, healthFactorBefore, healthFactorAfter }) => [
        textCell(account),
        textCell(formatUsd(debtUsd)),
        textCell(formatUsd(collateralUsd)),
        textCell(formatHealthFactor(healthFactorBefore)),
        { text: formatHealthFactor(healthFactorAfter), ...(healthFactorAfter < 1 ? { tone: 'bad' as const } : {}) },
      ]),
    },
  ];
}

export function buildAccountsSection(result: RunResult): Section {
  const { health } = result.pictures;
  const reading = describeHealth(health);
  const chart = buildHistogramChart({
    id: 'health',
    title: 'Debt by health factor, before and after',
    alternative: `Paired bars of debt by health factor for the current and the recommended set. ${reading}`,
    edges: health.edges,
    current: health.currentDebtUsd,
    recommended: health.recommendedDebtUsd,
    xName: 'Health factor (ratio; below 1: liquidatable)',
    yName: 'Debt (USD)',
    mayUseLogScale: false,
    formatBin: (low, high) => `${formatSignificant(low, 3)}–${formatSignificant(high, 3)}`,
    formatHeight: formatUsd,
  });
  return {
    id: 'accounts',
    title: 'Accounts the change would hit',
    blocks: [
      { kind: 'paragraph', text: describeNewlyLiquidatable(result) },
      ...buildAccountsTable(result),
      { kind: 'figures', figures: [{ chart: { ...chart, span: 'full' }, reading }] },
    ],
  };
}
