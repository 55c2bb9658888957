import type { Progress } from './progress.js';

/** What a user may ask of a run; everything has a default. */
export interface RunOptions {
  readonly dataset?: string | undefined;
  readonly market?: string | undefined;
  readonly policy?: string | undefined;
  readonly seed?: number | undefined;
  readonly paths?: number | undefined;
  readonly workers?: number | undefined;
  readonly out?: string | undefined;
  readonly quick?: boolean | undefined;
  /** Date of the proposal draft, YYYY-MM-DD. */
  readonly date?: string | undefined;
}

/** What surrounds a run: where the package and the user are, and the day it is. */
export interface RunContext {
  readonly packageFolder: string;
  readonly workingFolder: string;
  readonly version: string;
  readonly commandLine: readonly string[];
  readonly progress: Progress;
  readonly now: () => Date;
  /** Where the key for subgraphs is looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ends the run when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}
