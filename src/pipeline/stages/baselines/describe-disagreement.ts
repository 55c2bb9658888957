import type { ReserveParameters } from '../../../core/reserve-parameters.js';
import type { BaselineOutcome, ConstraintOutcome, MetricSet } from '../../../core/run-result.js';
import { listInWords } from '../../../report/words/list-in-words.js';

/** What each rule does not look at, which is why it can come out elsewhere. */
const BLIND_SPOTS: Readonly<Record<BaselineOutcome['rule'], string>> = {
  'smart-ltv': 'It sees volatility, liquidity and debt in all, not which accounts owe it, nor that each sale deepens the fall for the next.',
  'gauntlet-morpho': 'It walks one whale down one fall with full depth at every step; it asks neither how likely the fall is, nor what all other accounts sell into the same market.',
  'historical-var': 'It covers the falls of the past and sees no market at all: neither who must be sold, nor into what.',
};

/** Says where a rule and the cascade model part, in figures, and why. */
export function describeDisagreement(
  { rule, thresholdRatio, parameters, metrics, constraints }: Omit<BaselineOutcome, 'disagreement'>,
  recommended: ReserveParameters,
  ours: MetricSet,
): string {
  if (thresholdRatio === null || parameters === null || metrics === null) return `It finds no threshold that could be set. ${BLIND_SPOTS[rule]}`;
  const points = (parameters.liquidationThresholdBps - recommended.liquidationThresholdBps) / 100;
  const place = points === 0 ? 'It agrees on the threshold.' : `Its threshold lies ${Math.abs(points).toFixed(2)} points ${points > 0 ? 'above' : 'below'} the recommended one.`;
  const capped = Math.floor(thresholdRatio * 10_000) > parameters.liquidationThresholdBps ? ` The venue allows no more than ${(parameters.liquidationThresholdBps / 100).toFixed(2)} % beside this bonus.` : '';
  const broken = constraints.some(({ holds }) => !holds);
  const risk = `On the same paths bad debt has an ES 99 % of ${dollars(metrics, 'badDebtEs99Usd')} there against ${dollars(ours, 'badDebtEs99Usd')}, at a borrowing power of ${dollars(metrics, 'borrowingPowerUsd')} against ${dollars(ours, 'borrowingPowerUsd')}`;
  return `${place}${capped} ${risk}, ${describeBroken(constraints)}${points === 0 && !broken ? '' : ` ${BLIND_SPOTS[rule]}`}`;
}

/** `and every constraint holds.`, or which are broken. */
export function describeBroken(constraints: readonly ConstraintOutcome[]): string {
  const broken = constraints.filter(({ holds }) => !holds).map(({ text }) => `\`${text}\``);
  return broken.length === 0 ? 'and every constraint holds.' : `and breaks ${listInWords(broken)}.`;
}

/** A metric in whole dollars. */
export function dollars(metrics: MetricSet, name: string): string {
  return `$${Math.round(metrics[name]!.value).toLocaleString('en-US')}`;
}
