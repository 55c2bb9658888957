import { InternalError } from './errors.js';

/** Asserts an invariant of Plimsoll; throws `InternalError` (exit code 70) when it is broken. */
export function assertInvariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}
