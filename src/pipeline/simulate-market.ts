import type { Plot } from '../report/plots/plot.js';
import { UsageError } from '../core/errors.js';
import { simulatePerps, type PerpSimulateReply } from './perps/simulate-perps.js';
import { studiesPerps } from './perps/perp-inputs.js';
import type { RunContext } from './run-options.js';
import { simulatePipeline, type SimulateOptions, type SimulateReply } from './simulate.js';

export type MarketSimulation =
  | { readonly kind: 'lending'; readonly reply: SimulateReply; readonly plots: readonly Plot[] }
  | { readonly kind: 'perps'; readonly reply: PerpSimulateReply; readonly plots: readonly Plot[] };

/**
 * Simulates one parameter set of whichever market is asked for: a lending reserve or margin tiers of perpetual futures.
 *
 * @throws UsageError, DataError or ModelError naming what is wrong
 */
export async function simulateMarket(options: SimulateOptions, context: RunContext): Promise<MarketSimulation> {
  if (await studiesPerps(options, context)) return { kind: 'perps', ...(await simulatePerps(options, context)) };
  if (options.tiers !== undefined) {
    throw new UsageError('--tiers is of perpetual futures, and this market is one of lending', { where: '--tiers', suggestions: ['Give --ltv-bps, --lt-bps or --bonus-bps, or a perps dataset: --dataset hyperliquid_2023'] });
  }
  return { kind: 'lending', ...(await simulatePipeline(options, context)) };
}
