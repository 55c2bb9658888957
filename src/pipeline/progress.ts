/** Where a pipeline function says how far it is; the command line draws it, tests ignore it. */
export interface Progress {
  /** Said before the first stage starts: these will not run, and are not counted. */
  skip?(titles: readonly string[]): void;
  start(title: string): void;
  /** @param fraction done, 0 to 1; `null` where the whole is not known */
  update(title: string, fraction: number | null, note?: string): void;
  done(title: string, note?: string): void;
}

/** Runs one stage between its start and its end; `note` says in a few words what came out. */
export async function runStage<T>(progress: Progress, title: string, work: () => Promise<T> | T, note: (outcome: T) => string): Promise<T> {
  progress.start(title);
  const outcome = await work();
  progress.done(title, note(outcome));
  return outcome;
}
