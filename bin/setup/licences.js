import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.js';

const WITHOUT_TEXT = 'The package ships no licence file; the text of the licence it names stands in full under another package of this list.';
const LICENCE_FILE = /^(licen[cs]e|copying|notice)(\.|-|$)/i;

/** The licences of everything in a bundle, from esbuild's list of what went in. */
export function collectLicences(metafile, bundleName) {
  const folders = new Set();
  for (const input of Object.keys(metafile.inputs)) {
    const folder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
    if (folder !== undefined) folders.add(path.join(ROOT, folder));
  }
  const notices = [...folders].sort().map(readNotice);
  return [`${bundleName} contains the following packages, minified and otherwise unchanged.`, ...new Set(notices)].join(`\n\n${'-'.repeat(80)}\n`) + '\n';
}

function readNotice(folder) {
  const { name, version, license, author, repository } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort();
  const body = texts.map((file) => readFileSync(path.join(folder, file), 'utf8').trim());
  if (body.length === 0) {
    const source = repository?.url ?? repository ?? 'not stated';
    body.push(`Author: ${author?.name ?? author ?? 'not stated'}\nSource: ${source}\n${WITHOUT_TEXT}`);
  }
  return [`${name} ${version}`, `Licence: ${typeof license === 'string' ? license : 'see below'}`, '', ...body].join('\n');
}
