import type { Piecewise } from '../core/piecewise.js';

/** Between two glances at what came in while this thread was computing: short for a person, long beside the glance. */
const GLANCE_MS = 50;

/** Runs work of this thread in such a way that an interrupt ends it where it is, though nothing else is heard meanwhile. */
export type Guard = <T>(work: () => T) => T;

/** By the signal that tells of the interrupt: a program that uses the library has its own way with Ctrl-C, and no guard. */
const guards = new WeakMap<AbortSignal, Guard>();

/** Has all work that is done under a signal guarded from here on. */
export function guardWork(signal: AbortSignal, guard: Guard): void {
  guards.set(signal, guard);
}

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

/** Computes in this thread, so that an interrupt is heard before and ends it while it lasts; of work that waits, its part before the first wait. @throws the signal's reason */
export async function compute<T>(work: () => Promise<T> | T, signal: AbortSignal | undefined): Promise<T> {
  await heedInterrupt(signal);
  return guardOf(signal)(work);
}

/** Runs a computation in this thread, with progress, so that an interrupt ends it where it is. @throws the signal's reason once it is aborted */
export async function runInPieces<T>(computation: Piecewise<T>, signal: AbortSignal | undefined, note: (fraction: number) => void = () => undefined): Promise<T> {
  const guard = guardOf(signal);
  for (;;) {
    await heedInterrupt(signal);
    const { done, value } = guard(() => advance(computation));
    if (done) return value;
    note(value);
  }
}

function guardOf(signal: AbortSignal | undefined): Guard {
  return (signal && guards.get(signal)) ?? ((work) => work());
}

/** Takes pieces until it is time for a glance. */
function advance<T>(computation: Piecewise<T>): IteratorResult<number, T> {
  const startedMs = performance.now();
  for (;;) {
    const step = computation.next();
    if (step.done || performance.now() - startedMs >= GLANCE_MS) return step;
  }
}
