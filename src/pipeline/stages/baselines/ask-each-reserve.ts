import type { ReserveParameters, SearchedParameters } from '../../../core/reserve-parameters.js';
import type { SharedJob } from '../../../simulation/chunk.js';
import type { RunInputs } from '../../inputs.js';
import { askRules, toSettable, type RuleAnswer } from './ask-rules.js';
import { measureBaselineInputs } from './baseline-inputs.js';

/** What a rule says of every searched reserve, and the set that it would put in force. */
export interface RuleSet extends RuleAnswer {
  /** Of the further reserves, by asset; left out where one is searched alone. */
  readonly further?: Readonly<Record<string, Pick<RuleAnswer, 'thresholdRatio' | 'inputs'>>>;
  /** Its thresholds on every searched reserve at once; a reserve without one that can be set stays as it is. `null` when none has one. */
  readonly parameters: SearchedParameters | null;
}

/** Asks every rule about every searched reserve, on the run's own data. A penalty's shape stays as it is: no rule knows of one. */
export function askForEachReserve(inputs: RunInputs, shared: SharedJob): RuleSet[] {
  const { current, scenario } = shared;
  const ask = (asset: string, { liquidationBonusBps }: ReserveParameters): RuleAnswer[] =>
    askRules(measureBaselineInputs(inputs, shared, asset), liquidationBonusBps, scenario.liquidators.capacityUsdPerStep);
  const further = Object.entries(current.furtherReserves ?? {}).map(([asset, parameters]) => ({ asset, parameters, answers: ask(asset, parameters) }));
  return ask(inputs.market.asset, current).map((own, rule): RuleSet => {
    const set = toSettable(own.thresholdRatio, current);
    const others = further.map(({ asset, parameters, answers }) => ({ asset, parameters, answer: answers[rule]!, set: toSettable(answers[rule]!.thresholdRatio, parameters) }));
    if (others.length === 0) return { ...own, parameters: set && { ...current, ...set } };
    const furtherReserves = Object.fromEntries(others.map(({ asset, parameters, set: found }) => [asset, found ?? parameters]));
    const isAnswered = set !== null || others.some(({ set: found }) => found !== null);
    return {
      ...own,
      further: Object.fromEntries(others.map(({ asset, answer: { thresholdRatio, inputs: given } }) => [asset, { thresholdRatio, inputs: given }])),
      parameters: isAnswered ? { ...current, ...set, furtherReserves } : null,
    };
  });
}
