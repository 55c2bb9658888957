import { readFile } from 'node:fs/promises';

/** Reads a UTF-8 text file; `null` when there is none. Other failures (no permission, a folder) are thrown as they are. */
export async function readTextFile(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
