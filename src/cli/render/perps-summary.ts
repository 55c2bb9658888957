import type { ChalkInstance } from 'chalk';
import type { MarginUnitView, PerpPositionView, PerpsView } from '../../pipeline/account/inspect-perps.js';
import { formatHealthFactor, formatRatio } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

/** Says how each margin unit of a perps account stands: health, positions with their prices, then what the venue would close. */
export function renderPerps({ units, valueUnit }: PerpsView, chalk: ChalkInstance): string[] {
  if (units.length === 0) return ['Neither collateral nor positions.'];
  return units.flatMap((unit) => [...renderUnit(unit, valueUnit, chalk), '']);
}

function renderUnit({ mode, collateralUsd, health, positions, liquidation }: MarginUnitView, valueUnit: string, chalk: ChalkInstance): string[] {
  const name = mode === 'cross' ? 'Cross margin' : `Isolated ${positions[0]!.market}`;
  const verdict = health.isLiquidatable ? chalk.red('liquidatable') : chalk.green('safe');
  const rows: TextCell[][] = [
    ['Collateral', collateralUsd],
    ['Equity', health.equityUsd],
    ['Maintenance margin', health.maintenanceMarginUsd],
    ['Initial margin', health.initialMarginUsd],
    ['Notional', health.notionalUsd],
  ].map(([label, value]) => [{ text: `${label} (${valueUnit})` }, { text: show(value as number) }]);
  const lines = [`${name}: health ${formatHealthFactor(health.healthRatio ?? Infinity)}, ${verdict}`, ...layOutTable(rows)];
  lines.push(...positions.flatMap((position) => renderPosition(position)));
  if (!liquidation) return lines;
  const { closes, deficitUsd, healthAfter } = liquidation;
  lines.push(...closes.map(({ market, deltaBase, feeUsd }, index) => `${index === 0 ? 'First' : 'Then'} ${show(Math.abs(deltaBase))} ${market} is closed, fee ${show(feeUsd)} ${valueUnit}`));
  if (deficitUsd > 0) lines.push(chalk.red(`  missing: ${show(deficitUsd)} ${valueUnit}, for the backstop to pay`));
  lines.push(`  left: equity ${show(healthAfter.equityUsd)} ${valueUnit}, health ${formatHealthFactor(healthAfter.healthRatio ?? Infinity)}`);
  return lines;
}

function renderPosition({ market, side, sizeBase, priceUsd, unrealisedPnlUsd, tier, liquidatable, liquidationPriceUsd, bankruptcyPriceUsd, adl }: PerpPositionView): string[] {
  const reach = {
    below: `liquidatable when it falls to ${show(liquidationPriceUsd ?? 0)}`,
    above: `liquidatable when it rises to ${show(liquidationPriceUsd ?? 0)}`,
    any: 'liquidatable at every price',
    none: 'liquidatable at no price',
  }[liquidatable];
  const place = adl === null ? [] : [`  deleveraging (${adl.rule}): profit ${formatRatio(adl.profitRatio)}, leverage ${adl.leverage === null ? '∞' : show(adl.leverage)}${adl.score === null ? '' : `, score ${show(adl.score)}`}`];
  return [
    `${side === 'long' ? 'Long' : 'Short'} ${show(sizeBase)} ${market} at ${show(priceUsd)}, profit ${show(unrealisedPnlUsd)}; tier ${tier.number} of ${tier.count}, maintenance ${formatRatio(tier.maintenanceRate)}`,
    `  ${reach}; bankrupt at ${show(bankruptcyPriceUsd)}`,
    ...place,
  ];
}

/** Up to 6 decimals, enough to read; `--json` has every digit. */
function show(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}
