import type { LendingScenario } from '../scenario.js';
import { createDenseWatch } from './dense-watch.js';
import { createLendingEngine } from './lending-engine.js';
import type { PathEngine } from './path-engine.js';

/** The obvious engine: values every account at every step. Slow on purpose; it is what the fast engine is compared with. */
export function createReferenceEngine(scenario: LendingScenario): PathEngine {
  return createLendingEngine(scenario, ({ book }, balances, oraclePriceUsd, levels) => createDenseWatch(book, balances, oraclePriceUsd, levels));
}
