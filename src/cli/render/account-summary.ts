import type { ChalkInstance } from 'chalk';
import type { AccountReply, AccountView } from '../../pipeline/account.js';
import type { AmountText, LendingView, LiquidationView } from '../../pipeline/account/inspect-lending.js';
import { formatHealthFactor, formatRatio } from '../../report/format-numbers.js';
import { renderPerps } from './perps-summary.js';
import { layOutTable, type TextCell } from './text-table.js';

/** Says how an account stands: health first, then liquidation prices, then what a liquidator could take and what would be left. */
export function renderAccountSummary({ account, current, proposed }: AccountReply, columns: number, chalk: ChalkInstance): string {
  const lines = ['', `${chalk.bold(account)} ${chalk.dim(`(${current.venue})`)}`, '', ...renderView(current, columns, chalk)];
  if (proposed) lines.push('', chalk.bold('With the parameters to try'), '', ...renderView(proposed, columns, chalk));
  return [...lines, ''].join('\n');
}

function renderView(view: AccountView, columns: number, chalk: ChalkInstance): string[] {
  return view.kind === 'perps' ? renderPerps(view, columns, chalk) : renderLending(view, columns, chalk);
}

function renderLending(view: LendingView, columns: number, chalk: ChalkInstance): string[] {
  return [...renderHealth(view, columns, chalk), '', ...renderPrices(view, columns, chalk), '', ...view.liquidations.flatMap((liquidation) => renderLiquidation(liquidation, view, chalk))];
}

function renderHealth({ health, positions, valueUnit }: LendingView, columns: number, chalk: ChalkInstance): string[] {
  const verdict = health.isLiquidatable ? chalk.red('liquidatable') : chalk.green('safe');
  const healthFactor = formatHealthFactor(health.healthFactor === null ? Infinity : Number(health.healthFactor));
  const rows: TextCell[][] = [
    ...positions.map(({ asset, side, amount }): TextCell[] => [{ text: `${side === 'debt' ? 'Owes' : 'Holds'} ${asset}` }, { text: round(amount) }]),
    [{ text: `Collateral (${valueUnit})` }, { text: round(health.collateral) }],
    [{ text: `Debt (${valueUnit})` }, { text: round(health.debt) }],
    [{ text: 'Debt at which borrowing stops' }, { text: round(health.borrowLimit) }],
    [{ text: 'Debt at which it is liquidatable' }, { text: round(health.liquidationLimit) }],
    ...(Number(health.badDebt) > 0 ? [[{ text: 'Debt beyond the collateral' }, { text: round(health.badDebt), paint: chalk.red }]] : []),
  ];
  return [`Health factor ${healthFactor}, ${verdict}`, ...layOutTable(rows, columns)];
}

function renderPrices({ liquidationPrices, valueUnit }: LendingView, columns: number, chalk: ChalkInstance): string[] {
  if (liquidationPrices.length === 0) return ['No price of a single asset changes whether it is liquidatable.'];
  const header = ['Liquidatable when', `price (${valueUnit})`, 'now', 'away'].map((text) => ({ text, paint: chalk.underline }));
  const rows = liquidationPrices.map(({ asset, side, price, presentPrice, distanceRatio }): TextCell[] => [
    { text: `${asset} ${side === 'below' ? 'falls to' : 'rises to'}` },
    { text: round(price) },
    { text: round(presentPrice) },
    { text: formatRatio(distanceRatio) },
  ]);
  return layOutTable([header, ...rows], columns);
}

function renderLiquidation(liquidation: LiquidationView, { valueUnit }: LendingView, chalk: ChalkInstance): string[] {
  const { repaid, seized, protocolFee, writtenOff, healthAfter, paidBy } = liquidation;
  const after = healthAfter.healthFactor === null ? 'no debt' : `health factor ${formatHealthFactor(Number(healthAfter.healthFactor))}, debt ${round(healthAfter.debt)} ${valueUnit}`;
  return [
    `${paidBy === 'reserves' ? "The venue's reserves repay" : 'A liquidator repays at most'} ${list(repaid)} and takes ${list(seized)}`,
    ...(protocolFee.length > 0 ? [`  to the treasury: ${list(protocolFee)}`] : []),
    ...(writtenOff.length > 0 ? [chalk.red(`  written off: ${list(writtenOff)}`)] : []),
    `  left: collateral ${round(healthAfter.collateral)} ${valueUnit}, ${after}`,
  ];
}

function list(amounts: readonly AmountText[]): string {
  return amounts.map(({ asset, amount }) => `${round(amount)} ${asset}`).join(', ') || 'nothing';
}

/** Up to 6 decimals, enough to read; `--json` has every digit. */
function round(text: string): string {
  const [whole = '0', fraction = ''] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const kept = fraction.slice(0, 6).replace(/0+$/, '');
  return kept ? `${grouped}.${kept}` : grouped;
}
