import { assertInvariant } from '../../core/assert.js';
import { createFastEngine } from '../../simulation/engine/fast-engine.js';
import type { OnCall } from '../../simulation/lending/liquidators.js';
import type { PathOutcome } from '../../simulation/outcome.js';
import type { LendingScenario } from '../../simulation/scenario.js';
import { cutWindow, type FactorHistory } from './replay-window.js';

/**
 * Makes the function that sends a scenario's book through the prices that came after a moment, for the scenario's own length.
 *
 * Factors without a history stand still at the snapshot. `onCall` is told every liquidation. @throws InternalError when the window is not inside the histories
 */
export function createWindowReplay(scenario: LendingScenario, factors: readonly { readonly factor: string; readonly history: FactorHistory }[], onCall?: OnCall): (fromUnixSeconds: number) => PathOutcome {
  const { steps, stepSeconds } = scenario;
  const engine = createFastEngine(scenario, onCall);
  const widen = createWidener(factors.map(({ factor }) => scenario.factors.indexOf(factor)), scenario.factors.length, steps);
  const histories = factors.map(({ history }) => history);
  return (fromUnixSeconds) => {
    const { path, heldFactors } = cutWindow(histories, fromUnixSeconds, fromUnixSeconds + steps * stepSeconds, stepSeconds);
    assertInvariant(heldFactors.length === 0, 'every window lies inside the histories');
    return engine.runPath(widen(path));
  };
}

/** Puts the columns of a path to their places among all factors; the others stay at 0, which is the start's price. */
export function createWidener(columns: readonly number[], width: number, steps: number): (path: Float64Array) => Float64Array {
  assertInvariant(columns.every((column) => column >= 0), 'every factor with a history is one of the scenario');
  const wide = new Float64Array((steps + 1) * width);
  return (path) => {
    for (let step = 0; step <= steps; step++) columns.forEach((column, index) => (wide[step * width + column] = path[step * columns.length + index]!));
    return wide;
  };
}
