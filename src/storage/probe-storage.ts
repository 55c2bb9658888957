import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDbSession } from './duckdb-session.js';

/** Whether files can be made in a folder, or in the nearest one above it that is there; makes one and takes it away again. */
export async function probeFolder(folder: string): Promise<{ readonly existing: string; readonly trouble: string | null }> {
  let existing = folder;
  while (dirname(existing) !== existing && !(await stat(existing).then(() => true, () => false))) existing = dirname(existing);
  try {
    await rmdir(await mkdtemp(join(existing, '.plimsoll-doctor-')));
    return { existing, trouble: null };
  } catch (error) {
    return { existing, trouble: (error as NodeJS.ErrnoException).code ?? (error as Error).message };
  }
}

/** Whether DuckDB's native library loads and answers; what is wrong, or `null`. */
export async function probeDuckDb(): Promise<string | null> {
  try {
    await DuckDbSession.use((session) => session.readRows('SELECT 1 AS one'));
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
