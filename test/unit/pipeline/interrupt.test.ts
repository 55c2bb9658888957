import { describe, expect, test } from '@jest/globals';
import type { Piecewise } from '../../../src/core/piecewise.js';
import { heedInterrupt, runInPieces } from '../../../src/pipeline/interrupt.js';

/** Pieces of 20 ms each. */
function* beBusy(pieces: number): Piecewise<string> {
  for (let piece = 1; piece <= pieces; piece++) {
    for (const startedMs = performance.now(); performance.now() - startedMs < 20; );
    yield piece / pieces;
  }
  return 'done';
}

describe('runInPieces', () => {
  test('gives the outcome, and tells how far it is', async () => {
    const told: number[] = [];
    expect(await runInPieces(beBusy(10), undefined, (fraction) => told.push(fraction))).toBe('done');
    expect(told.length).toBeGreaterThan(1);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  test('hears between the pieces what comes in meanwhile, and ends with the reason', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(new Error('stopped')), 60);
    const told: number[] = [];
    await expect(runInPieces(beBusy(500), controller.signal, (fraction) => told.push(fraction))).rejects.toThrow('stopped');
    expect(told.at(-1)).toBeLessThan(0.5);
  });
});

test('heedInterrupt throws the reason of a signal that is aborted, and nothing without one', async () => {
  const controller = new AbortController();
  await heedInterrupt(controller.signal);
  await heedInterrupt(undefined);
  controller.abort(new Error('stopped'));
  await expect(heedInterrupt(controller.signal)).rejects.toThrow('stopped');
});
