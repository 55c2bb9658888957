import type { PathOutcome, PathTimeline } from '../outcome.js';
import type { SharedMarket } from '../shared-market.js';
import type { VenueRunner } from './venue-runner.js';

/** Runs one path through the venues of a scenario. Both engines are one, and must agree on every liquidation. */
export interface PathEngine {
  /**
   * @param path exogenous log prices relative to the start; shape (steps+1) × factors, row-major, row 0 zeros
   * @param timeline filled per step when given
   * @param pathIndex keys the draws of owners and liquidators; 0 when left out
   */
  runPath(path: Float64Array, timeline?: PathTimeline, pathIndex?: number): PathOutcome;
}

/**
 * Puts venues into a market: the first is the one under study, the others are alongside.
 *
 * Which venue's liquidators come first rotates by step, so that none always sells into the fresher market.
 */
export function createPathEngine(market: SharedMarket, venues: readonly VenueRunner[]): PathEngine {
  const [studied, ...alongside] = venues as readonly [VenueRunner, ...VenueRunner[]];
  return {
    runPath(path, timeline, pathIndex = 0) {
      market.start(path);
      for (const venue of venues) venue.start(pathIndex);
      for (let step = 0; step <= market.scenario.steps; step++) {
        if (step > 0) market.advance();
        for (const venue of venues) venue.look();
        for (let turn = 0; turn < venues.length; turn++) venues[(step + turn) % venues.length]!.act();
        if (timeline) studied.record(timeline);
      }
      const others = alongside.map((venue) => venue.settle());
      return {
        ...studied.settle(),
        peakImpactRatio: market.peakImpactRatio(),
        peakSizeRatio: market.depth.peakSizeRatio(),
        alongsideBadDebtUsd: others.reduce((sum, { badDebtUsd }) => sum + badDebtUsd, 0),
        alongsideLiquidatedDebtUsd: others.reduce((sum, { liquidatedDebtUsd }) => sum + liquidatedDebtUsd, 0),
      };
    },
  };
}
