/** `plimsoll/simulation`: a book of accounts in a market, along paths, by either engine; samples and what is said of them. */
export { applyReserveParameters } from '../simulation/book.js';
export type { BookAsset, LendingBook } from '../simulation/book.js';
export type { LendingScenario } from '../simulation/scenario.js';
export { createFastEngine } from '../simulation/engine/fast-engine.js';
export { createReferenceEngine } from '../simulation/engine/reference-engine.js';
export type { PathEngine } from '../simulation/engine/path-engine.js';
export type { PathOutcome } from '../simulation/outcome.js';
export { NO_STRESS } from '../simulation/chunk.js';
export type { MarketStress, SharedJob } from '../simulation/chunk.js';
export { evaluateCandidates } from '../simulation/executors/executor.js';
export { startExecutor } from '../simulation/executors/start-executor.js';
export { compareSamples, summariseSamples } from '../simulation/metrics.js';
export type { PathSamples } from '../simulation/samples.js';
export { estimateEs, estimateMean, estimatePairedDifference, estimateProbability, estimateVar } from '../numeric/confidence.js';
