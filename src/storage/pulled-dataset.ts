import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../core/errors.js';
import type { BaseDataset, BuildFindings, BuiltSource } from '../pipeline/pull-ports.js';
import { carryRows } from './carried-rows.js';
import { DatasetBuilder, type DatasetHeader, type TableProvenance } from './dataset-builder.js';
import { DuckDbSession } from './duckdb-session.js';
import { hashTables, type Manifest, type PullEntry } from './manifest.js';

/** Memory that the database of a build may take; what does not fit goes to its file. */
const BUILD_MEMORY_MB = 64;

/** Twelve times as fast as the smallest, for a fifth more bytes. */
const COMPRESSION_LEVEL = 9;

export interface PulledDataset {
  readonly name: string;
  readonly description: string;
  readonly toolVersion: string;
  readonly sources: readonly BuiltSource[];
  /** The version that this one adds to, or `null`. */
  readonly base: BaseDataset | null;
}

export interface PublishedDataset {
  readonly folder: string;
  readonly sha256: string;
  readonly manifest: Manifest;
  readonly findings: BuildFindings;
}

/** @throws UsageError when a dataset of this name is there already */
export async function requireFreeName(datasetsFolder: string, name: string): Promise<void> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
    throw new UsageError(`\`${name}\` cannot name a dataset`, { where: '--name', suggestions: ['Use letters, digits, points, underscores and hyphens, beginning with a letter or digit.'] });
  }
  const folder = join(datasetsFolder, name);
  if (await stat(folder).then(() => true, () => false)) {
    throw new UsageError(`there is a dataset \`${name}\` already`, { where: folder, suggestions: ['Choose another --name: a dataset that reports may rest on is not overwritten.', `Or remove the folder ${folder}.`] });
  }
}

/**
 * Builds the tables of pulled sources and publishes them under their name, whole or not at all: everything is written beside
 * the datasets and moved there by one rename.
 *
 * @throws DataError when the pages break the schema; an error of a full disk as it comes
 */
export async function publishDataset(datasetsFolder: string, buildFolder: string, dataset: PulledDataset): Promise<PublishedDataset> {
  const findings: BuildFindings = { reconciliations: [], warnings: [], tokens: new Map() };
  await rm(buildFolder, { recursive: true, force: true });
  await mkdir(buildFolder, { recursive: true });
  const tables = join(buildFolder, dataset.name);
  const manifest = await DuckDbSession.use(async (session) => {
    const builder = new DatasetBuilder(session, COMPRESSION_LEVEL);
    const sourcesOf = new Map<string, BuiltSource[]>();
    for (const source of dataset.sources) {
      for await (const { table, rows } of source.rows(findings)) {
        await builder.add(table, rows);
        const known = sourcesOf.get(table) ?? [];
        if (!known.includes(source)) sourcesOf.set(table, [...known, source]);
      }
    }
    const carried = dataset.base === null ? [] : await carryRows(builder, dataset.base, findings.tokens);
    return builder.write(tables, describe(dataset, findings), describeProvenance(builder.tables, sourcesOf, dataset, carried));
  }, { onDisk: { file: join(buildFolder, 'build.duckdb'), memoryLimitMb: BUILD_MEMORY_MB } });
  const folder = join(datasetsFolder, dataset.name);
  await requireFreeName(datasetsFolder, dataset.name);
  await rename(tables, folder);
  return { folder, sha256: hashTables(manifest), manifest, findings };
}

function describe({ name, description, toolVersion, sources, base }: PulledDataset, { reconciliations, warnings, tokens }: BuildFindings): DatasetHeader {
  const off = reconciliations.filter(({ stated, pulled }) => stated !== pulled);
  return {
    name,
    description,
    licence: [...new Set(sources.map(({ licence }) => licence))].join('; '),
    snapshotUnixSeconds: Math.max(...sources.map(({ report }) => report.pin.unixSeconds)),
    toolVersion,
    accounts: null,
    pulls: sources.map((source) => toPullEntry(source, base)),
    ...(tokens.size === 0 ? {} : { tokens: Object.fromEntries([...tokens].sort()) }),
    ...(base === null ? {} : { basedOn: { name: base.name, sha256: base.sha256, fromUnixSeconds: base.cutUnixSeconds } }),
    notes: [
      ...(reconciliations.length > 0 ? [`${reconciliations.length - off.length} of ${reconciliations.length} counters of the subgraph agree with what was pulled`] : []),
      ...off.slice(0, 20).map(({ what, stated, pulled }) => `${what}: the subgraph states ${stated}, ${pulled} were pulled`),
      ...warnings,
    ],
  };
}

function toPullEntry({ report }: BuiltSource, base: BaseDataset | null): PullEntry {
  const { pin, source, host, network, tables, choices, sinceUnixSeconds, untilUnixSeconds, collections } = report;
  return {
    source,
    host,
    network,
    tables: [...tables],
    choices: { ...choices },
    deployment: pin.deployment,
    block: { number: pin.blockNumber, hash: pin.blockHash, unixSeconds: pin.unixSeconds },
    sinceUnixSeconds: base?.sinceUnixSeconds ?? sinceUnixSeconds,
    untilUnixSeconds,
    collections: collections.map((item) => ({ ...item })),
  };
}

function describeProvenance(tables: readonly string[], sourcesOf: ReadonlyMap<string, readonly BuiltSource[]>, { sources: all, base }: PulledDataset, carried: readonly string[]): Record<string, TableProvenance> {
  return Object.fromEntries(
    tables.map((table) => {
      // A table that is carried alone has no source of this pull.
      const sources = sourcesOf.get(table) ?? all;
      const pulled = sources.map(({ report: { source, host, pin } }) => `${source} at ${host}, deployment ${pin.deployment}, block ${pin.blockNumber}`);
      return [table, { licence: [...new Set(sources.map(({ licence }) => licence))].join('; '), source: base !== null && carried.includes(table) ? [`${base.name}, sha256 ${base.sha256}`, ...pulled] : pulled }];
    }),
  );
}
