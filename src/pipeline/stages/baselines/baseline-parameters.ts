import type { SearchedParameters } from '../../../core/reserve-parameters.js';
import type { SharedJob } from '../../../simulation/chunk.js';
import type { RunInputs } from '../../inputs.js';
import { askForEachReserve, type RuleSet } from './ask-each-reserve.js';

/** What a simpler rule would set on the searched reserves, and what it was given. */
export interface BaselineParameters {
  readonly rule: string;
  /** The rule's inputs in words. */
  readonly basis: string;
  readonly parameters: SearchedParameters;
}

/** Gives the sets that the simpler rules would put in force; a rule without an answer that can be set is left out. */
export function listBaselineParameters(inputs: RunInputs, shared: SharedJob): BaselineParameters[] {
  return askForEachReserve(inputs, shared).flatMap(({ name, inputs: own, further = {}, parameters }): BaselineParameters[] => {
    const basis = [describeInputs(own), ...Object.entries(further).map(([asset, { inputs: given }]) => `${asset}: ${describeInputs(given)}`)].join('; ');
    return parameters === null ? [] : [{ rule: name, basis, parameters }];
  });
}

function describeInputs(given: RuleSet['inputs']): string {
  return Object.entries(given).map(([input, value]) => `${input} ${Number(value.toPrecision(4))}`).join(', ');
}
