/** `plimsoll/search`: a parameter space and a function to evaluate; nothing of markets or protocols. */
export { searchInStages } from '../search/staged-search.js';
export type { StagedSearchOptions, StagedSearchResult } from '../search/staged-search.js';
export { enumerateGrid } from '../search/space.js';
export type { Candidate, ParameterSpace } from '../search/space.js';
export type { Evaluate, Evaluation, LookAtPaths, TailLook } from '../search/evaluation.js';
export { recommend } from '../search/recommend.js';
export { findNonDominated } from '../search/frontier.js';
export { runSampler } from '../search/samplers/sampler.js';
export type { Sampler } from '../search/samplers/sampler.js';
export { createGridSampler } from '../search/samplers/grid.js';
export { createSobolSampler } from '../search/samplers/sobol.js';
export { CmaEsSampler } from '../search/samplers/cma-es.js';
export { Nsga2Sampler } from '../search/samplers/nsga2.js';
export { computeSmartLtv } from '../search/baselines/smart-ltv.js';
export { findGauntletMorphoLltv } from '../search/baselines/gauntlet-morpho.js';
export { computeHistoricalVarThreshold } from '../search/baselines/historical-var.js';
