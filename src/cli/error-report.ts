import type { ChalkInstance } from 'chalk';
import { EXIT_CODES, InternalError, PlimsollError, UsageError, type ErrorDetails } from '../core/errors.js';
import { listInWords } from '../report/words/list-in-words.js';
import { findNearest } from './nearest.js';

/** What `--json` prints for an error, as the only thing on stdout. */
export interface ErrorReport {
  readonly error: {
    /** The exit code. */
    readonly code: number;
    readonly name: string;
    readonly message: string;
    readonly where: string | null;
    readonly suggestions: readonly string[];
  };
}

/**
 * Gives any thrown value the form of an error a user can act on.
 *
 * oclif's own complaints about the command line become `UsageError`; what nobody foresaw becomes `InternalError` (70).
 *
 * @param helpCommand the command that shows the fitting help, e.g. `plimsoll run --help`
 * @param known commands with spaces, and flags with dashes, among which a mistyped one is looked for
 */
export function toPlimsollError(thrown: unknown, helpCommand: string, known: readonly string[] = []): PlimsollError {
  if (thrown instanceof PlimsollError) return thrown;
  if (isOclifUsageError(thrown)) {
    return new UsageError(...readOclifMessage(thrown, [`See \`${helpCommand}\`.`], known));
  }
  const message = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return new InternalError(message, { cause: thrown });
}

/** The machine's form of an error. */
export function buildErrorReport(error: PlimsollError): ErrorReport {
  const { exitCode, name, message, where, suggestions } = error;
  return { error: { code: exitCode, name, message, where: where ?? null, suggestions: withReportRequest(exitCode, suggestions) } };
}

/**
 * The reader's form of an error: what was wrong, where, and what to do.
 *
 * @param withStack adds the stack and its causes; meant for `DEBUG`
 */
export function formatError(error: PlimsollError, colours: ChalkInstance, withStack: boolean): string {
  const suggestions = withReportRequest(error.exitCode, error.suggestions);
  const lines = [`${colours.red.bold('Error:')} ${error.message}`];
  if (error.where !== undefined) lines.push(`${colours.bold('Where:')} ${error.where}`);
  if (suggestions.length === 1) lines.push(`${colours.bold('What to do:')} ${suggestions[0]}`);
  if (suggestions.length > 1) lines.push(colours.bold('What to do:'), ...suggestions.map((step) => `  - ${step}`));
  if (withStack) lines.push('', ...listStacks(error));
  return lines.join('\n');
}

function withReportRequest(exitCode: number, suggestions: readonly string[]): readonly string[] {
  if (exitCode !== EXIT_CODES.bug) return suggestions;
  return [...suggestions, 'This is a bug in Plimsoll: please report it with the command line and what the same command prints with DEBUG=1.'];
}

/** oclif marks what it throws with `oclif.exit`; its parser and command finder use 2, the code for usage. */
function isOclifUsageError(thrown: unknown): thrown is Error {
  return thrown instanceof Error && (thrown as { oclif?: { exit?: unknown } }).oclif?.exit === EXIT_CODES.usage;
}

/** oclif writes the flag and the advice into the message, and topics with colons; takes them apart again. */
function readOclifMessage(cause: Error, suggestions: readonly string[], known: readonly string[]): [string, ErrorDetails] {
  const text = cause.message.replaceAll('See more help with --help', '').replace(/\s*\n\s*/g, ' ').trim();
  const command = /^[Cc]ommand (\S+) not found\.?$/.exec(text)?.[1]?.replaceAll(':', ' ');
  if (command !== undefined) return [`There is no command \`${command}\`.`, { suggestions: [...suggestNear(command, known), ...suggestions], cause }];
  const flag = /^Nonexistent flags?: (--\S+?),?(?: |$)/.exec(text)?.[1];
  if (flag !== undefined) return [text, { suggestions: [...suggestNear(flag, known), ...suggestions], cause }];
  const missing = [...text.matchAll(/Missing required flag (\S+)/g)].map(([, name]) => `--${name}`);
  if (missing.length > 0) return [`${listInWords(missing)} ${missing.length === 1 ? 'is' : 'are'} missing.`, { suggestions, cause }];
  const [, where, message] = /^Parsing (--\S+) (.*)$/.exec(text) ?? [];
  return where === undefined ? [text, { suggestions, cause }] : [message!, { where, suggestions, cause }];
}

function suggestNear(mistyped: string, known: readonly string[]): string[] {
  const nearest = findNearest(mistyped, known);
  return nearest === null ? [] : [`Did you mean \`${nearest}\`?`];
}

function listStacks(error: Error): string[] {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? [own, 'Caused by:', ...listStacks(error.cause)] : [own];
}
