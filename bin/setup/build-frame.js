import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { collectLicences } from './licences.js';
import { LOCKFILE, ROOT } from './paths.js';
import { hashFiles, readStamp } from './stamp.js';

const ENTRY = "export { DataFrame, toCSV } from 'danfojs-node/dist/danfojs-node/src/index.js';";
/** Excel, HTTP download and plotting: never used here, and two of them unmaintained. */
const LEFT_OUT = /^(xlsx|request|plotly\.js-dist-min)$/;

/**
 * Bundles danfojs-node into one file with the licences of everything in it, because its npm overrides do not reach
 * those who install the published package (docs/decisions/0001). Copies the previous bundle when nothing it is made of changed.
 */
export async function buildFrame(outDir, previousDir) {
  const stamp = hashFiles([LOCKFILE, fileURLToPath(import.meta.url)]);
  if (readStamp(path.join(previousDir, '.stamp')) === stamp) return cpSync(previousDir, outDir, { recursive: true });
  mkdirSync(outDir, { recursive: true });
  const { metafile } = await bundle(path.join(outDir, 'danfo.mjs'));
  writeFileSync(path.join(outDir, 'THIRD-PARTY-LICENSES.txt'), collectLicences(metafile, 'danfo.mjs'));
  writeFileSync(path.join(outDir, '.stamp'), stamp);
}

function bundle(outfile) {
  return build({
    absWorkingDir: ROOT,
    stdin: { contents: ENTRY, resolveDir: ROOT, sourcefile: 'danfo-entry.js' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    outfile,
    metafile: true,
    logLevel: 'error',
    // The bundled packages are CommonJS and `require` Node's own modules.
    banner: { js: "import { createRequire as plimsollRequire } from 'node:module'; const require = plimsollRequire(import.meta.url);" },
    plugins: [{ name: 'leave-out', setup: leaveOut }],
  });
}

function leaveOut(build) {
  build.onResolve({ filter: LEFT_OUT }, ({ path: name }) => ({ path: name, namespace: 'left-out' }));
  build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
}
