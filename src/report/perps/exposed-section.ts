/** Whom a change of margin tiers would hit on its first day. */
import type { PerpRunResult } from '../../core/perp-run-result.js';
import { buildColumns, textCell, type Section } from '../blocks.js';
import { formatCount, formatHealthFactor, formatUsd } from '../format-numbers.js';

export function buildExposedSection({ newlyLiquidatable: { accounts, notionalUsd, top } }: Pick<PerpRunResult, 'newlyLiquidatable'>): Section {
  const sentence =
    accounts === 0
      ? 'No account becomes liquidatable by the change itself.'
      : `${formatCount(accounts)} ${accounts === 1 ? 'account becomes' : 'accounts become'} liquidatable by the change itself, with ${formatUsd(notionalUsd)} of positions.`;
  return {
    id: 'accounts',
    title: 'Whom the change hits',
    blocks: [
      { kind: 'paragraph', text: sentence },
      ...(top.length === 0
        ? []
        : [
            {
              kind: 'table' as const,
              caption: 'The largest by notional; addresses are shortened hashes. Margin health is equity over maintenance margin',
              columns: buildColumns('Account', '>Positions', '>Equity', '>Margin health before', '>Margin health after'),
              rows: top.map(({ unit, notionalUsd: unitUsd, equityUsd, marginHealthBefore, marginHealthAfter }) => [
                textCell(unit),
                textCell(formatUsd(unitUsd)),
                textCell(formatUsd(equityUsd)),
                textCell(formatHealthFactor(marginHealthBefore)),
                { text: formatHealthFactor(marginHealthAfter), tone: 'bad' as const },
              ]),
            },
          ]),
    ],
  };
}
