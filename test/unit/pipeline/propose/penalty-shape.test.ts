import { describe, expect, test } from '@jest/globals';
import type { RunResult } from '../../../../src/core/run-result.js';
import { checkGates } from '../../../../src/pipeline/propose/gates.js';
import { buildProposalModel, describeChange, describeSubject } from '../../../../src/proposal/model.js';
import { buildSampleResult } from '../../../support/sample-result.js';

/** The sample with a penalty that grows with the size of the call, whose shape the run moves too. */
function withShape(): RunResult {
  const sample = buildSampleResult();
  return {
    ...sample,
    current: { ...sample.current, penaltyShape: { minimumShareBps: 8000, sizeForMaxUsd: 1_000_000 } },
    recommended: { ...sample.recommended, penaltyShape: { minimumShareBps: 5000, sizeForMaxUsd: 1_500_000 } },
  };
}

describe('a proposal on the shape of a penalty', () => {
  test('reads dollars as dollars, of the whole venue and not of the reserve', () => {
    const changes = buildProposalModel(withShape()).changes.filter(({ parameter }) => parameter.startsWith('penalty.'));
    expect(changes.map(describeChange)).toEqual(['Least share of the bonus from 80.00 % to 50.00 %', 'Repayment for the whole bonus from $1,000,000 to $1,500,000']);
    expect(changes.map(({ subject }) => describeSubject('aave-v2', subject))).toEqual(['the whole venue', 'the whole venue']);
  });

  test('reads a health factor as the plain number', () => {
    const result = withShape();
    const [first, second] = [9500, 9000].map((healthForMaxBps) => ({ minimumShareBps: 8000, healthForMaxBps }));
    const changes = buildProposalModel({ ...result, current: { ...result.current, penaltyShape: first! }, recommended: { ...result.recommended, penaltyShape: second! } }).changes;
    expect(changes.filter(({ parameter }) => parameter.startsWith('penalty.')).map(describeChange)).toEqual(['Health factor for the whole bonus from 0.95 to 0.9']);
  });

  test('does not pass the gate of the venue’s rules: no contract of it has such a parameter', () => {
    const gateOf = (result: RunResult) => checkGates(result, '2023-06-25').find(({ name }) => name === 'venue-rules')!;
    expect(gateOf(buildSampleResult()).holds).toBe(true);
    expect(gateOf(withShape())).toMatchObject({ holds: false, detail: expect.stringMatching(/^penalty\.minimumShareBps: is no parameter of Aave v\d$/) });
  });
});
