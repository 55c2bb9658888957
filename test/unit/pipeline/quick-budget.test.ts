import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { countTrialsToShow, estimateProbability } from '../../../src/numeric/confidence.js';
import { applyBudget } from '../../../src/pipeline/inputs.js';
import { parsePolicyFile } from '../../../src/pipeline/config/policy-file.js';
import { parsePerpPolicyFile } from '../../../src/pipeline/perps/perp-policy-file.js';

const readText = (name: string): string => readFileSync(`data/policies/${name}.yaml`, 'utf8');

describe('the paths of a quick run', () => {
  test.each([[0.02], [0.01], [0.005]])('are counted so that no event shows a probability of %d, and one fewer does not', (probability) => {
    const n = countTrialsToShow(probability);
    expect(estimateProbability(0, n).ciHigh).toBeLessThanOrEqual(probability);
    expect(estimateProbability(0, n - 1).ciHigh).toBeGreaterThan(probability);
  });

  test('double until the policy’s probabilities can be kept, and no further', () => {
    const quick = (name: string): number => applyBudget(name.startsWith('perps') ? parsePerpPolicyFile(readText(name), name) : parsePolicyFile(readText(name), name), { quick: true }).paths.final;
    expect(['moderate', 'conservative', 'perps-aggressive', 'perps-moderate', 'perps-conservative'].map(quick)).toEqual([256, 256, 256, 512, 1024]);
  });

  test('are what the user asks for, if he does, and never more than the policy’s own', () => {
    const policy = parsePerpPolicyFile(readText('perps-conservative'), 'perps-conservative');
    expect(applyBudget(policy, { quick: true, paths: 96 }).paths).toEqual({ screening: 32, final: 96 });
    expect(applyBudget({ ...policy, paths: { screening: 64, final: 512 } }, { quick: true }).paths.final).toBe(512);
  });
});
