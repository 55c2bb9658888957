import { fileURLToPath } from 'node:url';
import { toCanonicalJson } from '../core/hash.js';
import type { Progress } from '../pipeline/progress.js';
import type { RunContext } from '../pipeline/run-options.js';
import { readTextFile } from '../storage/text-file.js';

/** What may be said about where a job runs; everything has a default. */
export interface Surroundings {
  /** Where `data/local`, `reports` and relative paths are; the process's folder when left out. */
  readonly workingFolder?: string;
  /** Hears how far the job is; nobody when left out. */
  readonly progress?: Progress;
  /** Ends the job when it is aborted. */
  readonly signal?: AbortSignal;
  /** Time that the manifest and the draft are dated with; the clock when left out. Never changes a figure. */
  readonly now?: () => Date;
  /** Where the key for subgraphs is looked for; the process's environment when left out. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const SILENT: Progress = { start: () => {}, update: () => {}, done: () => {} };
/** Compiled code lies one folder deeper than its source. */
const PACKAGE_FOLDER = fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../..' : '../../..', import.meta.url));

/** What a job is told of its surroundings. @param call function and options, which a run's manifest keeps */
export async function surround(call: readonly [name: string, options: object], around: Surroundings): Promise<RunContext> {
  const { version } = JSON.parse((await readTextFile(`${PACKAGE_FOLDER}package.json`))!) as { version: string };
  return {
    packageFolder: PACKAGE_FOLDER,
    workingFolder: around.workingFolder ?? process.cwd(),
    version,
    commandLine: [call[0], toCanonicalJson(dropUndefined(call[1]))],
    progress: around.progress ?? SILENT,
    now: around.now ?? (() => new Date()),
    environment: around.environment ?? process.env,
    signal: around.signal,
  };
}

function dropUndefined(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
