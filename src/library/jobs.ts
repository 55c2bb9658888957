import { inspectAccount as inspectAccountOf, type AccountOptions, type AccountReply } from '../pipeline/account.js';
import { proposePipeline, type ProposeOptions, type ProposeReply } from '../pipeline/propose.js';
import { queryDataset, type QueryReply } from '../pipeline/query.js';
import { runMarket, type MarketRunOutcome } from '../pipeline/run-market.js';
import type { RunOptions } from '../pipeline/run-options.js';
import { searchPipeline, type SearchOptions, type SearchReply } from '../pipeline/search.js';
import { simulateMarket, type MarketSimulation } from '../pipeline/simulate-market.js';
import type { SimulateOptions } from '../pipeline/simulate.js';
import { verifyRun as verifyRunOf, type RunVerification, type VerifyOptions } from '../pipeline/verify.js';
import { surround, type Surroundings } from './surround.js';

/**
 * `plimsoll run`: dataset → fits → simulation and search → replay → report and proposal, in a run folder that exists whole or not at all.
 *
 * The same inputs, seed and version give the same `result.json` bytes for any number of workers.
 * @throws UsageError, DataError, ModelError or InfeasibleError, or the signal's reason; nothing is written then
 */
export async function runPipeline(options: RunOptions = {}, around: Surroundings = {}): Promise<MarketRunOutcome> {
  return runMarket(options, await surround(['runPipeline', options], around));
}

/** `plimsoll simulate`: losses of one parameter set over drawn paths, or hour by hour under a stress. @throws UsageError, DataError or ModelError */
export async function simulate(options: SimulateOptions = {}, around: Surroundings = {}): Promise<MarketSimulation> {
  return simulateMarket(options, await surround(['simulate', options], around));
}

/** `plimsoll search`: frontier, recommendation and reasons, kept in a state file. @throws UsageError, DataError, ModelError or InfeasibleError */
export async function searchParameters(options: SearchOptions = {}, around: Surroundings = {}): Promise<SearchReply> {
  return searchPipeline(options, await surround(['searchParameters', options], around));
}

/** `plimsoll verify`: a run folder against its hashes, and against a second run of it. @throws UsageError or DataError */
export async function verifyRun(options: VerifyOptions, around: Surroundings = {}): Promise<RunVerification> {
  return verifyRunOf(options, await surround(['verifyRun', options], around));
}

/** `plimsoll propose`: drafts and payloads of a run or of a file of changes. @throws UsageError or DataError */
export async function propose(options: ProposeOptions, around: Surroundings = {}): Promise<ProposeReply> {
  const { workingFolder, now } = await surround(['propose', options], around);
  return proposePipeline(options, { workingFolder, today: now().toISOString().slice(0, 10) });
}

/** `plimsoll data query`: SQL over the tables of one dataset. @throws UsageError when it is no question; DataError when the dataset is altered */
export async function queryData(sql: string, dataset: string, around: Surroundings = {}): Promise<QueryReply> {
  return queryDataset(sql, dataset, await surround(['queryData', { sql, dataset }], around));
}

/** `plimsoll account`: health, liquidation prices and what a liquidator could take, in the contract's rounding. @throws UsageError or DataError */
export async function inspectAccount(options: AccountOptions, around: Surroundings = {}): Promise<AccountReply> {
  return inspectAccountOf(options, await surround(['inspectAccount', options], around));
}
