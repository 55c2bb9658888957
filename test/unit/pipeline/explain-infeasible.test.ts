import { expect, test } from '@jest/globals';
import { explainInfeasible } from '../../../src/pipeline/stages/explain-infeasible.js';
import { layOutParameters } from '../../../src/pipeline/stages/parameter-layout.js';
import { describeParameters } from '../../../src/report/words/parameters.js';
import type { ConstraintCheck, Evaluation } from '../../../src/search/evaluation.js';
import type { Candidate } from '../../../src/search/space.js';

const { parametersOf } = layOutParameters({ ltvBps: 7200, liquidationThresholdBps: 8300, liquidationBonusBps: 700 });
const WORDS = { describe: (candidate: Candidate) => describeParameters(parametersOf(candidate)), widen: 'widen changeLimits' };
const LIMITS = { loss: 0.001, debt: 0.02 };

function evaluate(candidate: readonly [number, number, number], loss: number, debt: number): Evaluation {
  const check = (text: keyof typeof LIMITS, bound: number) => ({ text, metric: text, limit: LIMITS[text], value: bound, bound, lowerBound: 0, pathsMin: 1, largestShareRatio: null, holds: bound <= LIMITS[text] });
  return { candidate, objective: 0, objectiveByPath: null, costByPath: new Float64Array(1), risk: 0, lossByPath: new Float64Array(1), constraints: [check('loss', loss), check('debt', debt)] };
}

test('names the constraint that nobody meets, the nearest value, and who is nearest to all', () => {
  const error = explainInfeasible([evaluate([7200, 8300, 700], 0.004, 0.01), evaluate([7000, 8000, 750], 0.002, 0.03), evaluate([7100, 8100, 700], 0.0025, 0.021)], 'mine', WORDS);
  expect(error).toMatchObject({ exitCode: 6, where: 'policy mine', message: 'the policy is infeasible: no candidate meets `loss`: the nearest reaches 0.002000 (upper 95 % bound), the limit is 0.001' });
  // 100 % and 50 % beyond the limits, against 150 % and 5 %.
  expect(error.suggestions[0]).toBe('Nearest to all: LTV 70.00 % / threshold 80.00 % / bonus 7.50 %, which breaks `loss` with 0.002000 (upper 95 % bound), the limit is 0.001 and `debt` with 0.03000 (upper 95 % bound), the limit is 0.02.');
});

test('says when constraints exclude one another, and which choice breaks least', () => {
  const error = explainInfeasible([evaluate([7200, 8300, 700], 0.0005, 0.04), evaluate([7000, 8000, 750], 0.0011, 0.01)], 'mine', WORDS);
  expect(error.message).toBe('the policy is infeasible: each constraint can be met alone, but no candidate meets all of them together');
  expect(error.suggestions[0]).toBe('Nearest to all: LTV 70.00 % / threshold 80.00 % / bonus 7.50 %, which breaks `loss` with 0.001100 (upper 95 % bound), the limit is 0.001.');
});

test('says when one path alone makes the figure, and when so few paths cannot show a probability', () => {
  const [evaluation] = [evaluate([7200, 8300, 700], 0.004, 0.01)];
  const [loss, debt] = evaluation.constraints;
  const withLoss = (changes: Partial<ConstraintCheck>): Evaluation => ({ ...evaluation, constraints: [{ ...loss!, ...changes }, debt!] });
  const lone = explainInfeasible([withLoss({ value: 0.002, lowerBound: 0.0001, largestShareRatio: 0.73 })], 'mine', WORDS);
  expect(lone.message).toContain('the nearest reaches 0.004000 (upper 95 % bound of 0.002000; lower 0.0001000), the limit is 0.001');
  expect(lone.suggestions[0]).toBe('One path of 1 makes 73 % of that loss: the figure is noisy, and another --seed may come out on the other side of the limit. More --paths tell which it is.');
  expect(explainInfeasible([withLoss({ largestShareRatio: 0.4 })], 'mine', WORDS).suggestions[0]).toContain('Nearest to all');
  // z² (1 − p)/p with z² = 3.8415 and p = 0.001.
  expect(explainInfeasible([withLoss({ value: 0 })], 'mine', WORDS).suggestions[0]).toBe('On 1 paths even a set to which it never happens is only known to stay below 0.004000: `loss` needs --paths 3838 or more.');
});
