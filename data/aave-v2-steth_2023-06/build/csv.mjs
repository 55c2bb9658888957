import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Reads a gzip CSV without quoted cells into one object per row; cells stay text, so no digit is lost. */
export function readCsv(folder, file) {
  const [header, ...lines] = gunzipSync(readFileSync(join(folder, file))).toString('utf8').trim().split('\n');
  const names = header.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    if (cells.length !== names.length) throw new Error(`${file}: ${cells.length} cells instead of ${names.length} in: ${line}`);
    return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
  });
}
