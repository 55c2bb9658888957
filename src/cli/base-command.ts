import { Command, Errors } from '@oclif/core';
import { EXIT_CODES } from '../core/errors.js';
import { createStderrColours } from './colours.js';
import { buildErrorReport, formatError, toPlimsollError } from './error-report.js';

/**
 * The base of every command: `--json`, and one mapping from errors to text, JSON and exit codes.
 *
 * A command's `run` returns its outcome as an object; with `--json` oclif prints that object and nothing else on stdout.
 */
export abstract class PlimsollCommand extends Command {
  static override enableJsonFlag = true;

  /** Ends with the exit code of a condition that did not hold, once the outcome is printed. */
  protected failGate(): void {
    process.exitCode = EXIT_CODES.gate;
  }

  /** Reports the error in the mode asked for; the exit code is the same in both. */
  protected override async catch(thrown: unknown): Promise<void> {
    // Thrown by `this.exit()` and `--help`: an end, not a failure.
    if (thrown instanceof Errors.ExitError) throw thrown;
    const error = toPlimsollError(thrown, `${this.config.bin} ${this.id?.replaceAll(':', ' ') ?? ''} --help`);
    process.exitCode = error.exitCode;
    if (this.jsonEnabled()) {
      this.logJson(buildErrorReport(error));
      return;
    }
    process.stderr.write(`${formatError(error, createStderrColours(), Boolean(process.env['DEBUG']))}\n`);
    // Rethrown so that oclif ends the process with `oclif.exit`; the mark keeps it from printing the error a second time.
    throw Object.assign(error, { skipOclifErrorHandling: true });
  }
}
