import { assertInvariant } from '../../core/assert.js';
import type { Piecewise } from '../../core/piecewise.js';
import { generatePath } from '../../market/paths/generate-path.js';
import type { PathModel } from '../../market/paths/path-model.js';
import { createFastEngine } from '../../simulation/engine/fast-engine.js';
import type { LendingScenario } from '../../simulation/scenario.js';
import type { FactorHistory } from '../replay/replay-window.js';
import { createWidener, createWindowReplay } from '../replay/window-replay.js';
import { fitKnownPathModel, type FactorReturns, type KnownPathModel } from './known-path-model.js';

export interface BookLossPlan {
  /** The book, its depth and its liquidators at the snapshot; its `steps` are the length of a window. */
  readonly scenario: LendingScenario;
  /** Factors with a history; the others are held where the snapshot has them, in forecast and fact alike. */
  readonly factors: readonly (FactorReturns & { readonly history: FactorHistory })[];
  /** Start of the first window; the model is first fitted on everything before it. */
  readonly testUnixSeconds: number;
  readonly refitWindows: number;
  readonly paths: number;
  readonly meanBlockSteps: number;
  readonly seed: number;
}

/** What was forecast of one window, and what its prices did to the same book. */
export interface BookLossWindow {
  readonly unixSeconds: number;
  /** One value per path. */
  readonly badDebtUsd: Float64Array;
  readonly liquidatedDebtUsd: Float64Array;
  readonly actualBadDebtUsd: number;
  readonly actualLiquidatedDebtUsd: number;
}

/** Places of windows, the second left out. */
export interface WindowSpan {
  readonly from: number;
  readonly to: number;
}

/** Counts the whole windows between the test's begin and the end of the prices. */
export function countWindows({ scenario, factors, testUnixSeconds }: Pick<BookLossPlan, 'scenario' | 'factors' | 'testUnixSeconds'>): number {
  const until = Math.min(...factors.map(({ history }) => history.unixSeconds.at(-1)!));
  return Math.max(0, Math.floor((until - testUnixSeconds) / (scenario.steps * scenario.stepSeconds)));
}

/**
 * Forecasts the book's losses window by window from the prices known before it, and sends the same book through the prices that came.
 *
 * The book begins every window as it stands at the snapshot: accounts of the time are not known. Even path indices are Monte-Carlo paths, odd ones
 * bootstrap paths of the history known by then, as in a run.
 * Shape: windows of `scenario.steps` steps, one after the other without overlap. A part of them, from one at which the model is fitted anew, comes out as
 * it does among all.
 * @throws ModelError when the prices before the first window are too few to fit on
 */
export function* rollBookLosses(plan: BookLossPlan, { from, to }: WindowSpan): Piecewise<BookLossWindow[]> {
  const { scenario, factors, testUnixSeconds, refitWindows, paths, meanBlockSteps, seed } = plan;
  const { steps, stepSeconds } = scenario;
  const lengthSeconds = steps * stepSeconds;
  assertInvariant(from % refitWindows === 0, `a part begins where the model is fitted, not at window ${from}`);
  const engine = createFastEngine(scenario);
  const widen = createWidener(factors.map(({ factor }) => scenario.factors.indexOf(factor)), scenario.factors.length, steps);
  const replay = createWindowReplay(scenario, factors);
  const drawn = new Float64Array((steps + 1) * factors.length);
  const windows: BookLossWindow[] = [];
  let known: KnownPathModel | undefined;
  for (let index = from; index < to; index++) {
    const unixSeconds = testUnixSeconds + index * lengthSeconds;
    if (known === undefined || index % refitWindows === 0) known = fitKnownPathModel(factors, unixSeconds, stepSeconds, meanBlockSteps);
    const losses = drawLosses(known.readAt(unixSeconds), seed, index * paths, paths, drawn, (path) => engine.runPath(widen(path)));
    const actual = replay(unixSeconds);
    windows.push({ unixSeconds, ...losses, actualBadDebtUsd: actual.badDebtUsd, actualLiquidatedDebtUsd: actual.liquidatedDebtUsd });
    yield windows.length / (to - from);
  }
  return windows;
}

type Losses = Pick<BookLossWindow, 'badDebtUsd' | 'liquidatedDebtUsd'>;

function drawLosses(model: PathModel, seed: number, firstIndex: number, paths: number, drawn: Float64Array, run: (path: Float64Array) => { readonly badDebtUsd: number; readonly liquidatedDebtUsd: number }): Losses {
  const losses: Losses = { badDebtUsd: new Float64Array(paths), liquidatedDebtUsd: new Float64Array(paths) };
  const steps = drawn.length / model.factors.length - 1;
  for (let index = 0; index < paths; index++) {
    generatePath(model, index % 2 === 0 ? 'monte-carlo' : 'bootstrap', seed, firstIndex + index, steps, drawn);
    const outcome = run(drawn);
    losses.badDebtUsd[index] = outcome.badDebtUsd;
    losses.liquidatedDebtUsd[index] = outcome.liquidatedDebtUsd;
  }
  return losses;
}
