import { studiesPerps } from './perps/perp-inputs.js';
import { searchPerps, type PerpSearchReply } from './perps/search-perps.js';
import type { RunContext } from './run-options.js';
import { searchPipeline, type SearchOptions, type SearchReply } from './search.js';

/**
 * Searches whichever market is asked for: lending reserves or margin tiers of perpetual futures.
 *
 * @throws UsageError, DataError, ModelError or InfeasibleError; a state of another run is refused
 */
export async function searchMarket(options: SearchOptions, context: RunContext): Promise<SearchReply | PerpSearchReply> {
  return (await studiesPerps(options, context)) ? searchPerps(options, context) : searchPipeline(options, context);
}
