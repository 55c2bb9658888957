/** What surrounds a `fit` command. */
export interface FitContext {
  /** Where the bundled datasets are. */
  readonly packageFolder: string;
  readonly workingFolder: string;
  readonly version: string;
}
