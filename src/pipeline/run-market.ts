import { studiesPerps } from './perps/perp-inputs.js';
import { runPerps, type PerpRunOutcome } from './perps/run-perps.js';
import type { RunContext, RunOptions } from './run-options.js';
import { runPipeline, type RunOutcome } from './run.js';

export type MarketRunOutcome = (RunOutcome & { readonly kind: 'lending' }) | PerpRunOutcome;

/**
 * Does the whole job for whichever market is asked for: a lending reserve or margin tiers of perpetual futures.
 *
 * @throws UsageError, DataError, ModelError or InfeasibleError; nothing is written then
 */
export async function runMarket(options: RunOptions, context: RunContext): Promise<MarketRunOutcome> {
  if (await studiesPerps(options, context)) return runPerps(options, context);
  return { kind: 'lending', ...(await runPipeline(options, context)) };
}
