import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.js';
import { readTextFile } from './text-file.js';

const SCHEMA = 'plimsoll-fit/1';

/** A fit as it is kept: what it was made from, and what came out. */
export interface SavedFit<T> {
  readonly schema: typeof SCHEMA;
  /** What was fitted: `volatility`, `tails`, … */
  readonly what: string;
  /** Hash over tool version, data and options: an equal key means an equal result. */
  readonly key: string;
  readonly version: string;
  /** Of the numbers that were fitted. */
  readonly dataSha256: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly result: T;
}

/**
 * Reads a fit that was saved before; `null` when there is no file.
 *
 * @throws UsageError when the file is something else, so that it is never written over.
 */
export async function readFitFile(path: string): Promise<SavedFit<unknown> | null> {
  const text = await readTextFile(path).catch((cause: unknown) => {
    throw new UsageError(`cannot read the saved fit: ${(cause as Error).message}`, { where: path, cause });
  });
  if (text === null) return null;
  const saved = parseJson(text) as Partial<SavedFit<unknown>> | null;
  if (saved?.schema === SCHEMA && typeof saved.key === 'string' && saved.result !== undefined) return saved as SavedFit<unknown>;
  throw new UsageError('the file exists and is not a saved fit', { where: path, suggestions: ['Name another file with --save, or move this one away.'] });
}

/** Writes a fit. @throws UsageError when the place cannot be written. */
export async function writeFitFile<T>(path: string, fit: Omit<SavedFit<T>, 'schema'>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${JSON.stringify({ schema: SCHEMA, ...fit }, null, 2)}\n`);
  } catch (cause) {
    throw new UsageError(`cannot write the fit: ${(cause as Error).message}`, { where: path, suggestions: ['Name a file that you may write with --save.'], cause });
  }
}

/** Writes pictures into a folder, which is made when it is not there. Gives their paths. @throws UsageError when the place cannot be written. */
export async function writePlotFiles(folder: string, svgByName: ReadonlyMap<string, string>): Promise<string[]> {
  try {
    await mkdir(folder, { recursive: true });
    const paths: string[] = [];
    for (const [name, svg] of svgByName) {
      paths.push(join(folder, name));
      await writeFile(paths.at(-1)!, svg);
    }
    return paths;
  } catch (cause) {
    throw new UsageError(`cannot write the pictures: ${(cause as Error).message}`, { where: folder, suggestions: ['Name a folder that you may write with --plots.'], cause });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
