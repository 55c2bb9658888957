import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { collectLicences } from './licences.js';
import { ROOT } from './paths.js';

const BANNER = '/*! Apache ECharts and zrender: Apache License 2.0 and BSD-3-Clause; licences in full beside the program that wrote this file. */';

/** Bundles what a report runs in a reader's browser, charts' library included, into one file that the page carries inline. */
export async function buildReportScript(outDir) {
  mkdirSync(outDir, { recursive: true });
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/report/browser/main.ts'],
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    banner: { js: BANNER },
    tsconfig: 'tsconfig.browser.json',
    outfile: path.join(outDir, 'report.js'),
    metafile: true,
    logLevel: 'error',
  });
  writeFileSync(path.join(outDir, 'THIRD-PARTY-LICENSES.txt'), collectLicences(metafile, 'report.js'));
}
