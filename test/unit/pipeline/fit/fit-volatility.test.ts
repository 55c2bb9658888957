import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { fitVolatilityPipeline } from '../../../../src/pipeline/fit/fit-volatility.js';

const INPUT = fileURLToPath(new URL('../../../fixtures/econometrics/dem-gbp-returns.csv', import.meta.url));
let workingFolder: string;
beforeAll(async () => {
  workingFolder = await mkdtemp(join(tmpdir(), 'plimsoll-fit-'));
});
afterAll(async () => rm(workingFolder, { recursive: true, force: true }));

test('fits, keeps the fit, and takes it from the file when asked again, but not for another model', async () => {
  const context = { packageFolder: workingFolder, workingFolder, version: '1' };
  const options = { input: INPUT, column: 'return_pct' };
  const first = await fitVolatilityPipeline(options, context);
  const again = await fitVolatilityPipeline(options, context);
  const other = await fitVolatilityPipeline({ ...options, model: 'gjr', dist: 't' }, context);
  expect([first.reused, again.reused, other.reused]).toEqual([false, true, false]);
  expect(again.result).toEqual(first.result);
  expect(first.result.logLikelihood).toBeCloseTo(-1106.60788104, 6);
  expect(other.result.parameters.map(({ name }) => name)).toEqual(['mu', 'omega', 'alpha', 'gamma', 'beta', 'nu']);
});
