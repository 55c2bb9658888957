import type { ChalkInstance } from 'chalk';
import type { BaselineReply } from '../../pipeline/baseline.js';
import { formatRatio, formatSignificant, formatUsd } from '../../report/format-numbers.js';
import { layOutTable, type TextCell } from './text-table.js';

const NAMES: Readonly<Record<BaselineReply['rule'], string>> = {
  'smart-ltv': 'SmartLTV',
  'gauntlet-morpho': 'Gauntlet × Morpho rule',
  'historical-var': 'Historical value-at-risk haircut',
};

/** Lays a baseline's answer out for a terminal: the number first, then what went in and came out on the way. */
export function renderBaseline({ rule, ltv, inputs, details, badDebtByLltv }: BaselineReply, columns: number, chalk: ChalkInstance): string {
  const rows = Object.entries({ ...inputs, ...details }).map(([name, value]): TextCell[] => [{ text: nameInWords(name) }, { text: describeValue(name, value) }]);
  const answer = ltv === null ? chalk.yellow('no LTV leaves the venue without bad debt') : chalk.green(`LTV ${formatRatio(ltv)}`);
  const table =
    badDebtByLltv.length === 0
      ? []
      : ['', ...layOutTable([['LLTV', 'incentive', 'bad debt'].map((text) => ({ text, paint: chalk.underline })), ...badDebtByLltv.map(({ lltv, liquidationIncentive, badDebtUsd }): TextCell[] => [{ text: lltv.toFixed(2) }, { text: formatRatio(liquidationIncentive) }, { text: formatUsd(badDebtUsd) }])], columns)];
  return ['', `${chalk.bold(NAMES[rule])}: ${answer}`, '', ...layOutTable(rows, columns), ...table, ''].join('\n');
}

function describeValue(name: string, value: number | string): string {
  if (typeof value === 'string') return value;
  return name.endsWith('Usd') ? value.toLocaleString('en-US', { maximumFractionDigits: 2 }) : formatSignificant(value, 6);
}

/** `maxDrawdownRatio` → `max drawdown ratio`. */
function nameInWords(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/ usd$/, ' (USD)');
}
