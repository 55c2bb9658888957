import { describe, expect, test } from '@jest/globals';
import type { Piecewise } from '../../../src/core/piecewise.js';
import { compute, guardWork, heedInterrupt, runInPieces, type Guard } from '../../../src/pipeline/interrupt.js';

/** As many pieces as are asked for. */
function* count(pieces: number): Piecewise<string> {
  for (let piece = 1; piece <= pieces; piece++) yield piece / pieces;
  return 'counted';
}

describe('work of this thread', () => {
  test('is done by the guard of its signal, every piece of it, and by none without one', async () => {
    const { signal } = new AbortController();
    let guarded = 0;
    const guard: Guard = (work) => {
      guarded++;
      return work();
    };
    guardWork(signal, guard);
    expect(await compute(() => 'computed', signal)).toBe('computed');
    expect(guarded).toBe(1);
    expect(await runInPieces(count(3), signal)).toBe('counted');
    expect(guarded).toBeGreaterThan(1);
    expect(await compute(() => 'computed', new AbortController().signal)).toBe('computed');
    expect(await runInPieces(count(3), undefined)).toBe('counted');
  });

  test('ends with what the guard throws', async () => {
    const { signal } = new AbortController();
    guardWork(signal, () => {
      throw new Error('broken off');
    });
    await expect(compute(() => 'computed', signal)).rejects.toThrow('broken off');
    await expect(runInPieces(count(3), signal)).rejects.toThrow('broken off');
  });

  test('is not begun once the signal is aborted', async () => {
    const controller = new AbortController();
    controller.abort(new Error('stopped'));
    let isBegun = false;
    await expect(compute(() => (isBegun = true), controller.signal)).rejects.toThrow('stopped');
    await expect(heedInterrupt(controller.signal)).rejects.toThrow('stopped');
    expect(isBegun).toBe(false);
  });
});
