/** The packages that an installation brings, with their licences, from the lockfile and what is installed. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './run-plimsoll.js';

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
}

export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
}

/** Packages that are neither for development nor binaries of other platforms alone, by name and version. */
export function listDependencies(): Dependency[] {
  const { packages } = JSON.parse(readFileSync(join(CHECKOUT, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
  const used = Object.entries(packages).filter(([place, entry]) => place !== '' && !entry.dev && !entry.optional);
  const rows = used.map(([place, { version, license }]) => ({ name: place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length), version: version ?? '', licence: license ?? readInstalledLicence(place) }));
  const byText = new Map(rows.map((row) => [`${row.name} ${row.version}`, row]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

function readInstalledLicence(place: string): string {
  const file = join(CHECKOUT, place, 'package.json');
  const { license } = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { license?: unknown }) : {};
  return typeof license === 'string' ? license : 'not stated';
}

export function renderDependencies(): string {
  const rows = listDependencies().map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  return [
    '# Packages that an installation brings',
    '',
    '<!-- Made from the lockfile: PLIMSOLL_UPDATE_DOCS=1 npm test -- test/contract/dependencies.test.ts -->',
    '',
    'Those bundled into the program (danfojs and what it uses; ECharts in the report) have their licences in full beside the bundles, in `THIRD-PARTY-LICENSES.txt`.',
    'A bill of materials in CycloneDX form: `npm sbom --omit=dev --sbom-format=cyclonedx`.',
    '',
    '| Package | Version | Licence |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
