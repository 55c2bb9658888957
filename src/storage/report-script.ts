import { readFile } from 'node:fs/promises';
import { InternalError } from '../core/errors.js';

/**
 * Reads the script that makes a report's charts interactive, as the build bundled it.
 *
 * Compiled code finds it in `dist`; the sources, as jest runs them, find the build's.
 */
export async function readReportScript(): Promise<string> {
  const place = import.meta.url.endsWith('.ts') ? '../../dist/src/report/vendor/report.js' : '../report/vendor/report.js';
  return readFile(new URL(place, import.meta.url), 'utf8').catch((cause: unknown) => {
    throw new InternalError(`the build lacks the report's script: ${(cause as Error).message}`);
  });
}
