import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DataError, UsageError } from '../core/errors.js';
import { hashSha256 } from '../core/hash.js';
import type { PerpRunResult } from '../core/perp-run-result.js';
import type { RunResult } from '../core/run-result.js';
import { completeResult } from './complete-result.js';
import { readTextFile } from './text-file.js';

export const RUN_MANIFEST_FILE = 'manifest.json';
const RESULT_FILE = 'result.json';
/** The form of run folders that this version writes and reads. */
export const RUN_FOLDER_VERSION = 1;
/** The form of the outcome inside. */
const RESULT_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.object({ path: z.string(), sha256 });

const runManifestSchema = z.object({
  schemaVersion: z.number(),
  runId: z.string(),
  tool: z.object({ name: z.string(), version: z.string() }),
  inputs: z.object({
    dataset: z.object({ name: z.string(), sha256 }),
    market: file,
    policy: file,
    seed: z.number(),
    paths: z.object({ screening: z.number(), final: z.number() }),
    quick: z.boolean(),
    date: z.string(),
  }),
  files: z.record(z.string(), z.object({ sha256 })),
});

/** What a run folder says about itself; facts of the moment are left unread. */
export type RunManifest = z.infer<typeof runManifestSchema>;

/** One file of a run folder against what its manifest records. */
export interface RunFileCheck {
  readonly path: string;
  readonly state: 'as recorded' | 'changed' | 'missing';
}

/** Reads a run folder's manifest. @throws UsageError when there is no run; DataError when the manifest is broken or of another version */
export async function readRunManifest(folder: string): Promise<RunManifest> {
  const where = join(folder, RUN_MANIFEST_FILE);
  const text = await readTextFile(where).catch(() => null);
  if (text === null) {
    throw new UsageError('there is no run in this folder', { where: folder, suggestions: ['Name the folder of a run: it holds manifest.json and result.json.'] });
  }
  const parsed = runManifestSchema.safeParse(parseJson(text, where));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DataError(`the run's manifest is broken at ${issue!.path.join('.') || 'its top'}: ${issue!.message}`, { where, suggestions: ['Run it again, or restore the file.'] });
  }
  if (parsed.data.schemaVersion !== RUN_FOLDER_VERSION) {
    throw new DataError(`the run folder has form ${parsed.data.schemaVersion}, this version reads ${RUN_FOLDER_VERSION}`, {
      where,
      suggestions: [`Use plimsoll ${parsed.data.tool.version}, which wrote it, or run it again.`],
    });
  }
  return parsed.data;
}

/** Holds every file that the manifest names against its hash, in the order of the names. */
export async function checkRunFiles(folder: string, manifest: RunManifest): Promise<RunFileCheck[]> {
  const checks: RunFileCheck[] = [];
  for (const [path, entry] of Object.entries(manifest.files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = await readTextFile(join(folder, path)).catch(() => null);
    checks.push({ path, state: text === null ? 'missing' : hashSha256(text) === entry.sha256 ? 'as recorded' : 'changed' });
  }
  return checks;
}

/** Reads one file of a run folder that must be what the manifest records. @throws DataError naming the file */
export async function readRunFile(folder: string, manifest: RunManifest, path: string): Promise<string> {
  const where = join(folder, path);
  const entry = manifest.files[path];
  const text = entry ? await readTextFile(where).catch(() => null) : null;
  if (!entry || text === null) {
    throw new DataError(`the run folder has no ${path}`, { where: folder, suggestions: [`Files there: ${(await readdir(folder)).join(', ')}.`, 'Run it again, or restore the file.'] });
  }
  if (hashSha256(text) !== entry.sha256) {
    throw new DataError(`${path} was changed since the run wrote it`, { where, suggestions: ['Run it again, or restore the file.'] });
  }
  return text;
}

/**
 * Reads the outcome of a run of either kind, unchanged and of a form that this version reads.
 *
 * What an earlier version did not write about a lending reserve is filled in with a warning. @throws DataError naming what is wrong
 */
export async function readRunOutcome(folder: string, manifest: RunManifest): Promise<RunResult | PerpRunResult> {
  const where = join(folder, RESULT_FILE);
  const result = parseJson(await readRunFile(folder, manifest, RESULT_FILE), where) as RunResult | PerpRunResult;
  if (result.schemaVersion === RESULT_VERSION) return completeResult(result);
  throw new DataError(`the outcome has form ${String(result.schemaVersion)}, this version reads ${RESULT_VERSION}`, { where, suggestions: [`Use plimsoll ${manifest.tool.version}, which wrote it, or run it again.`] });
}

/** Reads the outcome of a run on a lending reserve. @throws UsageError when the run is on perpetual futures; DataError as above */
export async function readRunResult(folder: string, manifest: RunManifest): Promise<RunResult> {
  const outcome = await readRunOutcome(folder, manifest);
  if (!('kind' in outcome)) return outcome;
  throw new UsageError('this run is on perpetual futures, and historical windows are replayed for lending reserves', { where: folder, suggestions: ['Give a run on a lending reserve with --run.'] });
}

/** Gives the manifest's text with the hashes of files that are written anew; everything else in it stays. */
export async function rehashManifest(folder: string, contentByPath: Readonly<Record<string, string>>): Promise<string> {
  const where = join(folder, RUN_MANIFEST_FILE);
  const manifest = parseJson((await readTextFile(where)) ?? '', where) as { files: Record<string, { sha256: string }> };
  for (const [path, content] of Object.entries(contentByPath)) manifest.files[path] = { sha256: hashSha256(content) };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataError('the file is not JSON', { where, suggestions: ['Run it again, or restore the file.'], cause });
  }
}
