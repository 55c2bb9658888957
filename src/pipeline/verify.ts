import { join, resolve } from 'node:path';
import { checkRunFiles, readRunManifest, readRunOutcome, type RunFileCheck, type RunManifest } from '../storage/run-manifest.js';
import { useScratchFolder } from '../storage/scratch-folder.js';
import { runMarket } from './run-market.js';
import type { RunContext } from './run-options.js';
import { RUN_FILES } from './stages/run-files.js';
import { findDifferences, type FigureDifference } from './verify/find-differences.js';

export interface VerifyOptions {
  readonly folder: string;
  readonly workers?: number | undefined;
  /** Only holds the files against their hashes, without running again. */
  readonly filesOnly?: boolean | undefined;
}

export interface RunVerification {
  readonly runId: string;
  readonly holds: boolean;
  readonly files: readonly RunFileCheck[];
  /** `null` when nothing was run again. */
  readonly rerun: {
    readonly version: string;
    readonly recordedVersion: string;
    /** Files whose bytes came out otherwise. */
    readonly differentFiles: readonly string[];
    /** Figures of result.json that came out otherwise, the first ones. */
    readonly differences: readonly FigureDifference[];
  } | null;
}

/**
 * Checks a run folder as a hostile reader would: its files against their hashes, then the whole run again from its own market and policy
 * files, and every file of the outcome byte by byte.
 *
 * Special cases: a changed input ends the check before the run, which would compare other things; the manifest itself records the moment
 * and is compared by what it lists.
 * @throws UsageError or DataError when there is no run, or its dataset is not here
 */
export async function verifyRun({ folder: given, workers, filesOnly }: VerifyOptions, context: RunContext): Promise<RunVerification> {
  const folder = resolve(context.workingFolder, given);
  const manifest = await readRunManifest(folder);
  const files = await checkRunFiles(folder, manifest);
  const isIntact = files.every(({ state }) => state === 'as recorded');
  const head = { runId: manifest.runId, files };
  if (filesOnly || !isIntact) return { ...head, holds: isIntact, rerun: null };
  return useScratchFolder(async (scratch) => {
    const rerunFolder = join(scratch, 'run');
    const { result } = await runMarket(repeatOptions(manifest, folder, rerunFolder, workers), context);
    const again = await readRunManifest(rerunFolder);
    const differentFiles = Object.keys({ ...manifest.files, ...again.files }).filter((path) => manifest.files[path]?.sha256 !== again.files[path]?.sha256);
    const recorded = await readRunOutcome(folder, manifest);
    const rerun = {
      version: context.version,
      recordedVersion: manifest.tool.version,
      differentFiles: differentFiles.sort(),
      differences: differentFiles.includes(RUN_FILES.result) ? findDifferences(recorded, result) : [],
    };
    return { ...head, holds: differentFiles.length === 0, rerun };
  });
}

function repeatOptions({ inputs }: RunManifest, folder: string, out: string, workers: number | undefined): Parameters<typeof runMarket>[0] {
  return {
    dataset: inputs.dataset.name,
    market: join(folder, RUN_FILES.market),
    policy: join(folder, RUN_FILES.policy),
    seed: inputs.seed,
    paths: inputs.paths.final,
    quick: inputs.quick,
    date: inputs.date,
    out,
    workers,
  };
}
