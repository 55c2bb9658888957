import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/errors.js';

/** Writes files into a folder, each whole or not at all. Gives their paths. @throws UsageError when the place cannot be written */
export async function publishReport(folder: string, contentByPath: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  const paths: string[] = [];
  try {
    for (const [path, content] of Object.entries(contentByPath)) {
      const target = join(folder, path);
      await mkdir(dirname(target), { recursive: true });
      await writeFile(`${target}.partial`, content);
      await rename(`${target}.partial`, target);
      paths.push(target);
    }
    return paths;
  } catch (cause) {
    throw new UsageError(`cannot write: ${(cause as Error).message}`, { where: folder, suggestions: ['Give a folder that you may write to with --out.'], cause });
  }
}
