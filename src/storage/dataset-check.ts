/** One thing that was held against a dataset. */
export interface DatasetCheck {
  readonly check: string;
  readonly holds: boolean;
  /** What was found; for a failed check, what is wrong. */
  readonly detail: string;
}
