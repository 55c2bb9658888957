import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError } from '../core/errors.js';
import { hashSha256, toCanonicalJson } from '../core/hash.js';
import { findTable, SCHEMA_VERSION } from './schema.js';

export const MANIFEST_FILE = 'manifest.json';

const count = z.number().int().nonnegative();
const timeRange = z.strictObject({ fromUnixSeconds: count, toUnixSeconds: count });

const tableEntry = z.strictObject({
  rows: count,
  bytes: count,
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits'),
  /** `null` for a table without a time column, or without rows. */
  timeRange: timeRange.nullable(),
  licence: z.string().min(1),
  /** Where each part comes from: repository and commit, endpoint host and block, or import path. */
  source: z.array(z.string().min(1)).min(1),
});

const accountsEntry = z.strictObject({
  inSource: count,
  kept: count,
  leftOut: z.array(z.strictObject({ reason: z.string().min(1), accounts: count })),
  /** Named figures about how the accounts were made, for the reader. */
  figures: z.record(z.string(), z.number()),
});

/** What was asked of one subgraph, and the state of the chain that its pages are of. */
const pullEntry = z.strictObject({
  source: z.string().min(1),
  host: z.string().min(1),
  network: z.string().min(1),
  /** What was asked for, as `--tables` and `--choose` take it. */
  tables: z.array(z.string()).optional(),
  choices: z.record(z.string(), z.string()).optional(),
  deployment: z.string().min(1),
  /** `hash` is `null` where the server does not tell it: for every block but the head. */
  block: z.strictObject({ number: count, hash: z.string().nullable(), unixSeconds: count }),
  sinceUnixSeconds: count,
  untilUnixSeconds: count,
  collections: z.array(z.strictObject({ collection: z.string().min(1), querySha256: z.string(), entities: count })),
});

const manifestSchema = z.strictObject({
  schemaVersion: z.literal(SCHEMA_VERSION),
  name: z.string().min(1),
  description: z.string().min(1),
  licence: z.string().min(1),
  snapshotUnixSeconds: count,
  tool: z.strictObject({ name: z.literal('plimsoll'), version: z.string().min(1) }),
  tables: z.record(
    z.string().refine((name) => findTable(name) !== undefined, 'the schema has no such table'),
    tableEntry,
  ),
  accounts: accountsEntry.nullable(),
  /** One entry per subgraph that a pulled dataset came from. */
  pulls: z.array(pullEntry).optional(),
  /** Symbol → the token's id in the source, of a pulled dataset: two versions must mean the same by a name. */
  tokens: z.record(z.string(), z.string()).optional(),
  /** The version before, whose rows stand for the time before `fromUnixSeconds`. */
  basedOn: z.strictObject({ name: z.string().min(1), sha256: z.string(), fromUnixSeconds: count }).optional(),
  notes: z.array(z.string().min(1)),
});

/** What a dataset says about itself; the text beside the tables. */
export type Manifest = z.infer<typeof manifestSchema>;
export type PullEntry = z.infer<typeof pullEntry>;
export type TableEntry = z.infer<typeof tableEntry>;

/** Hashes the manifest's table entries in canonical JSON: it changes with every byte of every table, and with their provenance. */
export function hashTables(manifest: Manifest): string {
  return hashSha256(toCanonicalJson(manifest.tables));
}

/** Counts the source's accounts that the dataset does not hold. */
export function countAccountsLeftOut(manifest: Manifest): number {
  return (manifest.accounts?.leftOut ?? []).reduce((sum, item) => sum + item.accounts, 0);
}

/**
 * Reads and checks the manifest in a dataset folder.
 *
 * @throws DataError when it is missing, not JSON, of another schema version, or breaks its own contract.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const file = join(folder, MANIFEST_FILE);
  const restore = ['restore the file, or build or pull the dataset again'];
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new DataError('the dataset has no readable manifest', { where: file, suggestions: restore, cause });
  }
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new DataError('the manifest is not JSON', { where: file, suggestions: restore, cause });
  }
  return parseManifest(content, file);
}

/** Checks parsed JSON against the manifest's contract; `where` names its file in errors. */
function parseManifest(content: unknown, where: string): Manifest {
  const version = typeof content === 'object' && content !== null && 'schemaVersion' in content ? content.schemaVersion : undefined;
  if (version !== SCHEMA_VERSION) {
    throw new DataError(`the dataset has schema version ${String(version)}, this Plimsoll reads version ${SCHEMA_VERSION}`, {
      where,
      suggestions: ['build or pull the dataset again with this version of Plimsoll', 'or use the Plimsoll version that made it'],
    });
  }
  const parsed = manifestSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new DataError(`the manifest breaks its contract at ${issue.path.join('.') || 'the top'}: ${issue.message}`, {
    where,
    suggestions: ['build or pull the dataset again'],
  });
}
