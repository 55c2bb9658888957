/** The bill of materials in CycloneDX 1.5. It has no date and no serial number, so that the same lockfile gives the same bytes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listBinaries, listBundled, listDependencies, type Dependency } from './render-dependencies.js';
import { CHECKOUT } from './run-plimsoll.js';

export interface SbomComponent {
  readonly 'bom-ref': string;
  readonly type: 'library';
  readonly name: string;
  readonly version: string;
  readonly scope: 'required' | 'optional';
  readonly purl: string;
  readonly hashes?: readonly { readonly alg: 'SHA-512'; readonly content: string }[];
  readonly licenses: readonly [{ readonly license: { readonly id: string } } | { readonly expression: string }];
  /** `installed` by npm, `native` where it fits the machine, `bundled` inside the program. */
  readonly properties: readonly { readonly name: 'plimsoll:way'; readonly value: string }[];
}

export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.5';
  readonly version: 1;
  readonly metadata: object;
  readonly components: readonly SbomComponent[];
}

/** @returns one component per package and version; one that comes in two ways says both */
export function buildSbom(): Sbom {
  const { name, version, license } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as { name: string; version: string; license: string };
  const ways = [['installed', listDependencies()], ['native', listBinaries()], ['bundled', listBundled()]] as const;
  const found = new Map<string, { dependency: Dependency; ways: string[] }>();
  for (const [way, dependencies] of ways) {
    for (const dependency of dependencies) {
      const purl = toPurl(dependency);
      found.set(purl, { dependency, ways: [...(found.get(purl)?.ways ?? []), way] });
    }
  }
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: { 'bom-ref': toPurl({ name, version }), type: 'application', name, version, purl: toPurl({ name, version }), licenses: [{ license: { id: license } }] } },
    components: [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => toComponent(entry.dependency, entry.ways)),
  };
}

export function renderSbom(): string {
  return `${JSON.stringify(buildSbom(), null, 1)}\n`;
}

/** @source package-url, type `npm`: the scope's @ is written %40 */
function toPurl({ name, version }: Pick<Dependency, 'name' | 'version'>): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function toComponent(dependency: Dependency, ways: readonly string[]): SbomComponent {
  const { name, version, licence, integrity } = dependency;
  const sha512 = integrity?.startsWith('sha512-') ? Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex') : null;
  return {
    'bom-ref': toPurl(dependency),
    type: 'library',
    name,
    version,
    scope: ways.every((way) => way === 'native') ? 'optional' : 'required',
    purl: toPurl(dependency),
    ...(sha512 === null ? {} : { hashes: [{ alg: 'SHA-512', content: sha512 }] }),
    licenses: [/[ (]/.test(licence) ? { expression: licence } : { license: { id: licence } }],
    properties: ways.map((value) => ({ name: 'plimsoll:way', value })),
  };
}
