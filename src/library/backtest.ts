/** `plimsoll/backtest`: forecasts held against what happened. */
export { testChristoffersen, testConditionalCoverage, testIndependence, testKupiec } from '../backtest/coverage/likelihood-ratio-tests.js';
export { classifyExceedances } from '../backtest/coverage/traffic-light.js';
export { testExpectedShortfall } from '../backtest/coverage/expected-shortfall-test.js';
export { VAR_MODELS } from '../backtest/coverage/var-models.js';
export type { VarModel } from '../backtest/coverage/var-models.js';
export { evaluateModels } from '../backtest/coverage/evaluate-models.js';
export type { CoveragePlan, ModelOutcome } from '../backtest/coverage/evaluate-models.js';
export { computeSkill, computeSquaredErrors } from '../backtest/forecast/score-probabilities.js';
export { cutWindow, replayBook } from '../backtest/replay/replay-window.js';
export { runToEnd } from '../core/piecewise.js';
export type { Piecewise } from '../core/piecewise.js';
