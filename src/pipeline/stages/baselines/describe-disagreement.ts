import type { ReserveParameters, SearchedParameters } from '../../../core/reserve-parameters.js';
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
  { rule, thresholdRatio, further = {}, parameters, metrics, constraints }: Omit<BaselineOutcome, 'disagreement'>,
  recommended: SearchedParameters,
  ours: MetricSet,
): string {
  if (parameters === null || metrics === null) return `It finds no threshold that could be set. ${BLIND_SPOTS[rule]}`;
  const places = [
    comparePlace('', thresholdRatio, parameters, recommended),
    ...Object.entries(further).map(([asset, answer]) => comparePlace(`${asset}: `, answer.thresholdRatio, parameters.furtherReserves![asset]!, recommended.furtherReserves![asset]!)),
  ];
  const risk = `On the same paths bad debt has an ES 99 % of ${dollars(metrics, 'badDebtEs99Usd')} there against ${dollars(ours, 'badDebtEs99Usd')}, at a borrowing power of ${dollars(metrics, 'borrowingPowerUsd')} against ${dollars(ours, 'borrowingPowerUsd')}`;
  const agrees = places.every(({ isEqual }) => isEqual) && constraints.every(({ holds }) => holds);
  return `${places.map(({ text }) => text).join(' ')} ${risk}, ${describeBroken(constraints)}${agrees ? '' : ` ${BLIND_SPOTS[rule]}`}`;
}

/** Where the rule's threshold of one reserve lies beside the recommended one; `prefix` names the reserve. */
function comparePlace(prefix: string, thresholdRatio: number | null, parameters: ReserveParameters, recommended: ReserveParameters): { readonly text: string; readonly isEqual: boolean } {
  const { liquidationThresholdBps: thresholdBps } = parameters;
  const points = (thresholdBps - recommended.liquidationThresholdBps) / 100;
  if (thresholdRatio === null) return { text: `${prefix}it finds no threshold, and what is in force stays.`, isEqual: points === 0 };
  const place = points === 0 ? 'It agrees on the threshold.' : `Its threshold lies ${Math.abs(points).toFixed(2)} points ${points > 0 ? 'above' : 'below'} the recommended one.`;
  const capped = Math.floor(thresholdRatio * 10_000) > thresholdBps ? ` The venue allows no more than ${(thresholdBps / 100).toFixed(2)} % beside this bonus.` : '';
  return { text: `${prefix}${prefix === '' ? place : place[0]!.toLowerCase() + place.slice(1)}${capped}`, isEqual: points === 0 };
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
