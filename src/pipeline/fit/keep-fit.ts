import { join, resolve } from 'node:path';
import { hashSha256, toCanonicalJson } from '../../core/hash.js';
import type { Piecewise } from '../../core/piecewise.js';
import type { Plot } from '../../report/plots/plot.js';
import { readFitFile, writeFitFile, writePlotFiles } from '../../storage/fit-file.js';
import { heedInterrupt } from '../interrupt.js';
import { runStage, runStageInPieces, type StageContext, type StageSize } from '../progress.js';
import { drawPlots } from './draw-plots.js';
import type { FitContext } from './fit-context.js';

export interface KeepOptions {
  /** File to save to instead of `data/local/fits/<what>-<key>.json`. */
  readonly save?: string | undefined;
  /** Folder to write the pictures to. */
  readonly plots?: string | undefined;
  /** Fits again although a saved fit has the same key. */
  readonly refit?: boolean | undefined;
}

export interface FitQuestion {
  /** `volatility`, `tails`, `depth`, `dependence`. */
  readonly what: string;
  readonly dataSha256: string;
  /** Everything beside the data that decides the result; plain JSON data. */
  readonly options: Readonly<Record<string, unknown>>;
}

export interface KeptFit<T> {
  readonly result: T;
  /** Absolute path of the saved fit. */
  readonly file: string;
  /** True when an earlier fit of the same data, options and version was taken from the file. */
  readonly reused: boolean;
  readonly plots: readonly Plot[];
  /** Absolute paths of the pictures written. */
  readonly plotFiles: readonly string[];
}

const FIT_STAGES = { load: 'Read the data', draw: 'Draw the plots' } as const;

/** The stages of a fit command: name → title. */
export function listFitStages(what: string, { plots }: KeepOptions): Readonly<Record<string, string>> {
  return { load: FIT_STAGES.load, fit: titleFit(what), ...(plots === undefined ? {} : { draw: FIT_STAGES.draw }) };
}

/** Reads what is to be fitted, as the first stage. */
export function readFitData<T extends { readonly rows: number }>(context: StageContext, read: () => Promise<T>): Promise<T> {
  return runStage(context, FIT_STAGES.load, read, ({ rows }) => `${rows} rows`);
}

function titleFit(what: string): string {
  return `Fit ${what}`;
}

/** What was fitted before needs no pieces. */
// eslint-disable-next-line require-yield
function* recall<T>(result: T): Piecewise<T> {
  return result;
}

/** What a fit command's JSON says of the files. */
export type FitFiles = Pick<KeptFit<unknown>, 'file' | 'reused' | 'plotFiles'>;

/** Counts up when a report's shape changes, so that fits kept before are not taken for it. */
const FORMAT = 2;

/**
 * Answers from a saved fit when data, options and tool version are the same, and otherwise fits and saves.
 *
 * `size` is what the pieces of `fit` are together; it must return plain JSON data (no NaN: `null` stands for a figure that does not exist); the pictures are drawn from it alone.
 * @throws UsageError when the file to save to is something else or cannot be written; whatever `fit` throws.
 */
export async function keepFit<T>(
  question: FitQuestion,
  keep: KeepOptions,
  context: FitContext,
  size: StageSize,
  fit: () => Piecewise<T>,
  listPlots: (result: T) => Plot[],
): Promise<KeptFit<T>> {
  const { what, dataSha256, options } = question;
  const { version, workingFolder, signal } = context;
  const key = hashSha256(toCanonicalJson({ format: FORMAT, version, what, dataSha256, options }));
  const file = keep.save === undefined ? join(workingFolder, 'data', 'local', 'fits', `${what}-${key.slice(0, 16)}.json`) : resolve(workingFolder, keep.save);
  const saved = await readFitFile(file);
  const reused = saved?.key === key && !keep.refit;
  const result = await runStageInPieces(context, titleFit(what), size, reused ? recall(saved.result as T) : fit(), () => (reused ? 'kept from an earlier fit' : ''));
  await heedInterrupt(signal);
  if (!reused) await writeFitFile(file, { what, key, version, dataSha256, options, result });
  const plots = listPlots(result);
  const draw = async (folder: string): Promise<string[]> => writePlotFiles(resolve(workingFolder, folder), await drawPlots(plots));
  const plotFiles = keep.plots === undefined ? [] : await runStage(context, FIT_STAGES.draw, () => draw(keep.plots!), (files) => `${files.length} pictures`);
  return { result, file, reused, plots, plotFiles };
}
