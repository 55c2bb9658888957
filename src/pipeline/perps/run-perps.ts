import { basename } from 'node:path';
import type { PerpRunResult } from '../../core/perp-run-result.js';
import { checkRunFolder, publishRunFolder } from '../../storage/run-folder.js';
import { heedInterrupt } from '../interrupt.js';
import { countUp, runStage, runStageInPieces } from '../progress.js';
import type { RunContext, RunOptions } from '../run-options.js';
import { RUN_STAGES } from '../run-stages.js';
import { assemblePerpResult } from './assemble-perp-result.js';
import type { PerpRunInputs } from './perp-inputs.js';
import { countTierStressPaths, testTierSensitivity } from './perp-sensitivity.js';
import { withTierSearch } from './perp-session.js';
import { countTierReplays, replayTiers } from './replay-tiers.js';
import { renderPerpFiles } from './render-perp-files.js';

export interface PerpRunOutcome {
  readonly kind: 'perps';
  readonly result: PerpRunResult;
  /** Absolute path of the run folder. */
  readonly folder: string;
}

/**
 * Does the whole job for margin tiers: dataset → fits → simulation and search → stress → report and proposal, in a run folder that exists whole or not at all.
 *
 * The same inputs, seed and version give the same `result.json` bytes for any number of workers.
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the reason of the context's signal; nothing is written then
 */
export async function runPerps(options: RunOptions, context: RunContext): Promise<PerpRunOutcome> {
  const { progress, signal } = context;
  const startedAt = context.now();
  const prepare = async ({ runFolder }: PerpRunInputs): Promise<null> => {
    await checkRunFolder(runFolder);
    return null;
  };
  return withTierSearch(options, context, prepare, async (session) => {
    const { inputs, built, search, reasons, executor, workers } = session;
    const replays = { total: countTierReplays(inputs, reasons.baselines), unit: 'replays' };
    const windows = await runStageInPieces(context, RUN_STAGES.backtest, replays, replayTiers(inputs, built.job, search.current.table, search.recommended.table, reasons.baselines), (replayed) => `${replayed.length} windows`);
    const paths = inputs.policy.paths.final;
    const note = countUp(progress, RUN_STAGES.stress, { total: countTierStressPaths(paths), unit: 'paths' });
    const sensitivity = await runStage(context, RUN_STAGES.stress, () => testTierSensitivity(executor, built.job, search, paths, workers, signal, note), (rows) => `${rows.length - 1} worse cases`);
    const result = assemblePerpResult({ ...session, windows, sensitivity, version: context.version });
    const folder = await runStage(
      context,
      RUN_STAGES.write,
      async () => {
        const files = await renderPerpFiles(result, session, { ...context, startedAt, workers });
        // The last moment to end without an outcome: from here on the folder appears whole.
        await heedInterrupt(signal);
        return publishRunFolder(inputs.runFolder, files, signal);
      },
      (path) => basename(path),
    );
    return { kind: 'perps', result, folder };
  });
}
