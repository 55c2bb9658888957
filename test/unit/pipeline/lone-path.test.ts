import { expect, test } from '@jest/globals';
import { warnAboutLonePath } from '../../../src/pipeline/stages/lone-path.js';
import { createSamples, type PathSamples } from '../../../src/simulation/samples.js';

function build(losses: Readonly<Record<number, number>>): PathSamples {
  const samples = createSamples(1000);
  for (const [path, loss] of Object.entries(losses)) samples.badDebtUsd[Number(path)] = loss;
  return samples;
}

test('names the path that makes more than half of an expected shortfall, and with which values', () => {
  const warnings = warnAboutLonePath({ 'old values': build({ 5: 10, 8: 10 }), 'new values': build({ 5: 10, 8: 90 }) });
  expect(warnings).toMatchObject([{ code: 'lone-path', message: 'path 8 alone makes 90 % of the expected shortfall of bad debt with new values: the figure is that of one Monte-Carlo path' }]);
});

test('is silent where several paths share it, and where nothing is lost', () => {
  expect(warnAboutLonePath({ values: build({ 5: 50, 8: 50 }) })).toEqual([]);
  expect(warnAboutLonePath({ values: build({}) })).toEqual([]);
});
