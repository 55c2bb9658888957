import { heedInterrupt, runInPieces } from './interrupt.js';
import type { Piecewise } from '../core/piecewise.js';

/** How many of a stage's units are done, from which a rate is told. */
export interface StageCount {
  readonly done: number;
  /** `null` where the whole is not known. */
  readonly total: number | null;
  /** In the plural: `paths`, `rows`. */
  readonly unit: string;
}

/** Where a pipeline function says how far it is; the command line draws it, tests ignore it. */
export interface Progress {
  /** Said before the first stage starts: these will not run, and are not counted. */
  skip?(titles: readonly string[]): void;
  start(title: string): void;
  /** @param fraction done, 0 to 1; `null` where the whole is not known */
  update(title: string, fraction: number | null, note?: string, count?: StageCount): void;
  done(title: string, note?: string): void;
}

/** What a stage needs of its surroundings. */
export interface StageContext {
  readonly progress?: Progress | undefined;
  /** Ends the stage when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs one stage between its start and its end; `note` says in a few words what came out. @throws the signal's reason once it is aborted */
export async function runStage<T>({ progress, signal }: StageContext, title: string, work: () => Promise<T> | T, note: (outcome: T) => string): Promise<T> {
  progress?.start(title);
  await heedInterrupt(signal);
  const outcome = await work();
  progress?.done(title, note(outcome));
  return outcome;
}

/** What a stage consists of, where that is known before it starts. */
export type StageSize = Omit<StageCount, 'done' | 'total'> & { readonly total: number };

/** The same for a computation in pieces, which together are `size`. */
export function runStageInPieces<T>(context: StageContext, title: string, size: StageSize, computation: Piecewise<T>, note: (outcome: T) => string): Promise<T> {
  return runStage(context, title, () => runInPieces(computation, context.signal, countUp(context.progress, title, size)), note);
}

/** Hears the share of a stage that is done, and tells it as a share and as a count. */
export function countUp(progress: Progress | undefined, title: string, { total, unit }: StageSize): (fraction: number) => void {
  return (fraction) => progress?.update(title, fraction, undefined, { done: Math.round(fraction * total), total, unit });
}
