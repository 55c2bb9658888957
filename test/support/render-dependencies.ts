/** The packages that an installation brings and those that lie inside the program, with their licences, from the lockfile and the build. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './run-plimsoll.js';

interface Locked {
  /** Where it stands under another package's name. */
  readonly name?: string;
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** The registry's hash of the package, `sha512-` and base64; `null` where the lockfile has none. */
  readonly integrity: string | null;
}

/** Texts of the licences that the build puts beside its two bundles. */
const BUNDLED_LICENCES = ['dist/src/frame/vendor/THIRD-PARTY-LICENSES.txt', 'dist/src/report/vendor/THIRD-PARTY-LICENSES.txt'];

/** Packages that every installation gets, by name and version. */
export function listDependencies(): Dependency[] {
  return listLocked(({ dev, optional }) => !dev && !optional);
}

/** Packages that npm takes where they fit the machine: native parts, of which one per platform. */
export function listBinaries(): Dependency[] {
  return listLocked(({ dev, optional }) => !dev && optional === true);
}

/** Packages whose text is part of the program: danfojs and what it uses, ECharts in the report. */
export function listBundled(): Dependency[] {
  const integrities = new Map(listLocked(() => true).map(({ name, version, integrity }) => [`${name} ${version}`, integrity]));
  const rows = BUNDLED_LICENCES.flatMap((file) =>
    [...readFileSync(join(CHECKOUT, file), 'utf8').matchAll(/^-{10,}\n(\S+) (\d\S*)\nLicence: (.+)\n\n(.*)$/gm)].map(([, name, version, stated, text]) => ({
      name: name!,
      version: version!,
      // A package that names no licence has its text all the same.
      licence: stated === 'see below' && /^The MIT License/.test(text!) ? 'MIT' : stated!,
      integrity: integrities.get(`${name} ${version}`) ?? null,
    })),
  );
  return sortRows(rows);
}

function listLocked(isWanted: (entry: Locked) => boolean): Dependency[] {
  const { packages } = JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  const used = Object.entries(packages).filter(([place, entry]) => place !== '' && isWanted(entry));
  return sortRows(
    used.map(([place, { name, version, license, integrity }]) => ({
      name: name ?? place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: version ?? '',
      licence: license ?? readInstalledLicence(place),
      integrity: integrity ?? null,
    })),
  );
}

function sortRows(rows: readonly Dependency[]): Dependency[] {
  const byText = new Map(rows.map((row) => [`${row.name} ${row.version}`, row]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function readInstalledLicence(place: string): string {
  const file = join(CHECKOUT, place, 'package.json');
  const { license } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }) : {};
  return typeof license === 'string' ? license : 'not stated';
}

export function renderDependencies(): string {
  return [
    '# Packages that an installation brings',
    '',
    '<!-- Made from the lockfile: PLIMSOLL_UPDATE_DOCS=1 npm test -- test/contract/dependencies.test.ts -->',
    '',
    'The same as a bill of materials in CycloneDX form, with the hashes of the registry: [sbom.cdx.json](sbom.cdx.json). Known weaknesses: [decision 5](decisions/0005-known-weak-packages.md).',
    '',
    ...renderTable(listDependencies()),
    '## Native parts, of which npm takes the one that fits',
    '',
    'Without `@napi-rs/nice` nothing is missing: worker threads then keep their ordinary priority.',
    '',
    ...renderTable(listBinaries()),
    '## Inside the program',
    '',
    'Bundled at build (danfojs and what it uses; ECharts in the report), so that npm neither asks for them nor updates them; their licences in full lie beside the bundles, in `THIRD-PARTY-LICENSES.txt`.',
    '',
    ...renderTable(listBundled()),
  ].join('\n');
}

function renderTable(dependencies: readonly Dependency[]): string[] {
  return ['| Package | Version | Licence |', '|---|---|---|', ...dependencies.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`), ''];
}
