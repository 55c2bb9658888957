import type { OnCall } from '../lending/liquidators.js';
import type { LendingScenario } from '../scenario.js';
import { SharedMarket } from '../shared-market.js';
import { LendingRunner, type CreateWatch } from './lending-runner.js';
import { createPathEngine, type PathEngine } from './path-engine.js';

/** Builds the engine of a lending scenario, with the watch that finds its accounts; `onCall` is told the calls at the venue under study. */
export function createLendingEngine(scenario: LendingScenario, createWatch: CreateWatch, onCall?: OnCall): PathEngine {
  const market = new SharedMarket(scenario);
  const venues = [scenario, ...(scenario.alongside ?? [])];
  return createPathEngine(market, venues.map((venue, place) => new LendingRunner(venue, market, createWatch, place, place === 0 ? onCall : undefined)));
}
