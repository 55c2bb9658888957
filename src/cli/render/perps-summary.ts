import type { ChalkInstance } from 'chalk';
import type { MarginUnitView, PerpPositionView, PerpsView } from '../../pipeline/account/inspect-perps.js';
import type { AdlView } from '../../pipeline/account/view-adl.js';
import { formatHealthFactor, formatRatio } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

/** Says how each margin unit of a perps account stands: health, positions with their prices, then what the venue would close. */
export function renderPerps({ units, valueUnit }: PerpsView, columns: number, chalk: ChalkInstance): string[] {
  if (units.length === 0) return ['Neither collateral nor positions.'];
  return units.flatMap((unit) => [...renderUnit(unit, valueUnit, columns, chalk), '']);
}

function renderUnit({ mode, collateralUsd, health, positions, liquidation }: MarginUnitView, valueUnit: string, columns: number, chalk: ChalkInstance): string[] {
  const name = mode === 'cross' ? 'Cross margin' : `Isolated ${positions[0]!.market}`;
  const verdict = health.isLiquidatable ? chalk.red('liquidatable') : chalk.green('safe');
  const rows: TextCell[][] = [
    ['Collateral', collateralUsd],
    ['Equity', health.equityUsd],
    ['Maintenance margin', health.maintenanceMarginUsd],
    ['Initial margin', health.initialMarginUsd],
    ['Notional', health.notionalUsd],
  ].map(([label, value]) => [{ text: `${label} (${valueUnit})` }, { text: show(value!) }]);
  const lines = [`${name}: health ${formatHealthFactor(Number(health.healthRatio ?? Infinity))}, ${verdict}`, ...layOutTable(rows, columns)];
  lines.push(...positions.flatMap((position) => renderPosition(position)));
  if (!liquidation) return lines;
  const { closes, deficitUsd, healthAfter } = liquidation;
  lines.push(...closes.map(({ market, deltaBase, feeUsd }, index) => `${index === 0 ? 'First' : 'Then'} ${show(deltaBase.replace('-', ''))} ${market} is closed, fee ${show(feeUsd)} ${valueUnit}`));
  if (Number(deficitUsd) > 0) lines.push(chalk.red(`  missing: ${show(deficitUsd)} ${valueUnit}, for the backstop to pay`));
  lines.push(`  left: equity ${show(healthAfter.equityUsd)} ${valueUnit}, health ${formatHealthFactor(Number(healthAfter.healthRatio ?? Infinity))}`);
  return lines;
}

function renderPosition({ market, side, sizeBase, priceUsd, unrealisedPnlUsd, tier, liquidatable, liquidationPriceUsd, bankruptcyPriceUsd, adl }: PerpPositionView): string[] {
  const reach = {
    below: `liquidatable when it falls to ${show(liquidationPriceUsd ?? '0')}`,
    above: `liquidatable when it rises to ${show(liquidationPriceUsd ?? '0')}`,
    any: 'liquidatable at every price',
    none: 'liquidatable at no price',
  }[liquidatable];
  const place = adl === null ? [] : [`  deleveraging (${adl.rule}): ${describeAdl(adl)}`];
  return [
    `${side === 'long' ? 'Long' : 'Short'} ${show(sizeBase)} ${market} at ${show(priceUsd)}, profit ${show(unrealisedPnlUsd)}; tier ${tier.number} of ${tier.count}, maintenance ${formatRatio(Number(tier.maintenanceRate))}`,
    `  ${reach}; bankrupt at ${show(bankruptcyPriceUsd)}`,
    ...place,
  ];
}

function describeAdl({ rank, profitRatio, leverage, score }: AdlView): string {
  const parts = [`profit ${formatRatio(Number(profitRatio))}`, `leverage ${leverage === null ? '∞' : show(leverage)}`];
  if (score !== null) parts.push(`score ${show(score)}`);
  if (rank !== null) parts.unshift(`place ${rank.place} of ${rank.of}`);
  return parts.join(', ');
}

/** Up to 6 decimals, enough to read; `--json` has every digit. */
function show(text: string): string {
  return Number(text).toLocaleString('en-US', { maximumFractionDigits: 6 });
}
