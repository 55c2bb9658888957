import type { StageContext } from '../progress.js';

/** What surrounds a `fit` command. */
export interface FitContext extends StageContext {
  /** Where the bundled datasets are. */
  readonly packageFolder: string;
  readonly workingFolder: string;
  readonly version: string;
}
