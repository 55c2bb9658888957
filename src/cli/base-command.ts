import { Command, Errors, Flags } from '@oclif/core';
import { EXIT_CODES, InterruptedError } from '../core/errors.js';
import type { RunContext } from '../pipeline/run-options.js';
import { createStderrColours } from './colours.js';
import { createJobProgress, type JobProgress, type StageTitles } from './job-progress.js';
import { foldText } from './render/fold-text.js';
import { buildErrorReport, formatError, toPlimsollError } from './error-report.js';

/** Width of the text where there is no terminal to ask. */
const PLAIN_COLUMNS = 110;

/** What is over within a second needs no progress. */
const BRIEF_MS = 1000;

/** How long an interrupted job may tidy up before it is left where it is. */
const TIDY_UP_MS = 700;

const START_AGAIN = 'Nothing was left half-written: start the same command again.';

export interface JobOptions {
  /** How to go on after Ctrl-C. */
  readonly remedy?: string;
  /** Mostly over before a line could be read: progress is shown only once it lasts a second. */
  readonly isBrief?: boolean;
}

/**
 * The base of every command: `--json`, and one mapping from errors to text, JSON and exit codes.
 *
 * A command's `run` returns its outcome as an object; with `--json` oclif prints that object and nothing else on stdout.
 */
export abstract class PlimsollCommand extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = { quiet: Flags.boolean({ summary: 'No progress on stderr; errors and results as ever.', env: 'PLIMSOLL_QUIET', helpGroup: 'GLOBAL' }) };

  /** Whether progress is not to be shown: with `--json` and `--quiet`. */
  protected get isSilent(): boolean {
    const variable = process.env['PLIMSOLL_QUIET']?.toLowerCase();
    return this.jsonEnabled() || this.argv.includes('--quiet') || variable === '1' || variable === 'true';
  }

  /** Width to lay text out in. */
  protected get columns(): number {
    return process.stdout.columns || PLAIN_COLUMNS;
  }

  /** Prints an outcome for people, its sentences folded to the terminal; what goes elsewhere is not touched. */
  protected show(text: string): void {
    this.log('%s', foldText(text, process.stdout.columns));
  }

  /** Ends with the exit code of a condition that did not hold, once the outcome is printed. */
  protected failGate(): void {
    process.exitCode = EXIT_CODES.gate;
  }

  /**
   * Runs the command's job: shows its stages, and lets Ctrl-C end it with exit code 130.
   *
   * The job is told of Ctrl-C through the signal, and rejects when it has tidied up; one that has its outcome already still gives it. A job that
   * does not answer is left where it is, so it must be one that may be killed anywhere. A second Ctrl-C ends the process at once.
   * @param stages name → title, in the order they run
   * @throws InterruptedError
   */
  protected async runJob<T>(stages: StageTitles, job: (context: RunContext) => Promise<T>, { remedy = START_AGAIN, isBrief = false }: JobOptions = {}): Promise<T> {
    const progress = createJobProgress(stages, this.isSilent, isBrief ? BRIEF_MS : 0);
    const controller = new AbortController();
    const { signal } = controller;
    const interrupt = (): void => controller.abort(new InterruptedError('interrupted', { suggestions: [remedy] }));
    process.once('SIGINT', interrupt);
    try {
      return await progress.watch(Promise.race([job({ ...this.surround(progress), signal }), rejectLate(signal)]));
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      process.removeListener('SIGINT', interrupt);
    }
  }

  /** What surrounds a job of this command: package, folder, the command as it was given, the day, the environment. */
  private surround(progress: JobProgress): RunContext {
    const commandLine = [...this.id!.split(':'), ...this.argv];
    return { packageFolder: this.config.root, workingFolder: process.cwd(), version: this.config.version, commandLine, progress, now: () => new Date(), environment: process.env };
  }

  /** Reports the error in the mode asked for; the exit code is the same in both. */
  protected override async catch(thrown: unknown): Promise<void> {
    // Thrown by `this.exit()` and `--help`: an end, not a failure.
    if (thrown instanceof Errors.ExitError) throw thrown;
    const flags = Object.keys({ ...this.ctor.baseFlags, ...this.ctor.flags, json: true, help: true }).map((name) => `--${name}`);
    const error = toPlimsollError(thrown, `${this.config.bin} ${this.id?.replaceAll(':', ' ') ?? ''} --help`, flags);
    process.exitCode = error.exitCode;
    if (this.jsonEnabled()) {
      this.logJson(buildErrorReport(error));
      // A job that was left where it is would keep the process alive.
      if (error instanceof InterruptedError) throw Object.assign(error, { skipOclifErrorHandling: true });
      return;
    }
    process.stderr.write(`${foldText(formatError(error, createStderrColours(), Boolean(process.env['DEBUG'])), process.stderr.columns)}\n`);
    // Rethrown so that oclif ends the process with `oclif.exit`; the mark keeps it from printing the error a second time.
    throw Object.assign(error, { skipOclifErrorHandling: true });
  }
}

/** Rejects with the signal's reason some time after it is aborted. */
function rejectLate(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => setTimeout(() => reject(signal.reason as Error), TIDY_UP_MS), { once: true });
  });
}
