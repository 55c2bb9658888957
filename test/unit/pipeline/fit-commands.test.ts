import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ModelError, UsageError } from '../../../src/core/errors.js';
import { createRandomStream } from '../../../src/core/random-stream.js';
import { fitDependencePipeline } from '../../../src/pipeline/fit/fit-dependence.js';
import { fitDepthPipeline } from '../../../src/pipeline/fit/fit-depth.js';
import { fitTailsPipeline } from '../../../src/pipeline/fit/fit-tails.js';

const DANISH = fileURLToPath(new URL('../../fixtures/tails/danish-fire-losses.csv', import.meta.url));
let folder = '';
const context = (): { packageFolder: string; workingFolder: string; version: string } => ({ packageFolder: folder, workingFolder: folder, version: '0' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plimsoll-fit-'));
  const stream = createRandomStream(1, 'test/quotes', 0);
  const quotes = Array.from({ length: 60 }, (_, i) => `${10 * (i + 1)},${1e-3 * (10 * (i + 1)) ** 0.6 * Math.exp(0.05 * stream.nextNormal())}`);
  await writeFile(join(folder, 'quotes.csv'), ['size,impact', ...quotes].join('\n'));
  const rows = Array.from({ length: 400 }, () => {
    const x = stream.nextNormal();
    return `${x},${0.6 * x + 0.8 * stream.nextNormal()},1`;
  });
  await writeFile(join(folder, 'returns.csv'), ['eth,btc,flat', 'NaN,1,1', ...rows].join('\n'));
});

afterAll(() => rm(folder, { recursive: true }));

describe('fit tails', () => {
  const options = { input: DANISH, column: 'loss_mdkk', tail: 'upper', threshold: 10 };

  test('gives the published Danish figures, keeps them, and takes them from the file the second time', async () => {
    const first = await fitTailsPipeline(options, context());
    expect(first.result.exceedances).toBe(109);
    expect(first.result.parameters.map(({ estimate }) => estimate.toFixed(2))).toEqual(['0.50', '6.98']);
    expect(first.result.risks.find(({ level }) => level === 0.99)!.var.value).toBeCloseTo(27.29, 2);
    const second = await fitTailsPipeline(options, context());
    expect([first.reused, second.reused]).toEqual([false, true]);
    expect(second.result).toEqual(JSON.parse(JSON.stringify(first.result)));
  });

  test('another threshold is another question; without one the choice is explained', async () => {
    expect((await fitTailsPipeline({ ...options, threshold: 5 }, context())).result.exceedances).toBe(254);
    const chosen = await fitTailsPipeline({ ...options, threshold: undefined }, context());
    expect(chosen.result.thresholdReason).toContain('exceedances');
    expect(chosen.result.diagnostics.length).toBeGreaterThan(5);
  });

  test('refuses a threshold that is no number, and one that nothing exceeds', async () => {
    await expect(fitTailsPipeline({ ...options, threshold: NaN }, context())).rejects.toThrow(UsageError);
    await expect(fitTailsPipeline({ ...options, threshold: 1e6 }, context())).rejects.toThrow(ModelError);
  });
});

describe('fit depth', () => {
  test('ranks the laws, tells impacts and flags what lies beyond the largest quote', async () => {
    const { result } = await fitDepthPipeline({ input: 'quotes.csv', minimumImpactRatio: 0, sizes: ['300', '1200'] }, context());
    expect(result.quotes).toBe(60);
    expect(Math.abs(result.laws.find(({ kind }) => kind === 'power')!.coefficients[1]! - 0.6)).toBeLessThan(0.03);
    expect(result.impacts.map(({ isExtrapolation }) => isExtrapolation)).toEqual([false, true]);
    expect(Math.abs(result.impacts[0]!.impactRatio / (1e-3 * 300 ** 0.6) - 1)).toBeLessThan(0.05);
  });

  test('refuses sizes that are no numbers and columns that are not there', async () => {
    await expect(fitDepthPipeline({ input: 'quotes.csv', sizes: ['many'] }, context())).rejects.toThrow(UsageError);
    await expect(fitDepthPipeline({ input: 'quotes.csv', impactColumn: 'cost' }, context())).rejects.toThrow(UsageError);
    await expect(fitDepthPipeline({ input: 'quotes.csv', minimumImpactRatio: 0.9 }, context())).rejects.toThrow(ModelError);
  });
});

describe('fit dependence', () => {
  test('finds the correlation put in, leaving out the row with a gap', async () => {
    const { result } = await fitDependencePipeline({ input: 'returns.csv', column: ['eth', 'btc'] }, context());
    expect(result.observations).toBe(400);
    expect(Math.abs(result.correlation[1]! - 0.6)).toBeLessThan(3 * (1 - 0.36) / 20);
    expect(result.copula.tailDependence[0]).toBe(1);
  });

  test('refuses one series, one twice, a constant one, and a dataset that is not there', async () => {
    await expect(fitDependencePipeline({ input: 'returns.csv', column: ['eth'] }, context())).rejects.toThrow(UsageError);
    await expect(fitDependencePipeline({ input: 'returns.csv', column: ['eth', 'eth'] }, context())).rejects.toThrow(UsageError);
    await expect(fitDependencePipeline({ input: 'returns.csv', column: ['eth', 'flat'] }, context())).rejects.toThrow(ModelError);
    await expect(fitDependencePipeline({ dataset: 'nowhere', series: ['A', 'B'] }, context())).rejects.toThrow(/nowhere|dataset/);
  });
});
