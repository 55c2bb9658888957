import type { SearchedParameters } from '../../../core/reserve-parameters.js';
import type { SharedJob } from '../../../simulation/chunk.js';
import type { RunInputs } from '../../inputs.js';
import { askRules, toSettable } from './ask-rules.js';
import { measureBaselineInputs } from './baseline-inputs.js';

/** What a simpler rule would set on the reserve, and what it was given. */
export interface BaselineParameters {
  readonly rule: string;
  /** The rule's inputs in words. */
  readonly basis: string;
  readonly parameters: SearchedParameters;
}

/** Gives the sets that the simpler rules would put in force; a rule without an answer that can be set is left out. */
export function listBaselineParameters(inputs: RunInputs, shared: SharedJob): BaselineParameters[] {
  return askRules(measureBaselineInputs(inputs, shared), shared).flatMap(({ name, thresholdRatio, inputs: given }): BaselineParameters[] => {
    const parameters = thresholdRatio === null ? null : toSettable(thresholdRatio, shared.current);
    const basis = Object.entries(given).map(([input, value]) => `${input} ${Number(value.toPrecision(4))}`).join(', ');
    return parameters === null ? [] : [{ rule: name, basis, parameters }];
  });
}
