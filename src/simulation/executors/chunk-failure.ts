import { DataError, InfeasibleError, InternalError, InterruptedError, ModelError, PlimsollError, SourceError, UsageError, type ErrorDetails } from '../../core/errors.js';

/** An error as plain data: structured clone alone would drop its class, exit code and advice at the border of a thread. */
export interface ChunkFailure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly where: string | null;
  readonly suggestions: readonly string[];
  readonly cause: ChunkFailure | null;
}

/** The classes that a thread's error is given back in; a test finds one that is missing. */
const ERROR_CLASSES: ReadonlyMap<string, new (message: string, details: ErrorDetails) => PlimsollError> = new Map(
  [UsageError, DataError, SourceError, ModelError, InfeasibleError, InternalError, InterruptedError].map((ErrorClass) => [ErrorClass.name, ErrorClass]),
);

/** Takes an error apart for the way out of a thread. */
export function describeFailure(thrown: unknown): ChunkFailure {
  if (!(thrown instanceof Error)) return { name: 'Error', message: String(thrown), stack: null, where: null, suggestions: [], cause: null };
  const { where = null, suggestions = [] } = thrown instanceof PlimsollError ? thrown : {};
  return { name: thrown.name, message: thrown.message, stack: thrown.stack ?? null, where, suggestions, cause: thrown.cause === undefined ? null : describeFailure(thrown.cause) };
}

/** Puts the error together again: same class, exit code, message, place, advice, causes and stack. */
export function rebuildError({ name, message, stack, where, suggestions, cause }: ChunkFailure): Error {
  const origin = cause === null ? {} : { cause: rebuildError(cause) };
  const ErrorClass = ERROR_CLASSES.get(name);
  const error = ErrorClass ? new ErrorClass(message, { ...origin, suggestions, ...(where === null ? {} : { where }) }) : Object.assign(new Error(message, origin), { name });
  if (stack !== null) error.stack = stack;
  return error;
}
