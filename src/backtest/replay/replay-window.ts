import type { ReplayOutcome } from '../../core/run-result.js';
import { createFastEngine } from '../../simulation/engine/fast-engine.js';
import type { LendingBook } from '../../simulation/book.js';
import type { LendingScenario } from '../../simulation/scenario.js';
import { createTimeline } from '../../simulation/timeline.js';

/** One factor's history on an hourly grid. */
export interface FactorHistory {
  readonly unixSeconds: Float64Array;
  readonly value: Float64Array;
}

/** A window of history as a path, and which factors were not observed in it. */
export interface WindowPath {
  readonly steps: number;
  /** Log prices relative to the window's start; shape (steps+1) × factors, row-major, row 0 zeros. */
  readonly path: Float64Array;
  /** Factors held at the start because the dataset does not reach into the window. */
  readonly heldFactors: readonly number[];
}

/**
 * Cuts a window out of the factors' histories.
 *
 * A factor whose history does not cover every hour of the window is held constant and named in `heldFactors`: its moves then
 * are not part of the replay, which the reader must be told.
 */
export function cutWindow(histories: readonly FactorHistory[], fromUnixSeconds: number, toUnixSeconds: number, stepSeconds: number): WindowPath {
  const steps = Math.floor((toUnixSeconds - fromUnixSeconds) / stepSeconds);
  const path = new Float64Array((steps + 1) * histories.length);
  const heldFactors: number[] = [];
  histories.forEach(({ unixSeconds, value }, factor) => {
    const first = Math.round((fromUnixSeconds - unixSeconds[0]!) / stepSeconds);
    if (first < 0 || first + steps >= value.length) {
      heldFactors.push(factor);
      return;
    }
    for (let step = 0; step <= steps; step++) path[step * histories.length + factor] = Math.log(value[first + step]! / value[first]!);
  });
  return { steps, path, heldFactors };
}

/**
 * Replays one parameter set (as a book) through a window: the book starts at its own prices and lives through the window's moves.
 */
export function replayBook(scenario: LendingScenario, book: LendingBook, window: WindowPath): ReplayOutcome {
  const windowed = { ...scenario, book, steps: window.steps };
  const timeline = createTimeline(windowed);
  const outcome = createFastEngine(windowed).runPath(window.path, timeline);
  const { liquidatedDebtUsd, badDebtUsd, penaltyUsd, liquidatedAccounts, peakImpactRatio } = outcome;
  return {
    liquidatedDebtUsd,
    badDebtUsd,
    penaltyUsd,
    liquidatedAccounts,
    peakImpactRatio,
    liquidatedDebtByStepUsd: Array.from(timeline.liquidatedDebtByStepUsd),
  };
}
