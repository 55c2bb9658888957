import type { PathOutcome, PathTimeline } from '../scenario.js';

/** Runs one path through the book. Both engines implement it and must agree on every liquidation. */
export interface PathEngine {
  /**
   * @param path exogenous log prices relative to the start; shape (steps+1) × factors, row-major, row 0 zeros
   * @param timeline filled per step when given
   */
  runPath(path: Float64Array, timeline?: PathTimeline): PathOutcome;
}
