/**
 * What `import … from 'plimsoll'` gives: the jobs of the command line as functions, the errors they throw, and the fits asked for most.
 * The models in full are in `plimsoll/market`, `plimsoll/protocol`, `plimsoll/simulation`, `plimsoll/search` and `plimsoll/backtest`.
 * What is not exported here or there may change in any version.
 */
export { inspectAccount, propose, queryData, runPipeline, searchParameters, simulate, verifyRun } from './jobs.js';
export type { Surroundings } from './surround.js';
export { DataError, EXIT_CODES, InfeasibleError, InternalError, InterruptedError, ModelError, PlimsollError, SourceError, UsageError } from '../core/errors.js';
export type { ErrorDetails } from '../core/errors.js';
export type { Estimate } from '../numeric/confidence.js';
export type { ReserveParameters, SearchedParameters } from '../core/reserve-parameters.js';
export type { MetricSet, RunResult, RunWarning } from '../core/run-result.js';
export type { PerpRunResult } from '../core/perp-run-result.js';
export { fitPowerLaw } from '../market/depth/fit-power-law.js';
export { fitParetoTail } from '../market/tails/fit-pareto-tail.js';
export { fitGarch } from '../market/volatility/fit-garch.js';
export { fitVolatility } from '../market/volatility/fit-volatility.js';
export type { AccountOptions, AccountReply } from '../pipeline/account.js';
export type { Progress } from '../pipeline/progress.js';
export type { ProposeOptions, ProposeReply } from '../pipeline/propose.js';
export type { QueryReply } from '../pipeline/query.js';
export type { MarketRunOutcome } from '../pipeline/run-market.js';
export type { RunOptions } from '../pipeline/run-options.js';
export type { SearchOptions, SearchReply } from '../pipeline/search.js';
export type { MarketSimulation } from '../pipeline/simulate-market.js';
export type { SimulateOptions, SimulateReply } from '../pipeline/simulate.js';
export type { RunVerification, VerifyOptions } from '../pipeline/verify.js';
