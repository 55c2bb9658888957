import type { Piecewise } from '../core/piecewise.js';

/** Between two glances at what came in while this thread was computing: short for a person, long beside the glance. */
const GLANCE_MS = 50;

/**
 * Lets an interrupt that came while this thread was computing be heard, between two pieces of work.
 *
 * Two turns of the event loop: in the first, what is ready may have been collected before the interrupt came.
 * @throws the signal's reason once it is aborted
 */
export async function heedInterrupt(signal: AbortSignal | undefined): Promise<void> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

/** Runs a computation in this thread, with progress, so that an interrupt is heard between its pieces. @throws the signal's reason once it is aborted */
export async function runInPieces<T>(computation: Piecewise<T>, signal: AbortSignal | undefined, note: (fraction: number) => void = () => undefined): Promise<T> {
  let glancedMs = performance.now();
  for (;;) {
    const { done, value } = computation.next();
    if (done) return value;
    if (performance.now() - glancedMs < GLANCE_MS) continue;
    note(value);
    await heedInterrupt(signal);
    glancedMs = performance.now();
  }
}
