import { studiesPerps } from './perps/perp-inputs.js';
import { runPerps, type PerpRunOutcome } from './perps/run-perps.js';
import type { RunContext, RunOptions } from './run-options.js';
import { RUN_STAGES } from './run-stages.js';
import { runPipeline, type RunOutcome } from './run.js';

export type MarketRunOutcome = (RunOutcome & { readonly kind: 'lending' }) | PerpRunOutcome;

/**
 * Does the whole job for whichever market is asked for: a lending reserve or margin tiers of perpetual futures.
 *
 * @throws UsageError, DataError, ModelError or InfeasibleError; nothing is written then
 */
export async function runMarket(options: RunOptions, context: RunContext): Promise<MarketRunOutcome> {
  const { progress } = context;
  if (await studiesPerps(options, context)) {
    progress.skip?.([RUN_STAGES.history]);
    return runPerps(options, context);
  }
  if (options.quick) progress.skip?.([RUN_STAGES.history]);
  return { kind: 'lending', ...(await runPipeline(options, context)) };
}
