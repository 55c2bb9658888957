import { DataError } from '../core/errors.js';

/** Turns an error of the file system or of DuckDB that says there is no space left into one for the user; any other is given back. */
export function explainDiskFull(error: unknown, folder: string, remedy: string): unknown {
  const isFull = error instanceof Error && ((error as NodeJS.ErrnoException).code === 'ENOSPC' || /no space left/i.test(error.message));
  return isFull ? new DataError('the disk is full', { where: folder, suggestions: [remedy], cause: error }) : error;
}
