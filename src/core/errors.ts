/** The exit code of each way a run can end; printed in `--help` and covered by a test. */
export const EXIT_CODES = {
  done: 0,
  usage: 2,
  data: 3,
  source: 4,
  model: 5,
  infeasible: 6,
  gate: 10,
  bug: 70,
  interrupted: 130,
} as const;

export interface ErrorDetails {
  /** Where it is wrong: a file, a field, a flag. */
  readonly where?: string;
  /** What the user can do next, one step per entry. */
  readonly suggestions?: readonly string[];
  readonly cause?: unknown;
}

/**
 * The base of every error a user may see: what was wrong, where, and what to do next.
 *
 * Carries `exitCode` and `oclif.exit` alike because oclif reads the first in `--json` mode and the second in text mode.
 */
export class PlimsollError extends Error {
  readonly exitCode: number;
  readonly oclif: { readonly exit: number };
  readonly where: string | undefined;
  readonly suggestions: readonly string[];

  constructor(exitCode: number, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.oclif = { exit: exitCode };
    this.where = details.where;
    this.suggestions = details.suggestions ?? [];
  }
}

/** The command line or a configuration file asks for something that cannot be. */
export class UsageError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.usage, message, details);
  }
}

/** A dataset is missing, altered, truncated or contradicts its contract. */
export class DataError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.data, message, details);
  }
}

/** A subgraph or the way to it fails: refused, unreachable, of another schema, or changed under a pull. */
export class SourceError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.source, message, details);
  }
}

/** A model gives no usable result; a usable but doubtful one is a `Warning` value instead. */
export class ModelError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.model, message, details);
  }
}

/** No candidate meets the policy. */
export class InfeasibleError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.infeasible, message, details);
  }
}

/** An invariant of Plimsoll itself is broken: always our bug. */
export class InternalError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.bug, message, details);
  }
}

/** Ended by Ctrl-C, before there was an outcome. */
export class InterruptedError extends PlimsollError {
  constructor(message: string, details?: ErrorDetails) {
    super(EXIT_CODES.interrupted, message, details);
  }
}
