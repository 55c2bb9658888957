/** Words for the parameters of a reserve and for the decision about them. */
import { assertInvariant } from '../../core/assert.js';
import type { PenaltyShapeParameters, ReserveParameters, SearchedParameters } from '../../core/reserve-parameters.js';
import type { RunResult } from '../../core/run-result.js';
import { formatBps, formatBpsDifference, formatUsd } from '../format-numbers.js';
import { listInWords } from './list-in-words.js';

export type ParameterKey = keyof ReserveParameters;

/** One searched number, in force and recommended. */
export interface ParameterChange {
  /** The parameter by the venue's name: `ltvBps`; `penalty.minimumShareBps` of the penalty's shape. */
  readonly key: string;
  /** The reserve it is of; `null` of the penalty's shape, which all reserves share. */
  readonly asset: string | null;
  /** `LTV`, or `WETH LTV` of a further reserve. */
  readonly name: string;
  /** In basis points, or in the unit that ends the key. */
  readonly fromBps: number;
  readonly toBps: number;
}

/** Parameter names in the order in which every table lists them. */
export const PARAMETER_NAMES: Readonly<Record<ParameterKey, string>> = {
  ltvBps: 'LTV',
  liquidationThresholdBps: 'Liquidation threshold',
  liquidationBonusBps: 'Liquidation bonus',
};

const SHAPE_NAMES: Readonly<Record<keyof PenaltyShapeParameters, string>> = {
  minimumShareBps: 'Least share of the bonus',
  healthForMaxBps: 'Health factor for the whole bonus',
  sizeForMaxUsd: 'Repayment for the whole bonus',
};

/** A parameter's name for people, with the reserve where it is a further one (`WETH.ltvBps`: WETH LTV); what is not known keeps its own. */
export function nameParameter(name: string): string {
  const at = name.lastIndexOf('.');
  const [prefix, key] = [name.slice(0, Math.max(0, at)), name.slice(at + 1)];
  if (prefix === 'penalty') return SHAPE_NAMES[key as keyof PenaltyShapeParameters] ?? name;
  const known = PARAMETER_NAMES[key as ParameterKey];
  if (known === undefined) return name;
  return prefix === '' ? known : `${prefix} ${lowerParameter(known)}`;
}

/** A parameter's name inside a sentence: `LTV`, `liquidation threshold`. */
export function lowerParameter(words: string): string {
  return /^[A-Z][a-z]/.test(words) ? words[0]!.toLowerCase() + words.slice(1) : words;
}

/** A value of the parameter of this name: percent of basis points, dollars of a size, the plain number of a health factor. */
export function formatParameter(name: string, value: number): string {
  if (name.endsWith('Usd')) return formatUsd(value);
  return name.endsWith('healthForMaxBps') ? (value / 10_000).toFixed(4) : formatBps(value);
}

/** A difference of two values of the parameter of this name, with its sign. */
export function formatParameterDifference(name: string, difference: number): string {
  if (name.endsWith('Bps') && !name.endsWith('healthForMaxBps')) return formatBpsDifference(difference);
  return `${difference > 0 ? '+' : '−'}${formatParameter(name, Math.abs(difference))}`;
}

/** The sets of a result, with the reserve under study. */
export interface ParameterSets {
  readonly asset: string;
  readonly current: SearchedParameters;
  readonly recommended: SearchedParameters;
}

/** Every searched parameter with its current and recommended value in basis points, changed or not. */
export function listParameters({ asset, current, recommended }: ParameterSets): ParameterChange[] {
  const ofReserve = (of: string, prefix: string, before: ReserveParameters, after: ReserveParameters): ParameterChange[] =>
    (Object.keys(PARAMETER_NAMES) as ParameterKey[]).map((key) => ({ key, asset: of, name: nameParameter(prefix + key), fromBps: before[key], toBps: after[key] }));
  const further = Object.entries(current.furtherReserves ?? {}).flatMap(([of, before]) => ofReserve(of, `${of}.`, before, recommended.furtherReserves?.[of] ?? before));
  const shape = Object.entries(current.penaltyShape ?? {}).map(([key, value]: [string, number]): ParameterChange => {
    const after = recommended.penaltyShape?.[key as keyof PenaltyShapeParameters] ?? value;
    return { key: `penalty.${key}`, asset: null, name: nameParameter(`penalty.${key}`), fromBps: value, toBps: after };
  });
  return [...ofReserve(asset, '', current, recommended), ...further, ...shape];
}

/**
 * The parameters that the recommendation changes; empty exactly when the decision is `keep`.
 *
 * @throws InternalError when the decision and the recommended values contradict each other
 */
export function listChanges(result: RunResult): ParameterChange[] {
  const changes = listParameters(result).filter(({ fromBps, toBps }) => fromBps !== toBps);
  const { decision } = result.recommended;
  assertInvariant(
    (decision === 'change') === changes.length > 0,
    `the decision is '${decision}' but ${changes.length} recommended parameters differ from the current ones`,
  );
  return changes;
}

/** `LTV 72.00 % / threshold 83.00 % / bonus 7.00 %`, and the further reserves and the penalty's shape of a set that holds them. */
export function describeParameters({ furtherReserves = {}, penaltyShape, ...parameters }: SearchedParameters): string {
  return [
    describeReserve(parameters),
    ...Object.entries(furtherReserves).map(([asset, further]) => `${asset} ${describeReserve(further)}`),
    ...(penaltyShape ? [describeShape(penaltyShape)] : []),
  ].join('; ');
}

function describeReserve({ ltvBps, liquidationThresholdBps, liquidationBonusBps }: ReserveParameters): string {
  return `LTV ${formatBps(ltvBps)} / threshold ${formatBps(liquidationThresholdBps)} / bonus ${formatBps(liquidationBonusBps)}`;
}

function describeShape({ minimumShareBps, healthForMaxBps, sizeForMaxUsd }: PenaltyShapeParameters): string {
  const whole = healthForMaxBps === undefined ? (sizeForMaxUsd === undefined ? '' : ` at ${formatUsd(sizeForMaxUsd)}`) : ` at health ${(healthForMaxBps / 10_000).toFixed(4)}`;
  return `penalty from ${formatBps(minimumShareBps)} of the bonus to all of it${whole}`;
}

/** The answer as a headline: what to change from what to what, or to keep what is in force. */
export function describeDecision(result: RunResult): string {
  const changes = listChanges(result);
  const further = Object.keys(result.current.furtherReserves ?? {});
  if (changes.length === 0) return `Keep the current ${listInWords([result.asset, ...further])} parameters`;
  const parts = changes.map(({ key, asset, name, fromBps, toBps }) => {
    return `${asset === null ? 'liquidation penalty’s ' : ''}${lowerParameter(name)} from ${formatParameter(key, fromBps)} to ${formatParameter(key, toBps)}`;
  });
  const subject = changes[0]!.asset === result.asset ? `${result.asset} ` : '';
  return `Change the ${subject}${listInWords(parts)}`;
}
