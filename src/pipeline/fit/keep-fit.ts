import { join, resolve } from 'node:path';
import { hashSha256, toCanonicalJson } from '../../core/hash.js';
import type { Plot } from '../../report/plots/plot.js';
import { readFitFile, writeFitFile, writePlotFiles } from '../../storage/fit-file.js';
import type { FitContext } from './fit-context.js';
import { drawPlots } from './draw-plots.js';

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

/** What a fit command's JSON says of the files. */
export type FitFiles = Pick<KeptFit<unknown>, 'file' | 'reused' | 'plotFiles'>;

/** Counts up when a report's shape changes, so that fits kept before are not taken for it. */
const FORMAT = 2;

/**
 * Answers from a saved fit when data, options and tool version are the same, and otherwise fits and saves.
 *
 * `fit` must return plain JSON data (no NaN: `null` stands for a figure that does not exist); the pictures are drawn from it alone.
 * @throws UsageError when the file to save to is something else or cannot be written; whatever `fit` throws.
 */
export async function keepFit<T>(
  question: FitQuestion,
  keep: KeepOptions,
  context: FitContext,
  fit: () => T | Promise<T>,
  listPlots: (result: T) => Plot[],
): Promise<KeptFit<T>> {
  const { what, dataSha256, options } = question;
  const { version, workingFolder } = context;
  const key = hashSha256(toCanonicalJson({ format: FORMAT, version, what, dataSha256, options }));
  const file = keep.save === undefined ? join(workingFolder, 'data', 'local', 'fits', `${what}-${key.slice(0, 16)}.json`) : resolve(workingFolder, keep.save);
  const saved = await readFitFile(file);
  const reused = saved?.key === key && !keep.refit;
  const result = reused ? (saved.result as T) : await fit();
  if (!reused) await writeFitFile(file, { what, key, version, dataSha256, options, result });
  const plots = listPlots(result);
  const plotFiles = keep.plots === undefined ? [] : await writePlotFiles(resolve(workingFolder, keep.plots), await drawPlots(plots));
  return { result, file, reused, plots, plotFiles };
}
