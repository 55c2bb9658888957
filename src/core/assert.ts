import { InternalError } from './errors.js';

/**
 * Asserts an invariant of Plimsoll; throws `InternalError` (exit code 70) when it is broken.
 *
 * @param message a function where building the text would cost more than the check, as in the step of a path
 */
export function assertInvariant(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new InternalError(typeof message === 'string' ? message : message());
}
