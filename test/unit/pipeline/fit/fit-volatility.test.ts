import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

test('pictures are SVG files that stand alone: colours, title and axes, nothing from outside, the same bytes again', async () => {
  const context = { packageFolder: workingFolder, workingFolder, version: '1' };
  const ask = (plots: string) => fitVolatilityPipeline({ input: INPUT, column: 'return_pct', plots }, context);
  const [first, again] = [await ask('pictures'), await ask('more-pictures')];
  expect(first.plotFiles.map((path) => path.split('/').slice(-2).join('/'))).toEqual(['pictures/conditional-volatility.svg', 'pictures/residual-quantiles.svg']);
  for (const [index, path] of first.plotFiles.entries()) {
    const svg = await readFile(path, 'utf8');
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
    expect(svg).toContain(`<title>${first.plots[index]!.title}</title>`);
    expect(svg).toContain(first.plots[index]!.x.name);
    expect(svg).not.toMatch(/var\(|href="http|<script|#a1000/);
    expect(await readFile(again.plotFiles[index]!, 'utf8')).toBe(svg);
  }
});
