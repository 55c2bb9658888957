import type { LendingScenario } from '../scenario.js';
import { FastWatch } from './fast-watch.js';
import type { OnCall } from '../lending/liquidators.js';
import { createLendingEngine } from './lending-engine.js';
import type { PathEngine } from './path-engine.js';

/**
 * The engine that runs use: values only accounts whose health bound the prices have passed, and gives exactly what the reference
 * engine gives (property-tested).
 */
export function createFastEngine(scenario: LendingScenario, onCall?: OnCall): PathEngine {
  return createLendingEngine(scenario, ({ book }, balances, oraclePriceUsd, levels) => new FastWatch(book, balances, oraclePriceUsd, levels), onCall);
}
