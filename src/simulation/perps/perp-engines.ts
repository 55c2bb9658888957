import { createDenseWatch } from '../engine/dense-watch.js';
import { FastWatch } from '../engine/fast-watch.js';
import { LendingRunner, type CreateWatch } from '../engine/lending-runner.js';
import { createPathEngine, type PathEngine } from '../engine/path-engine.js';
import { SharedMarket } from '../shared-market.js';
import { FastPerpWatch } from './fast-perp-watch.js';
import { PerpRunner } from './perp-runner.js';
import { createDensePerpWatch, type CreatePerpWatch } from './perp-watch.js';
import type { PerpScenario } from './scenario.js';
import { assertPerpScenario } from './validate-scenario.js';

/**
 * The engine that runs use: values only units whose bound the prices have passed, and gives exactly what the reference engine gives
 * (property-tested).
 *
 * @throws DataError naming the field of the scenario that cannot be
 */
export function createFastPerpEngine(scenario: PerpScenario): PathEngine {
  return createPerpEngine(
    scenario,
    (book, balances, prices) => new FastPerpWatch(book, balances, prices),
    ({ book }, balances, oraclePriceUsd, levels) => new FastWatch(book, balances, oraclePriceUsd, levels),
  );
}

/** The obvious engine: values every unit at every step. Slow on purpose; it is what the fast engine is compared with. @throws DataError as above */
export function createReferencePerpEngine(scenario: PerpScenario): PathEngine {
  return createPerpEngine(scenario, createDensePerpWatch, ({ book }, balances, oraclePriceUsd, levels) => createDenseWatch(book, balances, oraclePriceUsd, levels));
}

function createPerpEngine(scenario: PerpScenario, createPerpWatch: CreatePerpWatch, createLendingWatch: CreateWatch): PathEngine {
  assertPerpScenario(scenario);
  const market = new SharedMarket(scenario);
  const alongside = (scenario.alongside ?? []).map((neighbour, index) =>
    neighbour.kind === 'perps' ? new PerpRunner(neighbour.venue, market, createPerpWatch) : new LendingRunner(neighbour.venue, market, createLendingWatch, index + 1),
  );
  return createPathEngine(market, [new PerpRunner(scenario, market, createPerpWatch), ...alongside]);
}
