import type { MarginTable, TableOutcome, TierBaseline } from '../../../core/perp-run-result.js';
import type { MetricSet } from '../../../core/run-result.js';
import { formatCounted, formatUsd } from '../../../report/format-numbers.js';
import { describeTable } from '../../../report/words/margin-tables.js';
import { describeBroken, dollars } from '../../stages/baselines/describe-disagreement.js';
import { writeMarginTable } from '../margin-tables.js';
import { leverageAt } from '../tier-numbers.js';
import type { TierRuleAnswer } from './ask-tier-rules.js';

/** What each rule does not look at, which is why it can come out elsewhere. */
const BLIND_SPOTS: Readonly<Record<TierBaseline['rule'], string>> = {
  'historical-var': 'It asks one position of each size to survive the past hours of the worst market; it sees neither who holds how much and with what to spare, nor that each close moves the price for the next, nor the fund behind it.',
  'published-tables': 'They were made for other books and depths, with floors far above these positions, and say nothing of how this book would fall.',
};

/** Says how a rule comes to its table, where it and the cascade model part, in figures, and why. */
export function describeTierDisagreement({ rule, basis }: Pick<TierRuleAnswer, 'rule' | 'basis'>, outcome: TableOutcome | null, recommended: MarginTable, ours: MetricSet): string {
  if (outcome === null) return `It has no answer on these markets. ${basis} ${BLIND_SPOTS[rule]}`;
  const { table, metrics, constraints, newlyLiquidatableAccounts, newlyLiquidatableNotionalUsd } = outcome;
  const isSame = writeMarginTable(table) === writeMarginTable(recommended);
  const place = isSame ? 'It agrees on the table.' : `It sets ${describeTable(table)}: ${compareTables(table, recommended)}.`;
  const risk = `On the same paths deficits have an ES 99 % of ${dollars(metrics, 'deficitEs99Usd')} there against ${dollars(ours, 'deficitEs99Usd')}, at a leverage of ${leverage(metrics)} against ${leverage(ours)}`;
  const hit = newlyLiquidatableAccounts === 0 ? '' : `, the change itself makes ${formatCounted(newlyLiquidatableAccounts, 'account')} with ${formatUsd(newlyLiquidatableNotionalUsd)} of positions liquidatable`;
  const agrees = isSame && constraints.every(({ holds }) => holds);
  return `${basis} ${place} ${risk}${hit}, ${describeBroken(constraints)}${agrees ? '' : ` ${BLIND_SPOTS[rule]}`}`;
}

/** Tighter, looser or both, from a notional on. */
function compareTables(table: MarginTable, recommended: MarginTable): string {
  const floors = [...new Set([...table, ...recommended].map(({ floorUsd }) => floorUsd))].sort((a, b) => a - b);
  const differences = floors.map((floorUsd) => Math.sign(leverageAt(table, floorUsd) - leverageAt(recommended, floorUsd)));
  const [tighter, looser] = [differences.includes(-1), differences.includes(1)];
  if (tighter && looser) return 'tighter than the recommended table for some sizes and looser for others';
  return `${tighter ? 'tighter' : 'looser'} than the recommended table${differences.includes(0) ? ' for some sizes' : ''}`;
}

function leverage(metrics: MetricSet): string {
  return `${metrics['maxLeverageMultiple']!.value.toFixed(1)}×`;
}
