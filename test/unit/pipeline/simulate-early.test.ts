import { expect, test } from '@jest/globals';
import { simulateMarket } from '../../../src/pipeline/simulate-market.js';
import type { SimulateOptions } from '../../../src/pipeline/simulate.js';
import { CHECKOUT } from '../../support/run-plimsoll.js';

test.each<[string, Partial<SimulateOptions>, string]>([
  ['an unknown stress', { stress: 'the-end' }, 'there is no stress called the-end'],
  ['an unknown stress of a perps market', { dataset: 'hyperliquid_2023', stress: 'the-end' }, 'there is no stress called the-end'],
  ['a tilt of no factor', { tilt: ['DOGE/USD=-0.1'] }, 'DOGE/USD=-0.1 must be FACTOR=SHIFT'],
  ['a tilt of a given path', { stress: 'eth-may-2021', tilt: ['ETH/USD=-0.1'] }, 'a given stress has no normals to tilt'],
  ['a set that cannot be set', { liquidationThresholdBps: 7000 }, 'the parameters to simulate: LTV must not be above the liquidation threshold'],
])('%s is refused before anything is fitted', async (_, options, message) => {
  const started: string[] = [];
  const context = {
    packageFolder: CHECKOUT,
    workingFolder: CHECKOUT,
    version: 'test',
    commandLine: [],
    progress: { start: (stage: string) => void started.push(stage), update() {}, done() {} },
    now: () => new Date(0),
    environment: {},
  };
  await expect(simulateMarket(options as SimulateOptions, context)).rejects.toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  expect(started).toEqual(['Load dataset']);
});
