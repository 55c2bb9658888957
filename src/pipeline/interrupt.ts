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
